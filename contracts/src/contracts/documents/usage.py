"""What asking a language model cost: recorded in the document of the step that asked."""

import msgspec


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """The calls of one run of a step. Where a server counted no tokens they are estimated, rather too high."""

    engine: str
    """`model:` and its name."""
    calls: int = 0
    """Requests that were sent, repeated ones included."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    """In the currency of the prices that were set; 0 where none were."""
    fallbacks: int = 0
    """How often the rules' own words or findings stand, though the model was to be asked."""
    declined: dict[str, int] = {}
    """Why: reason → how often."""
