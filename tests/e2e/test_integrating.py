"""`docs/integrating.md` says the truth: its programs are taken from the page and run against the running system."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import psutil
import pytest

from contracts.catalogue import CATEGORIES, METRICS
from contracts.export.schema import rendered_schemas
from contracts.ids import parse_job_id
from tests.support.node import NODE, ROOT, TOOLS
from tests.support.system import Job, System

PAGE = ROOT / "docs/integrating.md"
SAMPLE = ROOT / "web/public/samples/nurse"
EVENT = jsonschema.Draft202012Validator(rendered_schemas()["event"])
FOREIGN = {"python": "acme-salaries", "js": "acme-skills"}
BLOCK = re.compile(r"^```(\w+)\n((?:#|//) (\w+\.m?[a-z]+)\b.*?)^```$", re.DOTALL | re.MULTILINE)


class Programs:
    """The page's programs of one language, written into a folder that has what they import."""

    def __init__(self, language: str, folder: Path, system: System) -> None:
        self.language = language
        self._folder = folder
        self._environment = os.environ | {"API": str(system.client.base_url), "NATS_URL": system.nats_url}
        for block_language, source, name in BLOCK.findall(PAGE.read_text("utf-8")):
            if block_language == language:
                (folder / name).write_text(source, "utf-8")
        (folder / "node_modules").symlink_to(TOOLS / "node_modules")

    def start(self, name: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a program by its name without the ending."""
        runner, ending = (sys.executable, "py") if self.language == "python" else (str(NODE), "mjs")
        return subprocess.Popen(
            [runner, str(self._folder / f"{name}.{ending}"), *arguments],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, name: str, *arguments: str) -> str:
        """Run a program to its end, and give what it printed."""
        return finished(self.start(name, *arguments))

    def refused(self, name: str, *arguments: str) -> str:
        """Run a program that is to fail, and give what it complained of."""
        process = self.start(name, *arguments)
        _, complained = process.communicate(timeout=60)
        assert process.returncode != 0
        return complained


def finished(process: subprocess.Popen[str]) -> str:
    """Wait for a program's end, and give what it printed; it must have gone well."""
    printed, complained = process.communicate(timeout=60)
    assert (process.returncode, complained) == (0, "")
    return printed


@pytest.fixture(params=["python", "js"])
def programs(request: pytest.FixtureRequest, tmp_path: Path, system: System) -> Programs:
    """Give the programs of each language in turn."""
    return Programs(request.param, tmp_path, system)


@contextmanager
def paused(system: System, step: str) -> Iterator[Callable[[], None]]:
    """Stop a step's agent for a while, so that a job cannot end; gives what lets it go on."""
    [agent] = [
        process
        for process in psutil.Process(system.process.pid).children()
        if process.cmdline()[-2:] == ["agents", step]
    ]
    agent.send_signal(signal.SIGSTOP)
    try:
        yield lambda: agent.send_signal(signal.SIGCONT)
    finally:
        agent.send_signal(signal.SIGCONT)


def lines_of(printed: str) -> list[tuple[int, dict[str, Any]]]:
    """Read what a following program printed: positions and events."""
    parts = [line.split(" ", 1) for line in printed.splitlines()]
    return [(int(position), json.loads(event)) for position, event in parts]


def test_both_languages_have_every_program() -> None:
    """What the page shows in Python it shows in Node, and the other way round."""
    found = [(language, name.split(".")[0]) for language, _, name in BLOCK.findall(PAGE.read_text("utf-8"))]
    names = ("start", "start_nats", "follow", "publish")
    assert sorted(found) == sorted((language, name) for language in ("python", "js") for name in names)


def test_start_follow_and_publish(programs: Programs, system: System) -> None:
    """A job that is started, followed and told of by the page's programs shows the insight to everybody, and ends.

    What the agents themselves say passes the published schemas, and is named in the catalogue.
    """
    with paused(system, "polishing") as go_on:
        answer = json.loads(programs.run("start", str(SAMPLE / "resume.txt"), str(SAMPLE / "posting.txt")))
        job = Job(system=system, job_id=parse_job_id(answer["job_id"]), token=answer["access_token"])
        following = programs.start("follow", job.job_id)
        first = json.loads(programs.run("publish", job.job_id))
        again = json.loads(programs.run("publish", job.job_id))
        go_on()
        printed = lines_of(finished(following))

    assert first["stream"] == "JOBS"
    assert (again["seq"], again.get("duplicate")) == (first["seq"], True)
    positions, events = [position for position, _ in printed], [event for _, event in printed]
    assert positions == sorted(set(positions))
    assert events[0]["data"]["status"] == "started"
    assert (events[-1]["type"], events[-1]["data"]["status"]) == ("done", "completed")
    prefix = FOREIGN[programs.language]
    assert [position for position, event in printed if event["id"].startswith(prefix)] == [first["seq"]]
    for event in events:
        EVENT.validate(event)
    ours = [event for event in events if not event["id"].startswith(prefix)]
    assert {event["data"]["key"] for event in ours if event["type"] == "metric_update"} <= set(METRICS)
    assert {event["data"]["category"] for event in ours if event["type"] == "insight_emitted"} <= set(CATEGORIES)

    shown = [(int(frame.id), frame.json) for frame in job.stream()]
    assert shown == printed
    assert prefix in {insight["id"] for insight in job.snapshot()["state"]["insights"]}


def test_a_job_that_has_ended_is_followed_from_its_log(programs: Programs, system: System) -> None:
    """Following starts with the history: after the end it gives all of it, and ends at once."""
    job = system.start((SAMPLE / "resume.txt").read_text("utf-8"), (SAMPLE / "posting.txt").read_text("utf-8"))
    shown = [(int(frame.id), frame.json) for frame in job.stream()]
    assert lines_of(programs.run("follow", job.job_id)) == shown


def test_a_job_is_started_over_nats(programs: Programs, tmp_path: Path) -> None:
    """A program that knows no HTTP starts a job and follows it to its end; a refusal says why."""
    posting = SAMPLE / "posting.txt"
    answer = json.loads(programs.run("start_nats", str(SAMPLE / "resume.txt"), str(posting)))
    events = [event for _, event in lines_of(programs.run("follow", parse_job_id(answer["job_id"])))]
    assert (events[-1]["type"], events[-1]["data"]["status"]) == ("done", "completed")
    assert {event["job_id"] for event in events} == {answer["job_id"]}

    empty = tmp_path / "empty.txt"
    empty.write_text("")
    assert "resume_text" in programs.refused("start_nats", str(empty), str(posting))
    assert "resume_text" in programs.refused("start", str(empty), str(posting))
