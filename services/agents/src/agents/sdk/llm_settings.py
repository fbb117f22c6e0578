"""What an operator may set about the language model. Without an address and a name there is none."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta
from typing_extensions import override

from eventlog import ConfigurationError

Positive = Annotated[float, Meta(gt=0)]
Money = Annotated[float, Meta(ge=0)]

_NAMES: Final = {
    "base_url": "LLM_BASE_URL",
    "model": "LLM_MODEL",
    "api_key": "LLM_API_KEY",
    "timeout_sec": "LLM_TIMEOUT",
    "step_sec": "LLM_STEP_SEC",
    "answer_tokens": "LLM_ANSWER_TOKENS",
    "job_tokens": "LLM_JOB_TOKENS",
    "job_cost": "LLM_JOB_COST",
    "price_in": "LLM_PRICE_IN",
    "price_out": "LLM_PRICE_OUT",
}


class LlmSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the model is, and what it may cost. Times are in seconds, prices per million tokens."""

    base_url: str = ""
    """`LLM_BASE_URL`: any address that speaks as OpenAI's does, up to `/v1`; empty for no model at all."""
    model: str = ""
    """`LLM_MODEL`: the model's name there."""
    api_key: str = ""
    """`LLM_API_KEY`: sent to that address alone; empty where it asks for none."""
    timeout_sec: Positive = 30.0
    """`LLM_TIMEOUT`: how long one call may take, from its first byte to its last."""
    step_sec: Positive = 60.0
    """`LLM_STEP_SEC`: how long all calls of one run of a step may take together."""
    answer_tokens: Annotated[int, Meta(ge=1)] = 300
    """`LLM_ANSWER_TOKENS`: how long one answer may be; a model that thinks before it answers needs thousands."""
    job_tokens: Annotated[int, Meta(ge=0)] = 100_000
    """`LLM_JOB_TOKENS`: tokens that one job may use, in and out, over all its revisions and attempts."""
    job_cost: Money = 0.5
    """`LLM_JOB_COST`: what they may cost, in the currency of the prices."""
    price_in: Money = 0.0
    """`LLM_PRICE_IN`: the price of a million tokens that are sent."""
    price_out: Money = 0.0
    """`LLM_PRICE_OUT`: the price of a million tokens that are answered."""

    @override
    def __repr__(self) -> str:
        """Name what is asked; never the key, wherever this is printed."""
        return f"LlmSettings(base_url={self.base_url!r}, model={self.model!r}, …)"

    @property
    def wanted(self) -> bool:
        """Whether a model is to be asked.

        Raises:
            ConfigurationError: Only one of address and model is set, or the address is none.
        """
        if not self.base_url and not self.model:
            return False
        if not self.base_url or not self.model:
            raise ConfigurationError("LLM_BASE_URL and LLM_MODEL are set together, or neither is")
        address = urlsplit(self.base_url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise ConfigurationError(f"LLM_BASE_URL: {self.base_url!r} is no address such as https://example.org/v1")
        return True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings.

        Raises:
            ConfigurationError: A value is not of its type; the message names the candidates, and no value.
        """
        given: dict[str, Any] = {
            field: environment[variable] for field, variable in _NAMES.items() if environment.get(variable)
        }
        try:
            return msgspec.convert(given, cls, strict=False)
        except msgspec.ValidationError as error:
            fields = ", ".join(sorted(_NAMES[field] for field in given if field != "api_key"))
            raise ConfigurationError(f"one of {fields} cannot be read: {error}") from None
