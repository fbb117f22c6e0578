"""The AsyncAPI document against the running system: whatever passes NATS is on a channel, and as described there."""

import asyncio
import json
import re
from collections import defaultdict

import jsonschema
import nats
from nats.aio.msg import Msg

from contracts import subjects
from contracts.export.asyncapi import PLAIN, render_asyncapi
from contracts.export.channels import CHANNELS, Channel
from contracts.export.schema import rendered_schemas
from tests.support.node import ROOT
from tests.support.system import System

SAMPLE = ROOT / "web/public/samples/electrician"
HEARD = [
    re.sub(r"\{\w+\}", "*", channel.address).replace("documents.*", "documents.>")
    for channel in CHANNELS
    if channel.address is not None
]
"""Every channel's address with wildcards; a ref has several tokens."""
TOKEN = {
    "job_id": r"[0-9a-f-]{36}",
    "step": r"[a-z][a-z0-9-]*",
    "attempt": r"[1-9]\d*",
    "ref": r"[0-9a-f-]{36}\.\S+",
    "side": "resume|posting",
}
PATTERNS = {
    channel.name: re.compile(
        re.sub(r"\\\{(\w+)\\\}", lambda found: f"(?:{TOKEN[found[1]]})", re.escape(channel.address))
    )
    for channel in CHANNELS
    if channel.address is not None
}
BY_NAME = {channel.name: channel for channel in CHANNELS}
VALIDATORS = {name: jsonschema.Draft202012Validator(schema) for name, schema in rendered_schemas().items()}
HEADERS = {
    name: set(trait["headers"]["properties"])
    for name, trait in render_asyncapi()["components"]["messageTraits"].items()
}


async def test_everything_that_passes_nats_is_as_described(system: System) -> None:
    """Of a file that is looked at, and a job that is started, completed, and asked for in vain to stop: all fits.

    Subjects, payloads and headers are as the document says.
    A plain subscription hears what is stored as well as what is not, so nothing escapes.
    """
    heard: list[Msg] = []
    ended = asyncio.Event()

    async def hear(message: Msg) -> None:
        heard.append(message)
        if PATTERNS["live"].fullmatch(message.subject) and json.loads(message.data)["type"] == "done":
            ended.set()

    client = await nats.connect(system.nats_url)
    for subject in HEARD:
        await client.subscribe(subject, cb=hear)
    await client.flush()
    resume, posting = ((SAMPLE / name).read_text("utf-8") for name in ("resume.txt", "posting.txt"))
    shown = await client.request(subjects.preview("resume"), resume.encode(), timeout=10)
    VALIDATORS["answer.preview"].validate(json.loads(shown.data))
    command = json.dumps({"resume_text": resume, "job_text": posting}).encode()
    answer = await client.request(subjects.command("start"), command, timeout=10)
    VALIDATORS["answer.started"].validate(json.loads(answer.data))
    job_id = json.loads(answer.data)["job_id"]
    await asyncio.wait_for(ended.wait(), 60)
    refusal = await client.request(subjects.command("cancel"), json.dumps({"job_id": job_id}).encode(), timeout=10)
    assert set(refusal.headers or {}) >= HEADERS["refused"]
    await client.close()

    told: defaultdict[str, set[str]] = defaultdict(set)
    for message in heard:
        [channel] = [BY_NAME[name] for name, pattern in PATTERNS.items() if pattern.fullmatch(message.subject)]
        told[channel.name].add(_kind(channel, message))
        described = set().union(*(HEADERS[header] for header in channel.headers))
        assert set(message.headers or {}) <= described, (message.subject, message.headers)
    assert told["preview"] == {"file"}
    assert told["start"] == {"command.start"}
    assert told["cancel"] == {"command.steer"}
    assert told["documents"] == {"document"}
    assert told["control"] == {"control.start"}
    assert told["results"] == {"outcome.succeeded"}
    assert told["work"] == {"work"}
    assert told["status"] == {"event.job_status", "event.step_progress", "event.done"}
    assert told["events"] >= {"event.step_progress", "event.insight_emitted", "event.metric_update", "event.diff_chunk"}
    assert told["live"] == told["status"] | told["events"]


def _kind(channel: Channel, message: Msg) -> str:
    """Tell which of its channel's messages a message is: exactly one fits."""
    if channel.messages[0] in PLAIN:
        [name] = channel.messages
        allowed = PLAIN[name]["payload"].get("enum")
        assert allowed is None or message.data.decode() in allowed
        return name
    payload = json.loads(message.data)
    [fitting] = [name for name in channel.messages if VALIDATORS[name].is_valid(payload)]
    return fitting
