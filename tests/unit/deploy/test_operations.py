"""docs/operations.md is held to the code: its settings, its commands, and the lines of the log that it names."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from eventlog import ConfigurationError
from gateway.access.keys import read_keys
from tests.support.deploy.manifests import BASE, resources
from tests.support.deploy.settings import NEEDED, READERS, variables
from tests.support.deploy.wiring_rules import secrets_named

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs/operations.md").read_text()
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([a-z, ]+) \| (?:`([^`]*)`|–) \| (.+) \|$", re.MULTILINE)
TABLE = {name: (readers, default) for name, readers, default, _ in ROW.findall(TEXT)}
READ_AT_START = {"LOG_LEVEL", "LOG_FORMAT"}


def readers_of(told: str) -> set[str]:
    """Name the services that a row speaks of."""
    return {*READERS} if told == "all" else set(told.split(", "))


def test_the_table_has_every_setting_and_no_other() -> None:
    """What a service looks at stands in the table with that service, and the other way round."""
    read = {name: {service for service in READERS if name in variables(service)} for name in TABLE}
    assert {name: readers_of(readers) for name, (readers, _) in TABLE.items()} == read
    assert TABLE.keys() == frozenset().union(*(variables(service) for service in READERS))


@pytest.mark.parametrize("name", TABLE)
def test_the_defaults_are_those_of_the_code(name: str) -> None:
    """A service that is told the default runs as one that is told nothing."""
    readers, default = TABLE[name]
    for service in readers_of(readers):
        told = {**NEEDED[service], name: default} if default else {**NEEDED[service]}
        for read in READERS[service]:
            assert read(told) == read(NEEDED[service]), service


@pytest.mark.parametrize("name", sorted(TABLE.keys() - READ_AT_START - NEEDED["gateway"].keys()))
def test_another_value_is_another_setting(name: str) -> None:
    """Each setting is heard by whoever the table says reads it: the check of defaults can fail."""
    readers, default = TABLE[name]
    others = ("2000000", "3", "memory", "somewhere", "https://example.org", "10.0.0.8:80", "10.0.0.8", "off", "x" * 32)
    for service in readers_of(readers):
        assert any(heard(service, name, other) for other in others if other != default), service


def heard(service: str, name: str, value: str) -> bool:
    """Say whether a service takes a value, and runs otherwise with it."""
    needed = NEEDED[service]
    try:
        return any(read({**needed, name: value}) != read(needed) for read in READERS[service])
    except ConfigurationError:
        return False


def test_the_command_for_keys_makes_keys(tmp_path: Path) -> None:
    """What the page says to type gives a file that the gateway takes, and another one each time."""
    [command] = re.findall(r"^(python3 -c .*) >token-keys$", TEXT, re.MULTILINE)
    made = [
        subprocess.run(
            ["sh", "-c", command.replace("python3", sys.executable, 1)], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    file = tmp_path / "token-keys"
    file.write_text("\n".join(made).replace("k1:", "k2:", 1))
    assert read_keys(file).keys() == {"k1", "k2"}
    assert made[0] != made[1]


def test_the_secrets_that_are_left_to_the_operator_are_told() -> None:
    """Every secret that the manifests read has its command, with the files that are read of it."""
    commands = re.findall(r"create secret generic (\S+) ((?:--from-file=\S+ ?)+)", TEXT)
    told = {name: set(re.findall(r"--from-file=(\S+)", files)) for name, files in commands}
    assert told == secrets_named(resources(BASE))


def test_lines_of_the_log_are_written_by_somebody() -> None:
    """Each line that is to be watched stands in the code of whoever is said to write it."""
    rows = re.findall(
        r"^\| `([a-z_]+)`(?: [^|]*`([a-z_]+)`)?[^|]* \| (all|agents|pipeline|gateway) \|", TEXT, re.MULTILINE
    )
    assert len(rows) >= 6
    for first, second, writer in rows:
        folders = ["eventlog/src"] if writer == "all" else [f"services/{writer}/src"]
        code = "".join(path.read_text() for folder in folders for path in (ROOT / folder).rglob("*.py"))
        assert f'"{first}"' in code, first
        assert not second or f'"{second}"' in code or f"{second}=" in code, second


def test_files_that_are_named_are_there() -> None:
    """Every path of the checkout that stands in the text is one; a file of keys is the reader's own."""
    for path in re.findall(r"(?:deploy|docs)/[\w./-]+", TEXT):
        assert (ROOT / path.rstrip(".")).exists() or path.endswith("token-keys"), path
