"""A language model's server in the test's own process: it speaks as OpenAI's does, and misbehaves as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from agents.sdk.llm_settings import LlmSettings

MODEL = "made-up-1"
KEY = "sk-made-up-key-that-nobody-may-print"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def user(self) -> dict[str, Any]:
        """The quoted data of the last message."""
        return dict(json.loads(self.body["messages"][-1]["content"]))

    @property
    def wants_terms(self) -> bool:
        """Whether it asks for terms of a posting, and not for a wording."""
        return "known" in self.user


class Answering:
    """The server's side of one answer: what a behaviour writes with."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._streams = False

    async def status(self, status: int, body: str = "{}", headers: Mapping[str, str] | None = None) -> None:
        """Answer with a status and a body, and be done."""
        lines = [f"HTTP/1.1 {status} Status", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        await self.write("\r\n".join([*lines, "Connection: close", "", body]))

    async def begin(self) -> None:
        """Begin a stream."""
        lines = [
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Transfer-Encoding: chunked",
            "Connection: close",
        ]
        await self.write("\r\n".join([*lines, "", ""]))
        self._streams = True

    async def delta(self, content: str | None, finish: str | None = None) -> None:
        """Send a chunk with one choice."""
        choice = {"index": 0, "delta": {} if content is None else {"content": content}, "finish_reason": finish}
        await self.chunk({"choices": [choice]})

    async def usage(self, prompt: int = 100, completion: int = 20) -> None:
        """Send the chunk with the count of tokens, and the end mark."""
        counted = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
        await self.chunk({"choices": [], "usage": counted})
        await self.write("data: [DONE]\n\n")

    async def chunk(self, fields: Mapping[str, Any]) -> None:
        """Send a chunk."""
        made = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": MODEL, **fields}
        await self.write(f"data: {json.dumps(made)}\n\n")

    async def write(self, text: str) -> None:
        """Send a text as it is, as a piece of the stream where one has begun."""
        data = text.encode()
        self._writer.write(b"%x\r\n%b\r\n" % (len(data), data) if self._streams else data)
        await self._writer.drain()

    async def end(self) -> None:
        """End the stream, if one has begun."""
        if self._streams and not self._writer.transport.is_closing():
            self._writer.write(b"0\r\n\r\n")
            await self._writer.drain()

    def reset(self) -> None:
        """Break the connection off."""
        self._writer.transport.abort()


Behaviour: TypeAlias = Callable[[Request, Answering], Awaitable[None]]


@dataclass
class ModelServer:
    """A running server, and what it was asked."""

    base_url: str
    asked: list[Request] = field(default_factory=list)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a caller hung up before its answer was whole."""

    def settings(self, **more: Any) -> LlmSettings:  # noqa: ANN401 - the fields of the settings
        """Give settings that name this server."""
        return LlmSettings(base_url=self.base_url, model=MODEL, api_key=KEY, **more)


@asynccontextmanager
async def model_server(behave: Behaviour) -> AsyncIterator[ModelServer]:
    """Serve until the block ends."""
    closing = asyncio.Event()
    open_answers: set[asyncio.Task[Any] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_answers.add(asyncio.current_task())
        try:
            request = await _read(reader)
            server.asked.append(request)
            answer = Answering(writer)
            answering = asyncio.ensure_future(behave(request, answer))
            others = [asyncio.create_task(_until_gone(reader)), asyncio.create_task(closing.wait())]
            await asyncio.wait({answering, *others}, return_when=asyncio.FIRST_COMPLETED)
            if answering.done() and answering.exception() is None:
                await answer.end()
            else:  # who writes to somebody that hung up is told so by an error
                server.hung_up.set()
            for task in (answering, *others):
                task.cancel()
            await asyncio.gather(answering, *others, return_exceptions=True)
        except (ConnectionError, asyncio.IncompleteReadError):
            server.hung_up.set()
        finally:
            open_answers.discard(asyncio.current_task())
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
    port = listening.sockets[0].getsockname()[1]
    server = ModelServer(base_url=f"http://127.0.0.1:{port}/v1")
    try:
        yield server
    finally:
        listening.close()
        closing.set()
        await asyncio.gather(*(task for task in open_answers if task is not None), return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers["content-length"]))
    return Request(first.split()[1], headers, json.loads(body))


async def _until_gone(reader: asyncio.StreamReader) -> None:
    while await reader.read(1024):
        pass
