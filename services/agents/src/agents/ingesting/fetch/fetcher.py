"""Fetching a posting from an address that a stranger gave us.

Each hop is resolved once, checked, and connected to at exactly that address, so that a name that changes its answer
gains nothing. Redirects are followed by hand, each checked like the first. The body is read as it comes (no encoding,
so no bomb), up to a size and a time.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx
import msgspec

from agents.ingesting.fetch.addresses import Resolve, checked, resolve
from eventlog import PermanentError, TransientError

MAX_BYTES: Final = 2 * 1024 * 1024
TIMEOUT_SEC: Final = 15.0
MAX_REDIRECTS: Final = 5
_PORTS: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_TYPES: Final = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "application/json", "application/ld+json"}
)
_INSTEAD: Final = ": paste the posting's text instead"


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """A page: its body, its media type in lower case without parameters, and its charset where the server said one."""

    url: str
    body: bytes
    media_type: str
    charset: str | None = None


class Fetcher:
    """Fetches pages of the public internet; `allowed` names `address:port` pairs that are exempt."""

    def __init__(
        self,
        *,
        allowed: frozenset[str] = frozenset(),
        resolver: Resolve = resolve,
        timeout_sec: float = TIMEOUT_SEC,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._allowed = allowed
        self._resolve = resolver
        self._timeout_sec = timeout_sec
        self._max_bytes = max_bytes

    async def fetch(self, url: str) -> Fetched:
        """Fetch a page.

        Raises:
            PermanentError: The address is refused, or what is there is no posting's page; the message says why.
            TransientError: It does not answer now.
        """
        try:
            async with asyncio.timeout(self._timeout_sec):
                return await self._follow(url)
        except TimeoutError:
            raise TransientError(
                f"the address did not answer within {self._timeout_sec:g} s", code="url_timeout"
            ) from None
        except httpx.InvalidURL:
            raise _unreadable() from None
        except (httpx.HTTPError, ssl.SSLError, OSError) as error:
            raise TransientError(f"the address does not answer: {type(error).__name__}", code="url_failed") from error

    async def _follow(self, url: str) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._hop(url)
            if isinstance(answer, Fetched):
                return answer
            url = urljoin(url, answer)
        raise PermanentError(f"the address redirects more than {MAX_REDIRECTS} times{_INSTEAD}", code="url_refused")

    async def _hop(self, url: str) -> Fetched | str:
        """Ask one address: gives the page, or where it redirects to."""
        parts, host, port = _taken_apart(url)
        address = checked(host, port, await self._resolve(host, port), self._allowed)
        async with (
            httpx.AsyncClient(trust_env=False, timeout=self._timeout_sec) as client,
            contextlib.aclosing(
                await client.send(_request(client, parts, host, port, address), stream=True)
            ) as response,
        ):
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                return str(location)
            _accepted(response.status_code, response.headers)
            media_type, _, parameters = response.headers.get("content-type", "text/html").lower().partition(";")
            if media_type.strip() not in _TYPES:
                raise PermanentError(
                    f"the address holds {media_type.strip()[:60]}, no page{_INSTEAD}", code="url_unsuitable"
                )
            return Fetched(
                url=url,
                body=await self._body(response),
                media_type=media_type.strip(),
                charset=_charset(parameters),
            )

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._max_bytes:
                raise PermanentError(
                    f"the page is larger than {self._max_bytes // 1024} KB{_INSTEAD}",
                    code="url_too_large",
                )
        return bytes(body)


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url.strip())
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError:
        raise _unreadable() from None
    if parts.scheme not in _PORTS or not host:
        raise PermanentError("the posting's address must begin with http:// or https://", code="url_malformed")
    if parts.username is not None or parts.password is not None:
        raise PermanentError("the posting's address must not carry a user name", code="url_refused")
    return parts, host, port or _PORTS[parts.scheme]


def _ascii(host: str) -> str:
    """Spell a name as DNS, TLS and HTTP want it: `bücher.example` is `xn--bcher-kva.example`."""
    return host if host.isascii() else host.encode("idna").decode()


def _unreadable() -> PermanentError:
    return PermanentError(f"the posting's address cannot be read{_INSTEAD}", code="url_malformed")


def _request(client: httpx.AsyncClient, parts: SplitResult, host: str, port: int, address: str) -> httpx.Request:
    """Build the request to a checked address: the number in the URL, the name in `Host` and in TLS."""
    number = _bracketed(address)
    name = _bracketed(host)
    return client.build_request(
        "GET",
        parts._replace(netloc=f"{number}:{port}", fragment="").geturl(),
        headers={
            "Host": name if port == _PORTS[parts.scheme] else f"{name}:{port}",
            "Accept": "text/html,application/ld+json,application/json,text/plain;q=0.9",
            "Accept-Encoding": "identity",
            "User-Agent": "resume-optimizer",
        },
        extensions={"sni_hostname": host},
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _accepted(status: int, headers: Mapping[str, str]) -> None:
    if status in _AGAIN:
        raise TransientError(f"the address answers {status}", code="url_failed", delay_sec=5.0)
    if status != httpx.codes.OK:
        raise PermanentError(f"the address answers {status}{_INSTEAD}", code="url_unsuitable")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise PermanentError(f"the page comes compressed although we asked for none{_INSTEAD}", code="url_unsuitable")


def _charset(parameters: str) -> str | None:
    name, _, value = parameters.strip().partition("=")
    return value.strip("\"' ") or None if name.strip() == "charset" else None
