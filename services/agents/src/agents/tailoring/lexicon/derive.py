"""Derives the lexicon's large tables from their sources: `python -m agents.tailoring.lexicon.derive`.

Reads O*NET's technology skills and occupations (`--source`) and the word frequencies of `wordfreq`, and
writes `onet.txt`, `occupations.txt` and `frequencies.txt` beside the curated tables. The sources stay out of
the repository; the derived tables carry their attribution in the first lines, and so does NOTICE.
"""

import argparse
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import wordfreq  # type: ignore[import-not-found]

from agents.tailoring.lexicon.naming import derived_names, singular_titles

_ONET = (
    "# Derived from the O*NET 29 Database by the U.S. Department of Labor, Employment and Training\n"
    "# Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA.\n"
    "# Modified by agents.tailoring.lexicon.derive: names shortened, generic and ambiguous ones dropped.\n"
)
_WORDFREQ = (
    "# Derived from wordfreq by Robyn Speer (https://doi.org/10.5281/zenodo.7199437), whose data is under\n"
    "# CC BY-SA 4.0, and so is this file. Modified by agents.tailoring.lexicon.derive: the most frequent\n"
    "# English words of letters only, Zipf values to one decimal.\n"
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_WORDS_KEPT = 85_000


def main() -> None:
    """Write the derived tables."""
    parser = argparse.ArgumentParser(prog="python -m agents.tailoring.lexicon.derive", description=__doc__)
    parser.add_argument(
        "--source", type=Path, default=Path("../shared/data/lexicon"), help="folder of the O*NET tables"
    )
    parser.add_argument("--target", type=Path, default=Path(__file__).parent / "data", help="folder of the lexicon")
    options = parser.parse_args()
    frequencies = dict(_frequencies())
    technologies = _column(options.source / "onet_technology_skills.tsv", "Example")
    occupations = _column(options.source / "onet_occupations.tsv", "Title")
    _write(options.target / "frequencies.txt", _WORDFREQ, _by_value(frequencies))
    _write(options.target / "onet.txt", f"{_ONET}[tool]\n", derived_names(technologies, frequencies))
    _write(options.target / "occupations.txt", _ONET, singular_titles(occupations))


def _column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return sorted({row[name].strip() for row in csv.DictReader(file, delimiter="\t")})


def _frequencies() -> Iterator[tuple[str, float]]:
    taken = 0
    for word in wordfreq.iter_wordlist("en", "large"):
        if not _WORD.fullmatch(word):
            continue
        yield word, round(wordfreq.zipf_frequency(word, "en", "large"), 1)
        taken += 1
        if taken == _WORDS_KEPT:
            return


def _by_value(frequencies: Mapping[str, float]) -> Iterator[str]:
    for value in sorted(set(frequencies.values()), reverse=True):
        yield f"{value} {' '.join(sorted(word for word, zipf in frequencies.items() if zipf == value))}"


def _write(path: Path, head: str, body: Iterable[str]) -> None:
    path.write_text(head + "\n".join(body) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")  # noqa: T201 - a command speaks on stdout


if __name__ == "__main__":
    main()
