"""The Dockerfile: what goes into the images, and that every builder understands it."""

import fnmatch
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.images import pins
from tests.support.deploy.pod_rules import READY_FILE
from tests.support.deploy.settings import READERS

ROOT = Path(__file__).parents[3]
DOCKERFILE = (ROOT / "deploy/images/Dockerfile").read_text()
LINES = [line for line in re.sub(r"\\\n\s*", " ", DOCKERFILE).splitlines() if line.strip() and not line.startswith("#")]
"""Its instructions, each on one line."""
MEMBERS = {service: f"services/{service}" for service in READERS}


def instructions(name: str) -> list[str]:
    """Find the arguments of all instructions of a kind."""
    return [line.removeprefix(f"{name} ") for line in LINES if line.startswith(f"{name} ")]


def names(service: str) -> set[str]:
    """Name the packages that an image installs directly."""
    return {line.partition("==")[0] for line in pins.main([MEMBERS[service]], ROOT).splitlines()}


def test_each_service_has_its_target_on_the_same_base() -> None:
    """A target a service, all on `PYTHON_IMAGE`; no image of anybody else's is copied from."""
    stages = [line.split() for line in instructions("FROM")]
    assert READERS.keys() <= {words[2] for words in stages}
    outside = {words[0] for words in stages} - {words[2] for words in stages}
    assert outside == {"${PYTHON_IMAGE}"}
    assert set(re.findall(r"--from=(\S+)", DOCKERFILE)) <= {words[2] for words in stages}


def test_an_image_has_what_its_service_needs_and_nothing_else() -> None:
    """The gateway serves HTTP, the agents read texts and pages, the pipeline does neither."""
    needs = {service: names(service) for service in READERS}
    shared = {"msgspec", "nats-py", "structlog", "typing-extensions", "uvloop"}
    assert needs["pipeline"] == shared
    assert needs["gateway"] - shared == {"litestar", "multipart", "prometheus-client", "uvicorn", "httptools"}
    assert not needs["agents"] & {"litestar", "uvicorn", "httptools"}
    assert shared < needs["agents"]


def test_a_package_that_is_not_locked_is_refused(tmp_path: Path) -> None:
    """A lock that is older than a pyproject stops the build, and names what is missing."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one/pyproject.toml").write_text(
        '[project]\ndependencies = ["Locked_Package>=1", "new.package[extra]"]'
    )
    (tmp_path / "requirements.lock").write_text("locked-package==1.2.0 \\\n    --hash=sha256:0\n")
    with pytest.raises(pins.NotPinnedError, match=r"new-package: run \./justw lock"):
        pins.main(["one"], tmp_path)


def test_everything_installed_is_held_to_a_hash() -> None:
    """Packages are installed with hashes; what has none is the workspace itself, without any dependency."""
    commands = [part for line in instructions("RUN") for part in line.split("&&")]
    installs = [part for part in commands if re.search(r"\b(pip|npm) (install|ci)\b", part)]
    assert len(installs) == 9
    for line in installs:
        ours = [word for word in shlex.split(line) if word.startswith("./")]
        without_dependencies = bool(ours) and {"--no-deps", "--no-sources"} <= {*line.split()}
        assert "--require-hashes" in line or "npm ci" in line or without_dependencies


def test_no_image_is_root_or_knows_an_address() -> None:
    """The user is a number above 0 in what all targets stand on; no registry stands anywhere."""
    [user] = instructions("USER")
    assert all(int(part) > 0 for part in user.split(":"))
    last = [line.split()[0] for line in instructions("FROM") if line.split()[2] in READERS]
    assert set(last) == {"runtime"}
    assert re.search(r"https?://|index-url|registry", DOCKERFILE) is None


def test_every_builder_understands_it() -> None:
    """Nothing that BuildKit alone knows: Docker's classic builder and Podman 4 build the same images."""
    newer = r"<<|--mount=|--link|--parents|--exclude|--chmod|^# *syntax|RUN --(network|security)"
    assert re.search(newer, DOCKERFILE, re.MULTILINE) is None


def test_what_is_copied_is_sent_and_nothing_else() -> None:
    """Each source that is copied is in the checkout and not ignored; keys, data and environments are not sent."""
    allowed: list[str] = []
    refused: list[str] = []
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line and not line.startswith("#"):
            (allowed if line.startswith("!") else refused).append(line.removeprefix("!"))
    assert refused[0] == "*"
    sources = {source for line in instructions("COPY") if not line.startswith("--from") for source in line.split()[:-1]}
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(source == path or source.startswith(f"{path}/") for path in allowed), source
    for path in (".venv", ".data", "deploy/compose/token-keys", ".git", "tests", ".env"):
        assert not any(path == one or path.startswith(f"{one}/") or fnmatch.fnmatch(path, one) for one in allowed)


def test_the_page_is_built_from_its_workspaces() -> None:
    """Every package.json that `npm ci` reads is copied before it: a new workspace is not forgotten."""
    before = DOCKERFILE[: DOCKERFILE.index("RUN npm ci")]
    for file in [*ROOT.glob("web/packages/*/package.json"), *ROOT.glob("web/test/*/package.json")]:
        assert f"COPY {file.relative_to(ROOT)} " in before


def test_what_says_that_a_service_is_ready_is_what_the_manifests_ask() -> None:
    """The image's own check and the probes of the manifests look at the file that its start writes."""
    assert instructions("ENV").count(f"READY_FILE={READY_FILE}") == 2
    checks = [line.partition("CMD ")[2] for line in instructions("HEALTHCHECK")]
    assert sorted(checks) == sorted(['["python", "/app/ready.py"]', *[f'["test", "-s", "{READY_FILE}"]'] * 2])


def test_a_service_that_says_no_word_is_not_ready(tmp_path: Path) -> None:
    """start.sh becomes its module, whose line lands in the file; where it cannot be written, it runs all the same."""
    module = "import os; os.write(int(os.environ['READY_FD']), b'ready'); print('ran')"
    (tmp_path / "speaks.py").write_text(module)
    (tmp_path / "silent.py").write_text("print('ran')")
    for name, file, told in (("speaks", "a", "ready"), ("silent", "b", ""), ("speaks", "missing/c", None)):
        done = subprocess.run(
            ["/bin/sh", ROOT / "deploy/images/start.sh", name],
            env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "READY_FILE": str(tmp_path / file)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "ran\n"), done.stderr
        assert told == ((tmp_path / file).read_text() if told is not None else None)
