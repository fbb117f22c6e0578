"""How lines of logs are read for the terminal."""

import pytest

from supervisor import lines


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ('{"event": "ready", "level": "info", "timestamp": "2026-11-22T20:17:47Z"}', "info", "ready"),
        ('{"event": "late", "level": "warning", "sec": 1.5}', "warning", "late sec=1.5"),
        ('{"event": "x", "why": "two words", "id": "ab"}', "info", 'x why="two words" id=ab'),
        ('{"event": "x", "exception": "Traceback …", "level": "error"}', "error", "x\nTraceback …"),
        ("[7] 2026/11/22 23:12:23.4 [WRN] Slow", "warning", "Slow"),
        ("[7] 2026/11/22 23:12:23.4 [INF] Server is ready", "info", "Server is ready"),
        ("ModuleNotFoundError: No module named 'x'", "info", "ModuleNotFoundError: No module named 'x'"),
        ("{not json", "info", "{not json"),
        ("[1, 2]", "info", "[1, 2]"),
        ("", "info", ""),
    ],
    ids=["json", "level", "spaces", "exception", "nats-warning", "nats-info", "traceback", "brace", "list", "empty"],
)
def test_a_line_is_read_as_its_writer_meant_it(line: str, level: str, words: str) -> None:
    """JSON of structlog, nats-server's own form, and whatever else a process writes: level and words."""
    assert lines.read(line) == (level, words)


def test_the_time_of_day_is_found_in_either_form() -> None:
    """Lines of different services are sorted into one timeline by it."""
    assert lines.time_of('{"timestamp": "2026-11-22T20:17:47.6Z"}') == "20:17:47"
    assert lines.time_of("[7] 2026/11/22 23:12:23.4 [INF] x") == "23:12:23"
    assert lines.time_of("Traceback") == ""


@pytest.mark.parametrize(("level", "shown"), [("debug", False), ("info", False), ("warning", True), ("critical", True)])
def test_an_alarm_is_a_warning_or_worse(level: str, shown: bool) -> None:
    """The terminal of `up` stays quiet while all is well."""
    assert lines.is_alarm(level) is shown
