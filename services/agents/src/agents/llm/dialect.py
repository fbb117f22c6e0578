"""How a server wants to be asked: servers that speak "as OpenAI" refuse one or another field of a request."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

Form = Literal["json_schema", "json_object", "plain"]

_LESSER: Final[dict[Form, Form]] = {"json_schema": "json_object", "json_object": "plain"}


_REFUSALS: Final = frozenset({400, 415, 422, 501})
_NAMED: Final = ("response_format", "json_schema", "stream_options", "temperature", "max_tokens")
_SERVER_ERRORS: Final = 500


def is_refusal(status: int, complaint: str) -> bool:
    """Tell whether a server did not take a field of the request.

    Most say so with 400 or 422; llama.cpp's in Python says 500, and names the field.
    """
    return status in _REFUSALS or (status >= _SERVER_ERRORS and any(name in complaint for name in _NAMED))


@dataclass(frozen=True, slots=True)
class Dialect:
    """The fields that a server has not refused so far."""

    form: Form = "json_schema"
    """How the form of the answer is asked for: by schema, as any JSON, or in words alone."""
    counts: bool = True
    """Ask for the count of tokens in the last chunk."""
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True

    def fields(self, name: str, schema: dict[str, Any], most_tokens: int) -> dict[str, Any]:
        """Give the fields of a request beside model and messages."""
        made: dict[str, Any] = {"stream": True, self.limit: most_tokens}
        if self.counts:
            made["stream_options"] = {"include_usage": True}
        if self.temperature:
            made["temperature"] = 0.2
        match self.form:
            case "json_schema":
                made["response_format"] = {
                    "type": "json_schema",
                    "json_schema": {"name": name, "strict": True, "schema": schema},
                }
            case "json_object":
                made["response_format"] = {"type": "json_object", "schema": schema}  # llama.cpp reads the schema here
            case "plain":
                pass
        return made

    def lesser(self, complaint: str) -> "Dialect | None":
        """Ask for less than was refused: what the complaint names, else the form, else the count.

        Returns:
            None where nothing is left to leave out.
        """
        if "max_completion_tokens" in complaint and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if "stream_options" in complaint and self.counts:
            return replace(self, counts=False)
        if "temperature" in complaint and self.temperature:
            return replace(self, temperature=False)
        if self.form in _LESSER:
            return replace(self, form=_LESSER[self.form])
        if self.counts:
            return replace(self, counts=False)
        return replace(self, temperature=False) if self.temperature else None
