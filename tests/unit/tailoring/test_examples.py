"""The finished jobs in docs/tailoring.md."""

from bench.quality.examples import DOCUMENT, MARK, made


def test_the_documented_jobs_are_what_the_engine_makes() -> None:
    """What the document shows is what comes out today; `./justw generate` writes it again."""
    _, mark, shown = DOCUMENT.read_text("utf-8").partition(MARK)
    assert mark
    assert shown.strip() == made().strip()


def test_every_lie_of_the_document_is_refused() -> None:
    """No row of a lie has an empty verdict."""
    rows = [line for line in made().splitlines() if line.startswith("| ")]
    assert not [row for row in rows if row.endswith("|  |")]
