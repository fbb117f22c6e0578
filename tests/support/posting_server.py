"""A server of postings that an agent may ask, honest on some paths and hostile on others; and one it may not ask."""

import contextlib
import gzip
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from typing_extensions import override

POSTING: Final[dict[str, Any]] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Staff Nurse",
    "hiringOrganization": {"@type": "Organization", "name": "Fernhill General Hospital"},
    "description": "<p>Care for patients on our surgical ward, by day and by night, in a small and friendly team.</p>"
    "<h3>Requirements</h3><ul><li>A valid Registered Nurse license</li><li>Experience with Epic</li></ul>",
}
_STRUCTURED: Final = json.dumps(POSTING).replace("</", "<\\/")
_MAIN: Final = f"<h1>{POSTING['title']}</h1>{POSTING['description']}"
PAGES: Final = {
    "/structured": f'<html><script type="application/ld+json">{_STRUCTURED}</script><body>Jobs</body></html>',
    "/main": f"<html><body><nav><a href='/'>Home</a></nav><main>{_MAIN}</main><footer>Imprint</footer></body></html>",
    "/login": "<html><body><form>Please log in: <input type=password></form></body></html>",
}
_BOMB: Final = gzip.compress(b"<p>nurse wanted</p>" * 1_000_000)


@dataclass(slots=True)
class PostingServer:
    """Two ports of one machine."""

    port: int
    """What is served here may be asked."""
    forbidden_port: int
    """What is served here is nobody's business: who asks is noted."""
    asked: list[str] = field(default_factory=list)
    """Paths that were asked for at the forbidden port."""
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        """Give the address of a page that may be asked."""
        return f"http://127.0.0.1:{self.port}{path}"


@contextlib.contextmanager
def posting_server() -> Iterator[PostingServer]:
    """Serve until the block ends."""
    with _serving(_Pages) as pages, _serving(_Forbidden) as forbidden:
        running = PostingServer(port=pages.server_port, forbidden_port=forbidden.server_port)
        pages.running = forbidden.running = running
        try:
            yield running
        finally:
            running.stopping.set()


class _Server(ThreadingHTTPServer):
    running: PostingServer

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: who leaves in the middle is what some pages are for."""


@contextlib.contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    @property
    def running(self) -> PostingServer:
        """What is being served."""
        assert isinstance(self.server, _Server)
        return self.server.running

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Forbidden(_Handler):
    def do_GET(self) -> None:
        """Note who asks, and give what nobody may have."""
        self.running.asked.append(self.path)
        self._give(b"secret")

    def _give(self, body: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)


class _Pages(_Handler):
    busy = True
    """Whether the page that is busy at first still is."""

    def do_GET(self) -> None:
        """Serve a page, or be hostile."""
        path = self.path.partition("?")[0]
        running = self.running
        match path:
            case "/redirect":
                self._head(302, Location=f"http://127.0.0.1:{running.forbidden_port}/redirected")
            case "/endless":
                self._head(200)
                while not running.stopping.is_set():
                    self.wfile.write(b"<p>nurse wanted</p>" * 1000)
            case "/slow":
                self._head(200)
                while not running.stopping.wait(0.2):
                    self.wfile.write(b"<p>")
            case "/bomb":
                self._head(200, **{"Content-Encoding": "gzip"})
                self.wfile.write(_BOMB)
            case "/busy" if type(self).busy:
                type(self).busy = False
                self._head(503)
            case _:
                page = PAGES.get(path if path != "/busy" else "/main")
                self._head(404 if page is None else 200)
                self.wfile.write((page or "").encode())

    def _head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
