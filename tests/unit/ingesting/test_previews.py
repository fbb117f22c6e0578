"""Who reads files for previews keeps to its bounds: one at a time, few waiting, none for too long."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

import msgspec
import pytest
from typing_extensions import override

from agents.ingesting.previews import Previews, preview_of
from agents.sdk import TransientError
from agents.sdk.testing import ComputedHere
from agents.sdk.work import Computer
from contracts.preview import Preview
from eventlog import RequestError
from tests.support.eventually import eventually
from tests.support.made_files import scanned

T = TypeVar("T")
P = ParamSpec("P")


class Held(Computer):
    """Computes when it is let go, and counts what it was asked for and what it was told to stop."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.asked = 0
        self.stopped = 0

    @override
    def compute(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        return self._compute(lambda: function(*args, **kwargs))

    async def _compute(self, call: Callable[[], T]) -> T:
        self.asked += 1
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        return call()


async def test_one_file_is_read_at_a_time_and_few_wait() -> None:
    """Work that comes meanwhile waits for one file; who finds too many before him is sent away, and may come again."""
    computer = Held()
    read = Previews(computer, at_once=3).service().handlers["resume"]
    waiting = [asyncio.ensure_future(read(f"Jane Roe {n}".encode())) for n in range(3)]
    await eventually(lambda: computer.asked == 1)
    with pytest.raises(TransientError) as busy:
        await read(b"Jane Roe")
    assert busy.value.code == "reading_busy"
    assert computer.asked == 1
    computer.go.set()
    read_texts = [msgspec.json.decode(answer, type=Preview).text for answer in await asyncio.gather(*waiting)]
    assert read_texts == ["Jane Roe 0", "Jane Roe 1", "Jane Roe 2"]
    assert msgspec.json.decode(await read(b"Jane Roe"), type=Preview).words == 2


async def test_what_takes_too_long_is_ended_with_what_computes_it() -> None:
    """The time of waiting counts; whoever gives up leaves its place and its process."""
    computer = Held()
    read = Previews(computer, at_once=2, patience_sec=0.05).service().handlers["posting"]
    both = await asyncio.gather(read(b"Cook wanted"), read(b"Cook wanted"), return_exceptions=True)
    assert [getattr(late, "code", None) for late in both] == ["reading_late", "reading_late"]
    assert computer.asked == computer.stopped == 1
    computer.go.set()
    assert msgspec.json.decode(await read(b"Cook wanted"), type=Preview).side == "posting"


@pytest.mark.parametrize(
    ("side", "content", "code"),
    [
        ("resume", scanned(), "needs_ocr"),
        ("resume", b"\xff\xfe\xff", "malformed_document"),
        ("posting", b'{"name": "x"}', "no_posting_found"),
        ("posting", b'{"@type": "JobPosting", "description": "%s"}' % (b"cook " * 20_000), "posting_too_large"),
        ("posting", b"1 2 3 4 5 6 7 8 9", "unreadable"),
    ],
)
async def test_a_refusal_is_that_of_the_job(side: str, content: bytes, code: str) -> None:
    """422, with the code and the sentence that the job would fail with."""
    read = Previews(ComputedHere()).service().handlers[side]
    with pytest.raises(RequestError) as refused:
        await read(content)
    assert (refused.value.status, refused.value.code) == (422, code)


def test_another_language_is_told() -> None:
    """What is not English is shown, and said to be read as well as we can."""
    german = "Wir suchen einen Koch für die Küche in der Stadt und bieten ein Team, das auch gern mit dem Gast am Tisch"
    preview = preview_of("posting", (german + " ist und das der Chef").encode())
    assert preview.language == "de"
    assert preview.warnings == ["The posting is in German, not in English: read as well as we can"]
