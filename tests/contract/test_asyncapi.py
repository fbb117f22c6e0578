"""The AsyncAPI document: valid, complete, and of one mind with the streams that we declare."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts import subjects
from contracts.export.asyncapi import parameters_of, render_asyncapi
from contracts.export.channels import CHANNELS, ROLES
from contracts.ids import JobId, new_job_id, parse_job_id, parse_step
from eventlog import LogSettings, topology
from eventlog.memory.store import matches
from tests.support.node import TOOLS, node

DOCUMENT = render_asyncapi()
BY_NAME = {channel.name: channel for channel in CHANNELS}


def without_channels(document: dict[str, Any]) -> None:
    """Leave out a channel that operations name."""
    del document["channels"]["work"]


def with_a_wrong_action(document: dict[str, Any]) -> None:
    """Give an operation an action that is none."""
    document["operations"]["agents-send-events"]["action"] = "shout"


def with_a_wrong_schema(document: dict[str, Any]) -> None:
    """Give a field a type that is none."""
    document["components"]["schemas"]["Insight"]["properties"]["message"]["type"] = "words"


MISTAKES: list[Callable[[dict[str, Any]], None]] = [without_channels, with_a_wrong_action, with_a_wrong_schema]


def test_the_parser_finds_it_valid_and_would_find_mistakes(tmp_path: Path) -> None:
    """AsyncAPI's own parser has no error and no warning for the document, and one for each of three mistakes."""
    files = [tmp_path / "asyncapi.json", *(tmp_path / f"{mistake.__name__}.json" for mistake in MISTAKES)]
    files[0].write_text(json.dumps(DOCUMENT))
    for file, mistake in zip(files[1:], MISTAKES, strict=True):
        broken = copy.deepcopy(DOCUMENT)
        mistake(broken)
        file.write_text(json.dumps(broken))

    done = node(TOOLS / "validate-asyncapi.mjs", *map(str, files))

    assert done.stderr == ""
    said = done.stdout.splitlines()
    operations = len(DOCUMENT["operations"])
    assert said[0] == f"{files[0]}: valid, {len(CHANNELS)} channels, {operations} operations"
    for file in files[1:]:
        assert any(line.startswith(f"{file}: error at ") for line in said), done.stdout
    assert done.returncode == 1


def test_every_subject_of_every_stream_is_a_channel() -> None:
    """What a stream takes is described, under that stream, and nothing is described that no stream takes."""
    wildcards = {stream.name: stream.subjects or [] for stream in topology.streams(LogSettings())}
    described: dict[str, list[str]] = {}
    for channel in CHANNELS:
        if channel.stream is not None:
            example = re.sub(r"\{\w+\}", "x", channel.address or "")
            fitting = [w for w in wildcards[channel.stream] if _fits(w, example)]
            assert fitting, channel.address
            described.setdefault(channel.stream, []).extend(fitting)
    assert {name: set(found) for name, found in described.items()} == {
        name: set(declared) for name, declared in wildcards.items()
    }


def _fits(wildcard: str, subject: str) -> bool:
    return matches(wildcard, subject) or (wildcard.endswith(".>") and subject.startswith(wildcard[:-1]))


def test_addresses_are_those_of_the_subjects_module() -> None:
    """An address with its parameters filled in is the subject that the services build."""
    job, step = new_job_id(), parse_step("planning")
    built = {
        "status": subjects.status(job),
        "events": subjects.events(job),
        "live": subjects.live(job),
        "control": subjects.control(job),
        "results": subjects.results(job),
        "work": subjects.work(step, job, 2),
        "dead": subjects.dead(step, job),
        "signals": subjects.signals(job),
        "start": subjects.command("start"),
        "cancel": subjects.command("cancel"),
        "retry": subjects.command("retry"),
        "answers": subjects.command("answers"),
        "patches": subjects.command("patches"),
        "preview": subjects.preview("posting"),
    }
    for name, subject in built.items():
        assert (BY_NAME[name].address or "").format(job_id=job, step=step, attempt=2, side="posting") == subject
    assert set(BY_NAME) == {*built, "documents", "replies"}


def test_every_builder_of_subjects_is_described() -> None:
    """A subject that is added to the module is added to the document, unless it is a filter."""
    job = JobId("{job_id}")
    built = {
        build(job)
        for name, build in vars(subjects).items()
        if callable(build) and list(getattr(build, "__annotations__", {})) == ["job_id", "return"]
    }
    assert {subject for subject in built if "*" not in subject} <= {channel.address for channel in CHANNELS}


def test_only_roles_speak_and_every_role_has_a_part() -> None:
    """Operations belong to a known role by their tag; no role is described that does nothing."""
    tags = {tag["name"] for operation in DOCUMENT["operations"].values() for tag in operation["tags"]}
    assert tags == set(ROLES)


def test_lifecycle_is_sent_on_status_only() -> None:
    """No role may send a `job_status` or a `done` but on `status`; nobody but the server speaks on `live`."""
    for channel in CHANNELS:
        lifecycle = {"event.job_status", "event.done"} & set(channel.messages)
        assert not lifecycle or channel.name in {"status", "live"}
    assert [part.role for part in BY_NAME["live"].sends] == ["server"]
    assert "integrators" not in {part.role for part in BY_NAME["status"].sends}


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
def test_parameters_are_described(channel: Any) -> None:  # noqa: ANN401 - a channel
    """Every parameter of an address says what it is."""
    described = DOCUMENT["channels"][channel.name]["parameters"]
    assert list(described) == parameters_of(channel)
    assert all(parameter["description"] for parameter in described.values())


def test_the_examples_are_of_one_job() -> None:
    """Whoever reads the document follows one job through it."""
    jobs = {
        example["payload"]["job_id"]
        for channel in DOCUMENT["channels"].values()
        for message in channel["messages"].values()
        for example in message.get("examples", [])
        if "job_id" in example["payload"]
    }
    assert [parse_job_id(job) for job in jobs] == list(jobs)
    assert len(jobs) == 1
