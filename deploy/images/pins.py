"""Prints what an image installs directly, each with its pin: a member's own packages, or those of a dependency group.

What these stand on in turn is found by uv, held to the pins and hashes of the same lock by `--constraint`: an image has
what its service needs and nothing else, and no second lock has to be kept in step with the first.

Usage: pins.py MEMBER…        members of the workspace, as `services/gateway`; those that they stand on are followed
       pins.py --group NAME   a dependency group of the workspace
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

OURS = "resume-optimizer-"
"""Members of the workspace are named so, behind the last part of their folder's path."""
NAME = re.compile(r"[A-Za-z0-9._-]+")
PIN = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)


class NotPinnedError(Exception):
    """A package is asked for that the lock does not hold: the lock is older than the pyproject."""


def main(arguments: list[str], root: Path) -> str:
    """Do what the arguments say.

    Returns:
        Lines `name==version`, sorted.

    Raises:
        NotPinnedError: The lock has to be written again.
    """
    match arguments:
        case ["--group", group]:
            wanted = {name_of(line) for line in read(root / "pyproject.toml")["dependency-groups"][group]}
        case [_, *_]:
            wanted = packages_of(arguments, root)
        case _:
            raise SystemExit(__doc__)
    return "".join(f"{line}\n" for line in pinned(wanted, (root / "requirements.lock").read_text()))


def packages_of(members: Iterable[str], root: Path) -> set[str]:
    """Name the packages that members ask for, and those that their own members ask for."""
    found: set[str] = set()
    for member in members:
        names = {name_of(line) for line in read(root / member / "pyproject.toml")["project"]["dependencies"]}
        inner = {name for name in names if name.startswith(OURS)}
        found |= (names - inner) | packages_of((name.removeprefix(OURS) for name in inner), root)
    return found


def pinned(wanted: Iterable[str], lock: str) -> list[str]:
    """Give each name its pin.

    Raises:
        NotPinnedError: One has none.
    """
    pins: Mapping[str, str] = dict(PIN.findall(lock))
    missing = sorted(set(wanted) - pins.keys())
    if missing:
        raise NotPinnedError(f"requirements.lock does not pin {', '.join(missing)}: run ./justw lock")
    return [f"{name}=={pins[name]}" for name in sorted(wanted)]


def name_of(requirement: str) -> str:
    """Cut the name out of `Name[extra]>=1,<2`, as locks spell it."""
    found = NAME.match(requirement)
    if found is None:
        raise ValueError(f"{requirement!r} is no requirement")
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def read(file: Path) -> dict[str, dict[str, list[str]]]:
    """Read a pyproject."""
    return tomllib.loads(file.read_text())


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:], Path.cwd()))
