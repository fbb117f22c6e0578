"""npm's `eventsource`, `httpx-sse` and curl."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Final

import httpx
import httpx_sse

from tests.conformance.cases import BrokenPromiseError, expect
from tests.conformance.sse import Message, Parser
from tests.support.node import NODE, TOOLS
from tests.support.programs import installed

_DEBIANS: Final = Path("/usr/bin/curl")
_CUT_OFF = 18
"""How curl ends where the body did not come to the end that HTTP announced."""


async def npm_eventsource(url: str, target: str) -> list[Message]:
    """Read with the package `eventsource` in Node, which comes back by itself, until it stops."""
    expect((TOOLS / "node_modules/eventsource").is_dir(), "npm's eventsource is missing: deploy/local/prepare.py tools")
    said, _ = await _run(str(NODE), str(TOOLS / "read-stream.mjs"), url + target)
    return [Message(**one) for one in json.loads(said)]


async def python_httpx_sse(url: str, target: str) -> list[Message]:
    """Read with `httpx-sse`, coming back with `Last-Event-ID` as its documentation says, until 204."""
    heard: list[Message] = []
    headers: dict[str, str] = {}
    async with httpx.AsyncClient(timeout=30) as client:
        while True:
            async with httpx_sse.aconnect_sse(client, "GET", url + target, headers=headers) as source:
                if source.response.status_code == httpx.codes.NO_CONTENT:
                    return heard
                try:
                    async for one in source.aiter_sse():
                        heard.append(Message(data=one.data, event=one.event, id=one.id))
                        headers["Last-Event-ID"] = one.id
                except httpx.RemoteProtocolError:
                    pass  # cut off: come back


async def curl(url: str, target: str) -> list[Message]:
    """Read with curl, coming back with `Last-Event-ID`, until 204; its bytes go through the suite's own parser."""
    try:
        program = str(await asyncio.to_thread(installed, "curl", "curl", _curl_of_here))
    except SystemExit as missing:
        raise BrokenPromiseError(str(missing)) from None
    heard: list[Message] = []
    cursor: list[str] = []
    while True:
        options = ("--silent", "--no-buffer", "--write-out", "%{stderr}%{http_code}")
        body, status = await _run(program, *options, *cursor, url + target)
        if status == b"204":
            return heard
        parser = Parser()
        heard += parser.feed(body)
        cursor = ["--header", f"Last-Event-ID: {parser.last_event_id}"]


def _curl_of_here() -> Path | None:
    found = shutil.which("curl")
    return Path(found) if found else (_DEBIANS if _DEBIANS.exists() else None)


async def _run(*words: str) -> tuple[bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        out, error = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    expect(process.returncode in {0, _CUT_OFF}, f"{words[0]} ended with {process.returncode}: {error.decode()[-300:]}")
    return out, error
