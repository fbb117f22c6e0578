"""Documents point at what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(
    r"`((?:contracts|eventlog|services|deploy|tests|web|bench|docs)/[a-z0-9_./-]+\.(?:py|ts|md|json|yaml))`"
)
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def broken(text: str, folder: Path) -> list[str]:
    """Find links and paths of the house that lead nowhere."""
    prose = FENCE.sub("", text)
    links = [target for target in LINK.findall(prose) if "://" not in target and not (folder / target).exists()]
    return links + [path for path in PATH.findall(prose) if not (ROOT / path).exists()]


def test_a_broken_link_is_found() -> None:
    """A link and a path that lead nowhere are found; addresses, anchors and what stands in a program are not ours."""
    text = (
        "[a](nowhere.md) [b](https://example.org/x.md) [c](#there) `tests/nowhere.py` `tests/unit`\n```\n[d](no)\n```\n"
    )
    assert broken(text, ROOT) == ["nowhere.md", "tests/nowhere.py"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    """Every relative link is there, and every file in backticks that lies in a folder of the house."""
    assert broken(document.read_text("utf-8"), document.parent) == []
