"""Running scripts with the environment's Node, beside the packages of `contracts/tools`."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".venv/node/node"
TOOLS = ROOT / "contracts/tools"


def node(
    script: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a script to its end.

    Raises:
        AssertionError: The packages are not installed.
    """
    assert (TOOLS / "node_modules").is_dir(), "the tools are missing: python3 deploy/local/prepare.py tools"
    return subprocess.run(
        [str(NODE), str(script), *arguments], env=environment, capture_output=True, text=True, timeout=100, check=False
    )
