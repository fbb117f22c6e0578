"""The programs in C: they see what is wrong, and do not see what is not."""

import asyncio
import contextlib
import itertools
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.gateway.events import MOMENT, NUMBER, event_template
from bench.gateway.programs import PROGRAMS, SOURCES, Programs
from tests.support.nats_server import free_port

pytestmark = pytest.mark.compiler

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
WITHIN_SEC = 5.0
Serve = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    """Compile them once."""
    return Programs(tmp_path_factory.mktemp("programs"))


def frame(number: int) -> bytes:
    """Write the frame of an event; its cursor is a hundred times its number."""
    event = event_template("job").replace(NUMBER, f"{number:010d}").replace(MOMENT, f"{1:016d}")
    return f"id: {100 * number}\ndata: {event}\n\n".encode()


def control(kind: str) -> bytes:
    """Write a control frame."""
    return b'event: control\ndata: {"type":"%b"}\n\n' % kind.encode()


def chunk(body: bytes) -> bytes:
    """Write a piece of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(body), body)


@contextlib.asynccontextmanager
async def server(serve: Serve) -> AsyncIterator[int]:
    """Answer each request, of which the head is given, as told; gives the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await serve(await reader.readuntil(b"\r\n\r\n"), writer)
            await writer.drain()
            await reader.read()
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield int(listening.sockets[0].getsockname()[1])
    finally:
        listening.close()


def saying(*pieces: bytes) -> Serve:
    """Answer with a head, and pieces of a body."""

    async def serve(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return serve


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """Cut bytes at places."""
    edges = [0, *sorted({place % len(data) for place in places}), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges) if a < b]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chunks=st.lists(st.integers(0, 10_000), max_size=6),
    pieces=st.lists(st.integers(0, 10_000), max_size=6),
)
def test_events_are_counted_however_they_are_cut(programs: Programs, chunks: list[int], pieces: list[int]) -> None:
    """Chunks and segments may end anywhere, also within a line or a chunk's own head."""

    async def run() -> None:
        body = b"id: 0\nretry: 100\n\n" + frame(1) + frame(2) + control("caught_up") + frame(3)
        wire = b"".join(chunk(piece) for piece in cut(body, chunks))
        async with (
            server(saying(*cut(wire, pieces))) as port,
            programs.viewers([port], ["/stream"], 1) as viewers,
        ):
            seen = await viewers.until_event(3, WITHIN_SEC)
        assert (seen.deliveries, seen.lost, seen.doubled, seen.caught_up) == (3, 0, 0, 1)

    asyncio.run(run())


def test_they_compile_without_a_warning() -> None:
    """What a compiler would remark on is not there, and no file is longer than one can read at once."""
    sources = sorted(SOURCES.glob("*.c"))
    assert {source for names in PROGRAMS.values() for source in names} == {source.name for source in sources}
    compiler = shutil.which("cc") or shutil.which("gcc") or "cc"
    strict = ["-std=gnu17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O2", "-D_GNU_SOURCE", "-fsyntax-only"]
    said = subprocess.run([compiler, *strict, *map(str, sources)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert all(len(source.read_text().splitlines()) <= 250 for source in sources)


async def test_what_is_missing_or_comes_twice_is_seen(programs: Programs) -> None:
    """A hole, an event that comes again, and a tail that never came: each counts, for each viewer."""
    body = chunk(frame(1) + frame(2) + frame(2) + frame(5) + control("reset"))
    async with server(saying(body)) as port, programs.viewers([port], ["/stream"], 3) as viewers:
        seen = await viewers.until_event(7, 0.5)
    assert (seen.lost, seen.doubled, seen.resets) == (3 * (2 + 2), 3, 3)


async def test_a_viewer_comes_back_elsewhere_with_its_cursor(programs: Programs) -> None:
    """After a drain it asks the other server, behind the last event, when it was told to; 204 is the end."""
    asked: list[bytes] = []

    async def leaves(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + chunk(frame(1) + b"retry: 50\n" + control("drain")) + b"0\r\n\r\n")

    async def goes_on(head: bytes, writer: asyncio.StreamWriter) -> None:
        asked.append(head)
        if len(asked) == 1:
            writer.write(HEAD + chunk(frame(2) + b"retry: 50\n\n") + b"0\r\n\r\n")
        else:
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    async with (
        server(leaves) as first,
        server(goes_on) as second,
        programs.viewers([first, second], ["/stream\tAuthorization: Bearer x"], 1) as viewers,
    ):
        seen = await viewers.until_event(2, WITHIN_SEC)
        assert (seen.lost, seen.doubled, seen.drains) == (0, 0, 1)
        assert seen.reconnects >= 1
    assert b"\r\nLast-Event-ID: 100\r\n" in asked[0]
    assert b"\r\nAuthorization: Bearer x\r\n" in asked[0]


async def test_the_floor_gives_every_event_to_everyone(programs: Programs) -> None:
    """The loop that only writes takes what is posted, and each viewer has all of it, in order."""
    port = free_port()
    floor = await asyncio.create_subprocess_exec(programs.path("bare"), str(port), "batch")
    try:
        async with asyncio.timeout(WITHIN_SEC):
            while True:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
        async with programs.viewers([port], ["/stream"], 5) as viewers:
            topic = f"/publish\t{event_template('job')}"
            published = await programs.publish("http", port, [topic], count=500)
            seen = await viewers.until_event(500, WITHIN_SEC)
    finally:
        floor.kill()
        await floor.wait()
    assert published.published == 500
    assert (seen.deliveries, seen.lost, seen.doubled) == (2_500, 0, 0)


async def test_a_patient_publisher_says_again_what_was_not_acknowledged(programs: Programs) -> None:
    """Where the connection breaks, all that has no answer is said again, in order, with the ids that it had."""
    stored: list[bytes] = []
    connections = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        heard = 0
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while line := await reader.readline():
                if not line.startswith(b"HPUB"):
                    continue
                payload = await reader.readexactly(int(line.split()[-1]) + 2)
                heard += 1
                if heard == 4 and connections < 3:
                    break  # heard, and never answered
                stored.append(payload.split(b"Nats-Msg-Id: ")[1].split(b"\r\n")[0])
                writer.write(b'MSG _INBOX.bench.a 1 26\r\n{"stream":"JOBS","seq":12}\r\n')
                await writer.drain()
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = int(listening.sockets[0].getsockname()[1])
    published = await programs.publish("nats", port, [f"jobs.x.events\t{event_template('job')}"], count=20, patient=1)
    listening.close()
    assert published.reconnects == 2
    assert list(dict.fromkeys(stored)) == [b"jobs.x.events:%d" % n for n in range(1, 21)]


async def test_who_comes_and_goes_is_counted(programs: Programs) -> None:
    """Every connection ends; those that waited caught up, and those that left at once did not."""
    async with server(saying(chunk(control("caught_up")))) as port:
        churned = await programs.churn(port, ["/stream"], 200)
    assert (churned.ended, churned.failed, churned.caught_up) == (200, 0, 150)
