"""Fetching a posting by its address: a hostile server, or name, or spelling, gets nowhere."""

import asyncio
import contextlib
import gzip
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from agents.ingesting.fetch import Fetcher
from agents.ingesting.fetch.addresses import is_public
from eventlog import PermanentError, TransientError

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Serve = Callable[[bytes | Handler], Awaitable[int]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Give a function that serves fixed bytes, or a handler, on a loopback port until the test's end."""
    servers: list[asyncio.Server] = []
    connections: set[asyncio.Task[None]] = set()

    async def start(answer: bytes | Handler) -> int:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                if isinstance(answer, bytes):
                    await reader.readuntil(b"\r\n\r\n")
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(reader, writer)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass  # the fetcher left
            finally:
                writer.close()
                with contextlib.suppress(ConnectionError):
                    await writer.wait_closed()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(handle(reader, writer))
            connections.add(task)
            task.add_done_callback(connections.discard)

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    yield start
    for server in servers:
        server.close()
    for task in list(connections):
        task.cancel()
    await asyncio.gather(*connections, return_exceptions=True)


def answer(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """Write an HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def fetcher_for(port: int, **settings: object) -> Fetcher:
    """Make a fetcher that may ask one loopback port."""
    return Fetcher(allowed=frozenset({f"127.0.0.1:{port}"}), timeout_sec=2.0, **settings)  # type: ignore[arg-type]


async def test_a_page_is_fetched_with_its_type_and_charset(serve: Serve) -> None:
    """An honest server's page arrives whole."""
    port = await serve(answer(b"<p>Nurse wanted</p>", "200 OK", "Content-Type: text/html; charset=ISO-8859-1"))
    page = await fetcher_for(port).fetch(f"http://127.0.0.1:{port}/jobs/1")
    assert (page.body, page.media_type, page.charset) == (b"<p>Nurse wanted</p>", "text/html", "iso-8859-1")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "0.0.0.0",  # noqa: S104 - asked, not bound
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
async def test_no_address_of_ours_is_asked_in_any_spelling(host: str, serve: Serve) -> None:
    """Loopback, private, link-local, metadata, shared and multicast addresses are refused before anything is sent."""
    asked: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del writer
        asked.append(await reader.read(10))

    port = await serve(note)
    with pytest.raises((PermanentError, TransientError)) as refused:
        await Fetcher(timeout_sec=2.0).fetch(f"http://{host}:{port}/")
    assert refused.value.code in {"url_refused", "url_unresolved"}
    assert asked == []


async def test_a_redirect_to_an_address_of_ours_is_refused(serve: Serve) -> None:
    """A public page that redirects to a private address, to another scheme or in circles gets nowhere."""
    inner = await serve(answer(b"secret"))
    for location in (f"http://127.0.0.1:{inner}/", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd"):
        port = await serve(answer(b"", "302 Found", f"Location: {location}"))
        with pytest.raises(PermanentError):
            await fetcher_for(port).fetch(f"http://127.0.0.1:{port}/")
    port = await serve(answer(b"", "302 Found", "Location: /again"))
    with pytest.raises(PermanentError, match="more than 5 times"):
        await fetcher_for(port).fetch(f"http://127.0.0.1:{port}/")


async def test_a_name_that_changes_its_answer_gains_nothing(serve: Serve) -> None:
    """The address that was checked is the one that is connected to: the name is resolved once a hop."""
    port = await serve(answer(b"<p>ok</p>", "200 OK", "Content-Type: text/html"))
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    async def changing(_host: str, _port: int) -> list[str]:
        return next(answers)

    fetcher = fetcher_for(port, resolver=changing)
    assert (await fetcher.fetch(f"http://jobs.example:{port}/")).body == b"<p>ok</p>"
    with pytest.raises(PermanentError, match=r"jobs\.example is not an address"):
        await fetcher.fetch(f"http://jobs.example:{port}/")


async def test_one_private_address_among_several_is_enough_to_refuse() -> None:
    """A name with a public and a private address is refused: which one is used must not matter."""

    async def both(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34", "192.168.0.1"]

    with pytest.raises(PermanentError):
        await Fetcher(resolver=both).fetch("http://jobs.example/")


async def test_an_endless_body_is_cut_off(serve: Serve) -> None:
    """A body without end is left when it is larger than a page may be, and says so."""

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    port = await serve(endless)
    with pytest.raises(PermanentError, match="larger than 100 KB"):
        await fetcher_for(port, max_bytes=100 * 1024).fetch(f"http://127.0.0.1:{port}/")


async def test_a_slow_body_is_given_up(serve: Serve) -> None:
    """A server that sends a byte now and then holds nobody longer than the time-out."""

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(100):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    port = await serve(slow)
    with pytest.raises(TransientError, match="within 2 s"):
        await fetcher_for(port).fetch(f"http://127.0.0.1:{port}/")


async def test_a_gzip_bomb_is_not_opened(serve: Serve) -> None:
    """A compressed body, which nobody asked for, is refused unopened."""
    bomb = gzip.compress(b"0" * 50_000_000)
    port = await serve(answer(bomb, "200 OK", "Content-Type: text/html", "Content-Encoding: gzip"))
    with pytest.raises(PermanentError, match="compressed"):
        await fetcher_for(port).fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("status", "error"), [("404 Not Found", PermanentError), ("503 Busy", TransientError), ("429 No", TransientError)]
)
async def test_what_the_server_answers_decides_about_trying_again(
    status: str, error: type[Exception], serve: Serve
) -> None:
    """A page that is not there fails for good; a server that is busy is asked again later."""
    port = await serve(answer(b"", status))
    with pytest.raises(error, match=status[:3]):
        await fetcher_for(port).fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "javascript:alert(1)",
        "http://",
        "not a url",
        "http://user:pw@example.org/",
        "http://[::1",
        "http://" + "ü" * 64 + ".example/",
    ],
)
async def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    """Other schemes, user names and rubbish are refused with a sentence."""
    with pytest.raises(PermanentError):
        await Fetcher().fetch(url)


async def test_a_name_in_another_script_is_asked_as_dns_spells_it(serve: Serve) -> None:
    """The resolver, `Host` and the path get ASCII, whatever people paste."""
    heard: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer(b"<p>ok</p>"))
        await writer.drain()

    async def here(host: str, _port: int) -> list[str]:
        assert host == "xn--bcher-kva.example"
        return ["127.0.0.1"]

    port = await serve(note)
    await fetcher_for(port, resolver=here).fetch(f"http://bücher.example:{port}/stellen/köchin?q=ä")
    assert heard[0].startswith(b"GET /stellen/k%C3%B6chin?q=%C3%A4 HTTP/1.1\r\n")
    assert f"host: xn--bcher-kva.example:{port}\r\n".encode() in heard[0].lower()


async def test_every_refusal_says_what_to_do(serve: Serve) -> None:
    """What fails for good tells the user the way that is left."""
    for head in ("404 Not Found", "403 Forbidden", "204 No Content"):
        port = await serve(answer(b"", head))
        with pytest.raises(PermanentError, match="paste the posting's text instead"):
            await fetcher_for(port).fetch(f"http://127.0.0.1:{port}/")


async def test_a_picture_is_no_posting(serve: Serve) -> None:
    """A media type that holds no text is refused, and named."""
    port = await serve(answer(b"\x89PNG", "200 OK", "Content-Type: image/png"))
    with pytest.raises(PermanentError, match="image/png"):
        await fetcher_for(port).fetch(f"http://127.0.0.1:{port}/")


def test_addresses_of_the_public_internet_are_public() -> None:
    """What may be asked, may be asked: the rule refuses ours and nothing else."""
    for text in ("93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"):
        assert is_public(ipaddress.ip_address(text))
