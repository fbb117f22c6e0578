"""Knowing, without asking, that a durable consumer has handed everything to us and nothing to a replica."""


class Wholeness:
    """Watches the numbers that a consumer gives to its hand-outs, for one of those who share it.

    First hand-outs come in the order of the stream, and every hand-out has the next number: as long as no number is
    missing here, none of them went elsewhere or was lost. Source of the numbers: NATS ADR-15.
    """

    def __init__(self) -> None:
        self._number: int | None = None
        self._since: int | None = None

    def note(self, number: int, *, position: int, first: bool) -> int | None:
        """Note a hand-out.

        Args:
            number: The consumer's number of it, over all who share the consumer.
            position: Of the message.
            first: Whether the message was never handed out before.

        Returns:
            The position from which on all first hand-outs came to us; None while that is not known.
        """
        if self._number is None or number != self._number + 1:
            self._since = None
        self._number = number
        if self._since is None and first:
            self._since = position
        return self._since
