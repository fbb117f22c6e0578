"""The lines that services write: which of them a user should see at once, and how they look to a reader."""

import json
import re

_ALARMS = frozenset({"warning", "error", "critical"})
_NATS_LEVELS = {"WRN": "warning", "ERR": "error", "FTL": "critical"}
_NATS_LINE = re.compile(r"\[\d+\] [\d/]+ [\d:.]+ \[(?P<level>[A-Z]{3})\] (?P<words>.*)")
_TIME = re.compile(r'"timestamp": ?"[^"T]*T(\d\d:\d\d:\d\d)|^\[\d+\] [\d/]+ (\d\d:\d\d:\d\d)')
_SAID_FIRST = ("timestamp", "level", "event", "exception", "logger", "service")


def read(line: str) -> tuple[str, str]:
    """Read one line of a log.

    Returns:
        Its level (`info` where it says none) and its words in readable form: the event, then `key=value` for the rest.
    """
    if (nats := _NATS_LINE.match(line)) is not None:
        return _NATS_LEVELS.get(nats["level"], "info"), nats["words"]
    try:
        told = json.loads(line) if line.startswith("{") else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return "info", line
    rest = [f"{key}={_short(value)}" for key, value in told.items() if key not in _SAID_FIRST]
    words = " ".join([str(told.get("event", "")), *rest])
    if told.get("exception"):
        words = f"{words}\n{told['exception']}"
    return str(told.get("level", "info")), words


def time_of(line: str) -> str:
    """Give the time of day that a line carries, `hh:mm:ss`; empty where it carries none."""
    found = _TIME.search(line)
    return (found[1] or found[2]) if found else ""


def is_alarm(level: str) -> bool:
    """Say whether a line of this level is shown on the terminal of `up`."""
    return level in _ALARMS


def _short(value: object) -> str:
    return value if isinstance(value, str) and " " not in value else json.dumps(value, ensure_ascii=False)
