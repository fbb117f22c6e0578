"""Q13: the same bytes in every run, whatever the process and its seed of hashes. `python -m …repeating` is one run."""

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from bench.quality.data import Data
from bench.quality.measures import Measure, share
from bench.quality.tailored import tailor

_SEEDS: Final = ("0", "1", "random")
_REPOSITORY: Final = Path(__file__).parents[2]


def repeating(data: Data) -> Measure:
    """Compare three processes of three seeds, and the run over all pairs, by the digests of all that is made.

    The pairs are those of one sector, and one for each résumé with its neighbour among the postings.
    """
    postings = data.names("jobs")
    pairs = sorted({*data.pairs, *zip(data.names("resumes"), postings, strict=False)})
    asked = [str(data.folder), *(f"{resume}/{posting}" for resume, posting in pairs)]
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.quality.repeating", *asked],
            cwd=_REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in _SEEDS
    ]
    said = [run.communicate()[0].split() for run in runs]
    if any(run.returncode for run in runs):
        raise RuntimeError("a run of the same pairs in another process failed")
    here = {(one.resume, one.posting): one.digest for one in data.tailored}
    differing: dict[str, list[str]] = defaultdict(list)
    for (resume, posting), *digests in zip(pairs, *said, strict=True):
        if {*digests} != {here[resume, posting]}:
            differing[resume].append(posting)
    wrong = sum(len(postings) for postings in differing.values())
    return share("Q13", "pairs with the same bytes, 4 runs", len(pairs) - wrong, len(pairs), dict(differing))


def main() -> None:
    """Print a digest for each pair: the folder, then `resume/posting` …."""
    folder, *pairs = sys.argv[1:]
    for pair in pairs:
        resume, _, posting = pair.partition("/")
        print(tailor(Path(folder), resume, posting).digest)


if __name__ == "__main__":
    main()
