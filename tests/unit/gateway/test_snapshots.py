"""Snapshots as a function of a log: any past position, pages that fit together, tags that say what changed."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.snapshot import Snapshot
from contracts.state import JobState
from gateway.joblog import Projection
from gateway.refusals import RefusedError
from gateway.snapshot.asked import MOST_EVENTS, WHOLE, Asked, asked_of
from gateway.snapshot.cut import cut_of
from gateway.snapshot.made import Snapshots, snapshot_of
from gateway.snapshot.tags import names, tag_of
from tests.golden.endings import ENDINGS
from tests.golden.scenario import Tell
from tests.golden.scenarios import SCENARIOS
from tests.golden.script import JOB
from tests.golden.vectors import told
from tests.support.gateway_job import long_script, shown_lines
from tests.support.projected import projected, stored

GOLDEN = [*SCENARIOS, *ENDINGS]
LINES = long_script(60).lines
MADE = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)


def asking(url: str) -> Asked:
    """Read what a URL asks for."""
    return asked_of(dict(parse_qsl(urlsplit(url).query)))


def made(snapshots: Snapshots, projection: Projection, asked: Asked) -> Snapshot:
    """Answer as the route does."""
    cut = cut_of(projection, asked)
    return msgspec.json.decode(snapshots.body(projection, cut, asked, tag_of(projection, cut, asked)), type=Snapshot)


def plain(snapshot: Snapshot) -> dict[str, Any]:
    """Give a snapshot as JSON would have it."""
    return msgspec.json.decode(msgspec.json.encode(snapshot), type=dict[str, Any])


@pytest.fixture(name="snapshots")
def _snapshots() -> Snapshots:
    """Make snapshots at one time."""
    return Snapshots(lambda: MADE)


@pytest.mark.parametrize("tell", GOLDEN, ids=lambda tell: tell.__name__)
def test_any_past_position_is_as_it_was(tell: Tell, snapshots: Snapshots) -> None:
    """At every position, in any order, the answer is that of a log which ends there: what is shown never changes."""
    scenario = told(tell)
    messages = [stored(line) for line in scenario.script.lines]
    projection, _ = projected(messages)
    tail = messages[-1].seq
    for at in (*range(messages[0].seq - 2, tail + 1), 0, tail // 2, tail):
        past, _ = projected(message for message in messages if message.seq <= at)
        assert plain(made(snapshots, projection, Asked(at=at))) == plain(snapshot_of(past, MADE))


def test_a_past_state_is_the_fold_up_to_there(snapshots: Snapshots) -> None:
    """The state at a position is the fold of the events up to there, and `seq` the last of them."""
    scenario = told(SCENARIOS[0])
    projection, _ = projected([stored(line) for line in scenario.script.lines])
    state = JobState()
    for line in shown_lines(scenario):
        state.apply(line.seq, line.event)
        snapshot = made(snapshots, projection, Asked(at=line.seq + 1 if line.seq < projection.tail else line.seq))
        assert snapshot.state == state.view()
        assert snapshot.seq == line.seq
        assert snapshot.stream_url == f"/api/jobs/{JOB}/stream?after={line.seq}"


@given(
    there=st.integers(1, len(LINES)),
    at=st.integers(0, len(LINES)),
    after=st.integers(0, 330),
    limit=st.integers(1, len(LINES) + 5),
)
def test_pages_fit_together(there: int, at: int, after: int, limit: int) -> None:
    """Whatever the size of a page, and though the job goes on between any two: together they are the snapshot."""
    snapshots = Snapshots(lambda: MADE)
    projection, _ = projected([stored(line) for line in LINES[:there]])
    coming = iter(LINES[there:])
    pinned = min(LINES[at - 1].seq if at else 0, projection.tail)
    whole = made(snapshots, projection, Asked(at=pinned))
    page = made(snapshots, projection, Asked(at=pinned, after=min(after, projection.tail), limit=limit))
    pages = [page]
    while page.next is not None:
        if (line := next(coming, None)) is not None:
            projection.accept(stored(line))
        page = made(snapshots, projection, asking(page.next))
        pages.append(page)
    assert all(len(page.events) == limit for page in pages[:-1])
    assert all((page.state, page.seq) == (whole.state, whole.seq) for page in pages)
    assert [event for page in pages for event in page.events] == [
        event for event in whole.events if event.seq > min(after, projection.tail)
    ]


def test_a_state_needs_no_events(snapshots: Snapshots) -> None:
    """Without events the state and the position stand as with them, and there is no next page."""
    projection, _ = projected([stored(line) for line in LINES])
    bare = made(snapshots, projection, Asked(events=False, limit=3))
    whole = snapshot_of(projection, MADE)
    assert (bare.events, bare.next) == ([], None)
    assert (bare.state, bare.seq, bare.stream_url) == (whole.state, whole.seq, whole.stream_url)


@pytest.mark.parametrize("field", ["at", "after"])
def test_a_position_that_is_not_there_yet_is_refused(field: str) -> None:
    """Nobody knows what will stand behind the end of the log: the answer says where that is."""
    projection, _ = projected([stored(line) for line in LINES])
    with pytest.raises(RefusedError) as refused:
        cut_of(projection, msgspec.structs.replace(WHOLE, **{field: projection.tail + 1}))
    assert (refused.value.status, refused.value.code) == (422, "no_such_position")
    assert refused.value.more == {"field": field, "oldest": LINES[0].seq, "newest": LINES[-1].seq}


def test_a_position_that_is_no_longer_there_is_refused() -> None:
    """Of a log that lost its beginning nobody can say what was before; at 0 nothing had happened in any case."""
    projection, _ = projected([stored(line) for line in LINES[5:]])
    with pytest.raises(RefusedError) as refused:
        cut_of(projection, Asked(at=LINES[4].seq))
    assert refused.value.code == "no_such_position"
    assert cut_of(projection, Asked(at=0)).seq == 0
    assert cut_of(projection, Asked(at=LINES[5].seq)).seq == LINES[5].seq


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"at": ""}, "at"),
        ({"at": "-1"}, "at"),
        ({"at": "01"}, "at"),
        ({"at": "1.0"}, "at"),
        ({"at": "\u0661"}, "at"),
        ({"after": "x"}, "after"),
        ({"after": "1" * 20}, "after"),
        ({"limit": "0"}, "limit"),
        ({"limit": str(MOST_EVENTS + 1)}, "limit"),
        ({"limit": ""}, "limit"),
        ({"events": "no"}, "events"),
        ({"events": ""}, "events"),
        ({"events": "False"}, "events"),
    ],
)
def test_what_is_not_of_its_form_is_refused(query: dict[str, str], field: str) -> None:
    """The problem names the field."""
    with pytest.raises(RefusedError) as refused:
        asked_of(query)
    assert (refused.value.status, refused.value.code, refused.value.more["field"]) == (400, "malformed_query", field)


def test_what_is_left_out_is_everything_now() -> None:
    """Nothing asked, or something that nobody knows, is the whole job at its newest position."""
    assert asked_of({}) == asked_of({"x": "y"}) == WHOLE
    assert asked_of({"at": "0", "after": "7", "limit": "1", "events": "false"}) == Asked(
        at=0, after=7, limit=1, events=False
    )


def test_a_tag_changes_with_the_answer_and_with_nothing_else() -> None:
    """Two gateways give one tag for one log; another event, page or position gives another."""
    messages = [stored(line) for line in LINES]
    one, _ = projected(messages)
    other, _ = projected(messages)
    asked = [
        WHOLE,
        Asked(events=False),
        Asked(limit=5),
        Asked(limit=6),
        Asked(limit=5, after=LINES[2].seq),
        Asked(at=LINES[9].seq),
        Asked(at=LINES[10].seq),
    ]
    tags = [tag_of(one, cut_of(one, what), what) for what in asked]
    assert tags == [tag_of(other, cut_of(other, what), what) for what in asked]
    assert len({*tags}) == len(asked)

    fewer, _ = projected(messages[:3] + messages[4:])  # the newest event is the same, an older one is not known
    assert tag_of(fewer, cut_of(fewer, WHOLE), WHOLE) != tags[0]
    hidden = msgspec.structs.replace(messages[-1], seq=messages[-1].seq + 1)
    other.accept(hidden)  # nothing is shown behind `done`
    assert tag_of(other, cut_of(other, WHOLE), WHOLE) == tags[0]


@pytest.mark.parametrize(
    ("given", "same"),
    [
        (['W/"a1"'], True),
        (['"a1"'], True),
        (['"x", W/"a1"'], True),
        (['"x","y"', '"a1"'], True),
        (["*"], True),
        ([" * "], True),
        ([], False),
        ([""], False),
        (['"x"'], False),
        (["a1"], False),
        (['"x*"'], False),
        (['"a1'], False),
        (['"x a1"'], False),
    ],
)
def test_if_none_match_is_read_as_the_standard_says(given: list[str], same: bool) -> None:
    """Lists, several headers and `*` count; strong and weak tags compare alike; rubbish matches nothing."""
    assert names(given, 'W/"a1"') is same


def test_what_is_asked_again_is_not_made_again() -> None:
    """The same answer of the same log is the same bytes, until there is something new to say."""
    hours = iter(range(24))
    snapshots = Snapshots(lambda: datetime(2026, 11, 22, next(hours), tzinfo=UTC))
    projection, _ = projected([stored(line) for line in LINES[:-1]])
    first = made(snapshots, projection, WHOLE)
    assert made(snapshots, projection, WHOLE) == first
    projection.accept(stored(LINES[-1]))
    second = made(snapshots, projection, WHOLE)
    assert (first.snapshot_at, second.snapshot_at) == ("2026-11-22T00:00:00.000Z", "2026-11-22T01:00:00.000Z")
    assert second.events[:-1] == first.events
