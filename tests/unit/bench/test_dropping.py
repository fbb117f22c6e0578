"""The proxy that loses live messages: it understands the server's words, however they are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.gateway.dropping import Frames

SAID = (
    b'INFO {"server_id":"x","headers":true}\r\n'
    b"PING\r\n"
    b"MSG live.1 7 5\r\nhello\r\n"
    b"HMSG live.2 8 _INBOX.a 12 17\r\nNATS/1.0\r\n\r\nMSG x\r\n"
    b"MSG jobs.1 9 reply.to 4\r\n\r\n\r\n\r\n"
    b"+OK\r\n"
)
SUBJECTS = [b"", b"", b"live.1", b"live.2", b"jobs.1", b""]


def cut(said: bytes, places: list[int]) -> list[tuple[bytes, bytes]]:
    """Feed what was said in pieces that end at these places."""
    frames, at = Frames(), 0
    found: list[tuple[bytes, bytes]] = []
    for place in [*sorted(place % (len(said) + 1) for place in places), len(said)]:
        found += frames.feed(said[at:place])
        at = place
    return found


def test_frames_are_whole_and_know_their_subject() -> None:
    """Lines, messages and messages with headers are told apart; a payload that looks like a message is none."""
    found = cut(SAID, [])
    assert [subject for subject, _ in found] == SUBJECTS
    assert b"".join(frame for _, frame in found) == SAID


@given(st.lists(st.integers(min_value=0), max_size=8))
def test_however_the_network_cuts_it(places: list[int]) -> None:
    """The same frames come out of any pieces."""
    assert cut(SAID, places) == cut(SAID, [])


@pytest.mark.parametrize("left", [b"MSG live.1 7 5\r\nhel", b"PIN", b"MSG live.1 7 5\r\nhello\r"])
def test_what_has_not_ended_waits(left: bytes) -> None:
    """A message is forwarded whole or not yet."""
    assert cut(left, []) == []
