"""The figures of all contenders as bars: an SVG of our own few lines, the same for the same figures."""

import math
from collections.abc import Sequence
from html import escape
from typing import Final

import msgspec

from bench.gateway.contenders import TITLES, Name
from bench.measuring.figures import Measured, shown

_WIDTH, _LEFT, _RIGHT, _BAR, _GAP, _HEAD = 860, 290, 90, 20, 8, 46
_PANELS: Final = (
    ("cpu", "CPU per delivery, µs (less is better), 500 viewers × 100 events/s", False),
    ("most", "most deliveries/s (more is better, logarithmic), 1,000 viewers, p99 ≤ 500 ms", True),
)
CONTENDERS: Final[tuple[Name, ...]] = ("ours", "ours_each", "bare_each", "nchan", "litestar", "fastapi")
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#1f2328}.t{font-weight:600}.b{fill:#8c959f}.o{fill:#0969da}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.b{fill:#6e7681}.o{fill:#4493f8}}"
)


class Bar(msgspec.Struct, frozen=True):
    """One contender's figure."""

    name: str
    value: float
    ours: bool


def plot(all_measured: Sequence[Measured]) -> str:
    """Draw a panel for each of the two measures that have contenders, where it was made."""
    lines: list[str] = []
    top = 0
    for name, title, logarithmic in _PANELS:
        bars = [bar for measured in all_measured if measured.name == name for bar in bars_of(measured)]
        if bars:
            lines += panel(title, bars, top, logarithmic=logarithmic)
            top += _HEAD + len(bars) * (_BAR + _GAP) + _GAP
    if not lines:
        lines, top = (
            [f'<text x="0" y="26">{" and ".join(name for name, _, _ in _PANELS)}: not measured yet</text>'],
            _HEAD,
        )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{top}" viewBox="0 0 {_WIDTH} {top}">'
    return "\n".join([head, f"<style>{_STYLE}</style>", *lines, "</svg>", ""])


def bars_of(measured: Measured) -> list[Bar]:
    """Take the contenders' figures out of a measure."""
    values = {figure.row.key: figure.value for figure in measured.figures}
    return [Bar(TITLES[key], values[key], key.startswith("ours")) for key in CONTENDERS if key in values]


def panel(title: str, bars: Sequence[Bar], top: int, *, logarithmic: bool) -> list[str]:
    """Draw bars below a title."""
    most = max(bar.value for bar in bars)
    least = min(bar.value for bar in bars) / 2
    room = _WIDTH - _LEFT - _RIGHT
    lines = [f'<text class="t" x="0" y="{top + 26}">{escape(title)}</text>']
    for n, bar in enumerate(bars):
        y = top + _HEAD + n * (_BAR + _GAP)
        share = math.log(bar.value / least) / math.log(most / least) if logarithmic else bar.value / most
        width = max(2, round(room * share))
        lines += [
            f'<text x="{_LEFT - 10}" y="{y + 15}" text-anchor="end">{escape(bar.name)}</text>',
            f'<rect class="{"o" if bar.ours else "b"}" x="{_LEFT}" y="{y}" width="{width}" height="{_BAR}" rx="2"/>',
            f'<text x="{_LEFT + width + 8}" y="{y + 15}">{shown(bar.value)}</text>',
        ]
    return lines
