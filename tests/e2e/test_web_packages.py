"""What other teams take of the page: packed, installed beside nothing of ours, read by a compiler and run by Node."""

import json
import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.support.node import NODE, ROOT

WEB = ROOT / "web"
PACKAGES = ("client", "react")
BLOCK = re.compile(r"^```(tsx?)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
THEIRS = ("react", "@types/react", "csstype")
"""What a React project has anyway."""


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pack both; archives by the names of the packages."""
    folder = tmp_path_factory.mktemp("packed")
    environment = os.environ | {"PATH": f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"}
    run(WEB, "packages/pack.mjs", str(folder), environment=environment)
    return {name: next(folder.glob(f"resume-optimizer-{name}-*.tgz")) for name in PACKAGES}


@pytest.fixture(scope="module")
def project(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a project of somebody else's that has both installed, with the example of each README."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "package.json").write_text(json.dumps({"type": "module"}))
    for name, archive in archives.items():
        home = folder / "node_modules/@resume-optimizer" / name
        with tarfile.open(archive) as packed:
            packed.extractall(home.parent, filter="data")
        (home.parent / "package").rename(home)
        [(ending, example)] = BLOCK.findall((home / "README.md").read_text("utf-8"))
        (folder / f"{name}.{ending}").write_text(example, "utf-8")
    for name in THEIRS:
        link = folder / "node_modules" / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(WEB / "node_modules" / name)
    return folder


def test_an_archive_holds_what_was_built_and_nothing_else(archives: dict[str, Path]) -> None:
    """JavaScript and its types, what the licence is, and how to begin: no source, no test."""
    manifests = {}
    for name, archive in archives.items():
        with tarfile.open(archive) as packed:
            files = {file.removeprefix("package/") for file in packed.getnames()}
            manifests[name] = json.load(packed.extractfile("package/package.json") or pytest.fail("no manifest"))
        assert {"LICENSE", "README.md", "package.json", "dist/index.js", "dist/index.d.ts"} <= files
        others = {file for file in files if not file.startswith("dist/")}
        assert others == {"LICENSE", "README.md", "package.json"}, name
        assert all(file.endswith((".js", ".d.ts")) and ".test." not in file for file in files - others), name
        assert manifests[name]["exports"] == {".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"}}
        assert "private" not in manifests[name]
    assert manifests["react"]["peerDependencies"] == {"react": ">=17 <20"}


@pytest.mark.parametrize("module", ["nodenext", "bundler"])
def test_the_examples_of_the_readmes_compile(project: Path, module: str) -> None:
    """A strict compiler takes them, and our types, as Node finds modules and as bundlers do."""
    options = {
        "strict": True,
        "noEmit": True,
        "jsx": "react-jsx",
        "target": "es2023",
        "lib": ["es2023", "dom", "dom.iterable"],
        "types": [],
        "module": "nodenext" if module == "nodenext" else "esnext",
        "moduleResolution": module,
        "preserveSymlinks": True,
    }
    config = project / f"tsconfig.{module}.json"
    config.write_text(json.dumps({"compilerOptions": options, "files": ["client.ts", "react.tsx"]}))
    run(project, str(WEB / "node_modules/typescript/bin/tsc"), "-p", str(config))


def test_node_runs_what_was_built(project: Path) -> None:
    """Every module is found without a bundler, and the fold gives the state of a golden job."""
    job = json.loads((ROOT / "tests/golden/jobs/a_plain_job.json").read_text("utf-8"))
    (project / "job.json").write_text(json.dumps(job))
    (project / "fold.mjs").write_text(
        """
        import { readFileSync } from "node:fs";
        import { JobState } from "@resume-optimizer/client";
        import { useProcessingJob } from "@resume-optimizer/react";
        const { log, hidden } = JSON.parse(readFileSync("job.json", "utf-8"));
        const state = new JobState();
        for (const { seq, event } of log) if (!(seq in hidden)) state.apply(seq, event);
        console.log(JSON.stringify([typeof useProcessingJob, state.view()]));
        """
    )
    hook, view = json.loads(run(project, "--preserve-symlinks", "fold.mjs"))
    assert hook == "function"
    assert view == job["marks"][-1]["state"]


def run(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run Node to its end, and give what it printed; its own words are the explanation if it fails."""
    done = subprocess.run(
        [str(NODE), *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
