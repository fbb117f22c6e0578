"""How a gateway is run: values that the composition root reads from the environment, once."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import msgspec
from msgspec import Meta

from contracts.control import DEFAULT_GRAPH
from eventlog import ConfigurationError

_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")

Positive = Annotated[float, Meta(gt=0)]
NotNegative = Annotated[float, Meta(ge=0)]
Ceiling = Annotated[int, Meta(ge=0)]


class GatewaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of a gateway. Times are in seconds."""

    token_keys: str
    """`TOKEN_KEYS`: the file of keys that tokens are signed with; all gateways share it."""
    host: str = "127.0.0.1"
    """`HOST`: the address to listen on."""
    port: Annotated[int, Meta(ge=0, le=65535)] = 8080
    """`PORT`: 0 for any that is free."""
    allowed_origins: frozenset[str] = frozenset()
    """`ALLOWED_ORIGINS`: other origins whose pages may call, separated by commas."""
    static_dir: str = "web/dist"
    """`STATIC_DIR`: where the page was built."""
    graph: str = DEFAULT_GRAPH
    """`GRAPH`: the graph that new jobs are started with."""
    heartbeat_sec: Positive = 15.0
    """`HEARTBEAT_SEC`: silence before a sign of life."""
    send_patience_sec: Positive = 30.0
    """`SEND_PATIENCE_SEC`: how long a viewer may take nothing before its connection is dropped."""
    keep_alive_sec: Positive = 75.0
    """`KEEP_ALIVE_SEC`: how long an idle connection is kept: longer than a proxy in front of us keeps it."""
    stream_age_sec: NotNegative = 3600.0
    """`STREAM_AGE_SEC`: how old a stream's connection gets before it is sent to come back; 0 for any age."""
    coalesce: Literal["on", "off"] = "on"
    """`COALESCE`: `off` writes every event by itself at once, whatever that costs: for measuring."""
    linger_sec: NotNegative = 10.0
    """`LINGER_SEC`: how long a job that nobody watches is kept."""
    drain_sec: NotNegative = 3.0
    """`DRAIN_SEC`: the window over which streams are closed when the process is told to stop."""
    run_timeout: Positive = 60.0
    """`RUN_TIMEOUT`: how long `POST /api/pipeline/run` waits for a job's end."""
    retry_ms: Annotated[int, Meta(ge=100)] = 2000
    """`RETRY_MS`: how long browsers wait before they come back, on average, in milliseconds."""
    max_streams: Ceiling = 10_000
    """`MAX_STREAMS`: how many streams this process holds; 0 for no limit, here and in the next four."""
    max_streams_per_job: Ceiling = 2_000
    """`MAX_STREAMS_PER_JOB`: of them, how many of one job."""
    max_streams_per_token: Ceiling = 2_000
    """`MAX_STREAMS_PER_TOKEN`: with one token. All who were given a job's link have the same one."""
    max_streams_per_address: Ceiling = 0
    """`MAX_STREAMS_PER_ADDRESS`: from one address. Behind a proxy all have one, unless it is trusted."""
    max_connects_per_sec: Ceiling = 2_000
    """`MAX_CONNECTS_PER_SEC`: how many streams may be opened in a second."""
    gateway_workers: Annotated[int, Meta(ge=1, le=64)] = 1
    """`GATEWAY_WORKERS`: how many processes serve the port. What is counted and limited is so for each of them."""
    operator_token: Annotated[str, Meta(pattern=r"^[\x21-\x7e]{32,}$")] | None = None
    """`OPERATOR_TOKEN`: opens `/api/activity` from elsewhere: at least 32 visible ASCII characters."""
    trusted_proxies: frozenset[str] = frozenset()
    """`TRUSTED_PROXIES`: addresses and networks whose `X-Forwarded-For` and `-Proto` are believed."""

    @property
    def keys_file(self) -> Path:
        """Where the keys are."""
        return Path(self.token_keys)

    @property
    def page_folder(self) -> Path:
        """Where the page is."""
        return Path(self.static_dir)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings.

        Raises:
            ConfigurationError: `TOKEN_KEYS` is missing, or a value is not of its type; the message names it.
        """
        given: dict[str, Any] = {
            field: environment[field.upper()] for field in cls.__struct_fields__ if environment.get(field.upper())
        }
        if "token_keys" not in given:
            raise ConfigurationError("TOKEN_KEYS is not set: the file of keys that tokens are signed with")
        if "allowed_origins" in given:
            given["allowed_origins"] = _origins(given["allowed_origins"])
        if "trusted_proxies" in given:
            given["trusted_proxies"] = _networks(given["trusted_proxies"])
        try:
            return msgspec.convert(given, cls, strict=False)
        except msgspec.ValidationError as error:
            names = ", ".join(sorted(field.upper() for field in given))
            raise ConfigurationError(f"one of {names} has a value that cannot be read: {error}") from None


def _origins(given: str) -> list[str]:
    origins = [origin.strip().lower().rstrip("/") for origin in given.split(",") if origin.strip()]
    for origin in origins:
        if _ORIGIN.fullmatch(origin) is None:
            raise ConfigurationError(f"ALLOWED_ORIGINS: {origin!r} is no origin such as https://example.org")
    return origins


def _networks(given: str) -> list[str]:
    names = [name.strip() for name in given.split(",") if name.strip()]
    try:
        return [str(ipaddress.ip_network(name)) for name in names]
    except ValueError as error:
        raise ConfigurationError(f"TRUSTED_PROXIES: {error}; write 10.0.0.8, or 10.0.0.0/24") from None
