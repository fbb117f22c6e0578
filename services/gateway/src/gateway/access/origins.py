"""Which pages may call: our own, and those of the allow-list; others are refused, not merely left without a header."""

import re
from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from gateway.accesslog import note
from gateway.problems import Problem, send_problem

_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}
_HOST: Final = re.compile(r"(?P<host>[^\s/@:\[\]]+|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?")
_ORIGIN: Final = re.compile(rf"(?P<scheme>https?)://{_HOST.pattern}")
_PREFLIGHT: Final = [
    (b"access-control-allow-methods", b"GET, POST, PUT, DELETE"),
    (b"access-control-allow-headers", b"authorization, content-type, idempotency-key, if-none-match, last-event-id"),
    (b"access-control-max-age", b"600"),
]
_REFUSAL: Final = Problem(
    status=403, code="origin_refused", detail="pages of this origin may not call this API: see ALLOWED_ORIGINS"
)


class Origins:
    """Wraps an application and looks at the `Origin` of every request that has one."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str]) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, answer a preflight, or refuse."""
        headers = dict(scope["headers"])
        given = headers.get(b"origin")
        if given is None:
            await self._app(scope, receive, send)
            return
        origin = given.decode("latin-1")
        if origin in self._allowed:
            if scope["type"] == ScopeType.HTTP and scope["method"] == "OPTIONS":
                await _answer_preflight(send, given)
            else:
                await self._app(scope, receive, _allowing(send, given))
        elif is_own(origin, headers.get(b"host", b"").decode("latin-1")):
            await self._app(scope, receive, send)
        else:
            note(scope, code=_REFUSAL.code)
            await send_problem(send, _REFUSAL)


def is_own(origin: str, host: str) -> bool:
    """Tell whether a page came from where it calls.

    The scheme is left to the origin: behind a proxy that ends TLS we do not know our own.
    """
    page, called = _ORIGIN.fullmatch(origin.lower()), _HOST.fullmatch(host.lower())
    if page is None or called is None:
        return False
    default = _DEFAULT_PORTS[page["scheme"]]
    return (page["host"], page["port"] or default) == (called["host"], called["port"] or default)


def _allowed_headers(origin: bytes) -> list[tuple[bytes, bytes]]:
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-expose-headers", b"retry-after, content-disposition, etag, location"),
        (b"vary", b"Origin"),
    ]


def _allowing(send: Send, origin: bytes) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_allowed_headers(origin)]
        await send(message)

    return sending


async def _answer_preflight(send: Send, origin: bytes) -> None:
    headers = [*_allowed_headers(origin), *_PREFLIGHT]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
