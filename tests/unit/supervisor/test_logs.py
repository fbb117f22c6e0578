"""The log of a service: bounded where it is written, followed where it is read."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor.logfile import KEPT, LogFile
from supervisor.logs import Followed, show
from supervisor.terminal import Terminal


def test_a_full_log_makes_room_and_keeps_the_last(tmp_path: Path) -> None:
    """A log never holds more than it may, and neither do the files before it; the newest lines are in it."""
    path = tmp_path / "x.log"
    log = LogFile(path, largest_bytes=100)
    for number in range(100):
        log.write(b"%06d\n" % number)
    log.close()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["x.log", *(f"x.log.{number}" for number in range(1, KEPT + 1))]
    assert all(file.stat().st_size <= 100 for file in files)
    assert path.read_text().splitlines()[-1] == "000099"
    assert (tmp_path / "x.log.1").read_text() < path.read_text()


def test_a_log_goes_on_where_the_last_run_ended(tmp_path: Path) -> None:
    """Starting again keeps what the run before said."""
    for words in (b"one\n", b"two\n"):
        log = LogFile(tmp_path / "x.log")
        log.write(words)
        log.close()
    assert (tmp_path / "x.log").read_text() == "one\ntwo\n"


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Followed]:
    """A follower of x.log, which need not be there yet."""
    with contextlib.closing(Followed(tmp_path / "x.log")) as follower:
        yield follower


def test_a_follower_sees_each_line_once_over_a_change_of_files(tmp_path: Path, followed: Followed) -> None:
    """No line is lost or doubled when a full log is replaced by an empty one."""
    log = LogFile(tmp_path / "x.log", largest_bytes=50)
    seen = []
    for number in range(30):
        log.write(b"%06d\n" % number)
        seen += followed.fresh()
    log.close()
    seen += followed.fresh() + followed.fresh()
    assert seen == [f"{number:06d}" for number in range(30)]


def test_half_a_line_waits_for_its_other_half(tmp_path: Path, followed: Followed) -> None:
    """A line is shown when it is whole."""
    path = tmp_path / "x.log"
    assert followed.fresh() == []
    path.write_text("one\ntw")
    assert followed.fresh() == ["one"]
    with path.open("a") as more:
        more.write("o\n")
    assert followed.fresh() == ["two"]


def test_the_tail_of_a_long_log_begins_with_a_whole_line(tmp_path: Path, followed: Followed) -> None:
    """`./justw logs` begins with the last lines, none of them cut."""
    (tmp_path / "x.log").write_text("".join(f"{number:06d}\n" for number in range(10_000)))
    tail = followed.tail()
    assert tail
    assert tail == [f"{number:06d}" for number in range(10_000 - len(tail), 10_000)]


def test_lines_of_several_services_are_one_timeline(tmp_path: Path) -> None:
    """What came first is shown first, whichever service said it."""
    line = '{{"timestamp":"2026-11-22T20:00:{:02d}Z","event":"{}"}}\n'
    (tmp_path / "a.log").write_text(line.format(1, "one") + line.format(3, "three"))
    (tmp_path / "b.log").write_text(line.format(2, "two"))
    shown = io.StringIO()
    with contextlib.closing(Followed(tmp_path / "a.log")) as a, contextlib.closing(Followed(tmp_path / "b.log")) as b:
        show([b, a], Terminal(shown), tail=True)
    assert [shown_line.split()[-1] for shown_line in shown.getvalue().splitlines()] == ["one", "two", "three"]
