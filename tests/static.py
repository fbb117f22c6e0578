"""`./justw static`: everything that is known about the code without running it. Quiet where all is well."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

NPM = (sys.executable, "deploy/local/prepare.py", "npm", "run", "--silent")
CHECKS: dict[str, tuple[str, ...]] = {
    "mypy": ("mypy",),
    "tsc": (*NPM, "typecheck"),
    "biome": (*NPM, "lint"),
    "ruff": ("ruff", "check", "--quiet"),
    "ruff format": ("ruff", "format", "--check", "--quiet", "--output-format=concise"),
    "import-linter": ("lint-imports",),
    "generated files": (sys.executable, "-m", "contracts.export", "--check"),
    "OpenAPI document": (sys.executable, "-m", "gateway.openapi", "--check"),
}
"""Name → command, the slow ones first: as many run at once as there are cores."""


@dataclass(frozen=True)
class Verdict:
    """How one check ended."""

    name: str
    seconds: float
    status: int
    output: str


def check(name: str) -> Verdict:
    """Run one check to its end."""
    began = time.monotonic()
    beside_us = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        CHECKS[name],
        env=os.environ | {"PATH": beside_us},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Verdict(name, time.monotonic() - began, done.returncode, done.stdout)


def main() -> int:
    """Run all checks, and print what those that failed said.

    Returns:
        1 if one failed, else 0.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = list(pool.map(check, CHECKS))
    for verdict in verdicts:
        print(f"{'failed' if verdict.status else 'ok':<8}{verdict.seconds:6.1f} s  {verdict.name}")
    failed = [verdict for verdict in verdicts if verdict.status]
    for verdict in failed:
        print(f"\n{verdict.name}: {' '.join(CHECKS[verdict.name])}\n{verdict.output.rstrip()}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
