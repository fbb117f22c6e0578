"""What was measured, as text, as a table of the documentation, and as a plot."""

from xml.etree import ElementTree as ET

import msgspec
import pytest

from bench.gateway.kept import GATEWAY, IMAGE
from bench.gateway.measures import MEASURES
from bench.gateway.plot import CONTENDERS, plot
from bench.jobs.measures import JOBS
from bench.measuring.figures import Measured, Row, at_most, figure_of, never
from bench.measuring.saving import DOCUMENT, Kept, Run, as_json, merged
from bench.measuring.table import END, as_markdown, as_text, begin, replaced
from bench.page.rows import PAGE

NAMES = [one.name for one in MEASURES]


def measured(name: str, **values: float) -> Measured:
    """Make a measure of two rounds, the second twice the first."""
    figures = [
        figure_of(Row(key, f"the {key}", "µs", at_most(10)), [{key: value}, {key: 2 * value}])
        for key, value in values.items()
    ]
    return Measured(
        name=name,
        about=f"about {name}",
        rounds=2,
        seconds=1.0,
        steal=0.01,
        date="2026-12-01",
        machine="a machine",
        figures=[figure for figure in figures if figure is not None],
    )


def test_text_has_figure_bar_verdict_and_spread() -> None:
    """A terminal shows all that there is to a figure."""
    text = as_text(measured("cpu", ours=4.0, fastapi=40.0))
    assert "the ours" in text
    ours, fastapi = text.splitlines()[1:3]
    assert ours.split() == ["the", "ours", "6", "µs", "≤", "10", "holds", "4", "–", "8"]
    assert "misses" in fastapi
    assert "steal 1.0 %" in text


def test_the_table_takes_the_place_between_its_marks() -> None:
    """What people wrote around it stays, and making it twice changes nothing."""
    document = f"# Performance\n\n{begin('jobs')}\nkept\n{END}\n{begin('gateway')}\ngone\n{END}\n\nMore.\n"
    made = as_markdown("gateway", "How it was made.", [measured("cpu", ours=4.0)])
    once = replaced(document, "gateway", made)
    assert once.startswith("# Performance\n\n")
    assert once.endswith("\n\nMore.\n")
    assert "kept" in once
    assert "gone" not in once
    assert "| the ours | 6 µs | 4 – 8 | ≤ 10 | holds |" in once
    assert replaced(once, "gateway", made) == once


def test_a_document_without_marks_is_left_alone() -> None:
    """A table is never put where nobody asked for it."""
    with pytest.raises(ValueError, match="no place"):
        replaced("# Performance\n", "gateway", "table")


def test_a_run_of_some_measures_keeps_the_others() -> None:
    """One measure may be made again without the hour that all of them take."""
    kept = Run(measures=[measured("cpu", ours=1.0), measured("memory", per_viewer=2.0)])
    new = Run(measures=[measured("memory", per_viewer=3.0)])
    now = merged(kept, new, NAMES)
    assert [one.name for one in now.measures] == ["cpu", "memory"]
    assert now.measures[1].figures[0].values == [3.0, 6.0]
    assert msgspec.json.decode(as_json(now), type=Run) == now


def test_each_measure_names_its_machine() -> None:
    """Figures of two machines stand in one table, and nobody takes them for those of one."""
    elsewhere = msgspec.structs.replace(measured("memory", per_viewer=3.0), machine="another one")
    made = as_markdown("gateway", "How it was made.", [measured("cpu", ours=4.0), elsewhere])
    assert "- Machine A: a machine" in made
    assert "- Machine B: another one" in made
    assert ", A, 2 rounds," in made
    assert ", B, 2 rounds," in made


def test_the_plot_is_made_of_the_figures_alone() -> None:
    """The same figures give the same image, byte for byte, and a longer bar is a larger figure."""
    both = [measured("cpu", ours=4.0, fastapi=40.0), measured("most", ours=1e6, nchan=1e5)]
    image = plot(both)
    assert image == plot(both)
    bars = [int(bar.attrib["width"]) for bar in ET.fromstring(image).iter() if bar.tag.endswith("rect")]  # noqa: S314 - our own
    assert len(bars) == 4
    assert bars[0] < bars[1]
    assert bars[2] > bars[3]


def test_a_measure_without_contenders_is_no_panel() -> None:
    """What was not measured is not drawn, and an image without any figure says so."""
    image = plot([measured("memory", per_viewer=3.0)])
    assert "<rect" not in image
    assert "not measured yet" in image


@pytest.mark.parametrize("kept", [GATEWAY, JOBS, PAGE], ids=lambda kept: kept.bench)
def test_the_documentation_says_what_was_saved(kept: Kept) -> None:
    """Each table is made of the figures that lie beside it, by this very code."""
    run = kept.read()
    assert kept.path.read_bytes() == as_json(run)
    assert kept.table(run) in DOCUMENT.read_text("utf-8")


def test_the_plot_shows_what_was_saved() -> None:
    """It is made of the figures of the gateway."""
    assert IMAGE.read_text("utf-8") == plot(GATEWAY.read().measures)


def test_every_row_has_a_key_of_its_own() -> None:
    """No figure of a measure hides another one, and every measure can be named."""
    assert len(NAMES) == len(set(NAMES))
    for one in MEASURES:
        keys = [row.key for row in one.rows]
        assert len(keys) == len(set(keys)), one.name
        assert one.about


def test_the_plot_draws_contenders_that_are_measured() -> None:
    """A contender that was renamed in its measure does not vanish from the plot."""
    rows = {row.key for one in MEASURES if one.name in {"cpu", "most"} for row in one.rows}
    assert set(CONTENDERS) <= rows


def test_losing_is_always_fatal() -> None:
    """Where a measure counts what was lost, doubled or leaked, no median hides it."""
    assert never("lost", "lost").exact
    counted = [row for one in MEASURES for row in one.rows if row.key.endswith(("lost", "doubled"))]
    assert len(counted) >= 10
    assert all(row.exact for row in counted)
