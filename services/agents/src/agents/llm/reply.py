"""An answer as it arrives, chunk by chunk, from servers that leave out one thing or another."""

from openai.types.chat import ChatCompletionChunk

from agents.llm.answers import object_in
from agents.llm.errors import CallFailedError
from agents.llm.prompts import estimated


class Reply:
    """What has arrived so far. The SDK checks no types in a stream: what is not of its type counts as not there."""

    def __init__(self, *, prompt_tokens: int) -> None:
        """Begin with an estimate of what was sent."""
        self.text = ""
        self.requests = 0
        """How many requests it took: a server may refuse some before it takes one."""
        self._finish: str | None = None
        self._estimate = prompt_tokens
        self._counted: tuple[int, int] | None = None

    def take(self, chunk: ChatCompletionChunk) -> bool:
        """Take a chunk, and tell whether it brought more of the text."""
        usage = getattr(chunk, "usage", None)
        prompt, completion = (getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens"))
        if isinstance(prompt, int) and isinstance(completion, int) and prompt >= 0 and completion >= 0:
            self._counted = (prompt, completion)
        choices = getattr(chunk, "choices", None)
        if not isinstance(choices, list) or not choices:
            return False
        finish = getattr(choices[0], "finish_reason", None)
        self._finish = finish if isinstance(finish, str) else self._finish
        more = getattr(getattr(choices[0], "delta", None), "content", None)
        if not isinstance(more, str) or not more:
            return False
        self.text += more
        return True

    def was_refused(self) -> None:
        """Note that the server did not take the request: it costs nothing."""
        self._estimate = 0

    def check(self) -> None:
        """Hold the answer to have come to its end.

        Raises:
            CallFailedError: It is cut off, withheld, or empty.
        """
        if self._finish == "length" and object_in(self.text) is None:
            raise CallFailedError("truncated")
        if self._finish == "content_filter":
            raise CallFailedError("refused")
        if not self.text.strip():
            raise CallFailedError("empty")

    def spent(self) -> tuple[int, int]:
        """Give the tokens in and out: as the server counted them, else estimated."""
        return self._counted or (self._estimate, estimated(self.text))
