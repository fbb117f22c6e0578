"""Cursors, origins, media types, settings and problems: small rules at the edge."""

import pytest
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException

from eventlog import (
    ConcurrencyError,
    ConfigurationError,
    DocumentNotFoundError,
    LimitError,
    PermanentError,
    TransientError,
)
from gateway.access.origins import is_own
from gateway.artifacts.media import disposition_of, media_type_of
from gateway.problems import problem_of
from gateway.refusals import RefusedError
from gateway.settings import GatewaySettings
from gateway.stream.cursor import cursor_of

KEYS = {"TOKEN_KEYS": "keys"}


@pytest.mark.parametrize(
    ("header", "query", "cursor"),
    [(None, None, 0), ("", None, 0), ("7", None, 7), (None, "7", 7), ("9", "7", 9), ("", "7", 7), ("0", "7", 0)],
)
def test_the_header_goes_before_the_query(header: str | None, query: str | None, cursor: int) -> None:
    """A browser that comes back sends both; an empty header says nothing."""
    assert cursor_of(header, query) == cursor


@pytest.mark.parametrize("given", ["x", "-1", "+1", "1.0", "01", " 1", "1\n", "1" * 20, "\u0661", "0x1", "1_0", "null"])
def test_what_is_no_cursor_is_refused(given: str) -> None:
    """Only the decimal digits of a position are one."""
    with pytest.raises(RefusedError) as refused:
        cursor_of(None, given)
    assert (refused.value.status, refused.value.code) == (400, "malformed_cursor")


def test_an_empty_query_is_no_cursor() -> None:
    """`?after=` was meant to say something."""
    with pytest.raises(RefusedError):
        cursor_of(None, "")


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("http://127.0.0.1:8080", "127.0.0.1:8080", True),
        ("http://localhost", "localhost", True),
        ("https://example.org", "example.org", True),
        ("https://example.org", "example.org:443", True),
        ("https://example.org:443", "example.org", True),
        ("http://EXAMPLE.org", "example.org", True),
        ("http://[::1]:8080", "[::1]:8080", True),
        ("http://localhost:5173", "localhost:8080", False),
        ("http://example.org", "example.org:443", False),
        ("https://example.org.evil", "example.org", False),
        ("https://evil.org", "example.org", False),
        ("null", "example.org", False),
        ("", "", False),
        ("file://", "", False),
        ("http://", "", False),
        ("http://example.org:x", "example.org", False),
        ("http://example.org:99999", "example.org", False),
        ("http://[", "example.org", False),
        ("http://example.org", "[", False),
        ("http://user@example.org", "example.org", False),
        ("http://example.org/x", "example.org", False),
        ("chrome-extension://abc", "abc", False),
    ],
)
def test_our_own_page_is_told_from_others(origin: str, host: str, own: bool) -> None:
    """Host and port decide, a default port being the same as none."""
    assert is_own(origin, host) is own


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("resume.md", b"{}", "text/markdown"),
        ("resume.txt", b"", "text/plain"),
        ("match", b' {"a": 1}', "application/json"),
        ("match", b"[]", "application/json"),
        ("source", b"{curly words}", "text/plain"),
        ("source", b"[1] a footnote", "text/plain"),
        ("source", "é".encode(), "text/plain"),
        ("source", b"\xe9", "application/octet-stream"),
        ("source", b"a\0b", "application/octet-stream"),
        ("source", b"[" * 100_000, "text/plain"),
        ("source.html", b"<script>", "text/plain"),
    ],
)
def test_a_documents_type_is_told(name: str, content: bytes, media_type: str) -> None:
    """By its extension where that is one of ours, else by looking; nothing is ever called HTML."""
    assert media_type_of(name, content) == media_type


def test_only_safe_names_get_into_a_header() -> None:
    """A name that is none of ours is left out."""
    assert disposition_of("resume.pdf") == 'attachment; filename="resume.pdf"'
    assert disposition_of('a"\r\nX: y.pdf') == "attachment"


def test_settings_are_read_from_the_environment() -> None:
    """Names are the fields' in capitals; what is not set, or set to nothing, keeps its default."""
    settings = GatewaySettings.from_environment(
        {
            **KEYS,
            "PORT": "9000",
            "ALLOWED_ORIGINS": "https://a.example/, http://Localhost:5173,",
            "HOST": "",
            "HOME": "/x",
        }
    )
    assert settings.port == 9000
    assert settings.host == "127.0.0.1"
    assert settings.allowed_origins == {"https://a.example", "http://localhost:5173"}
    assert settings.heartbeat_sec == 15.0


@pytest.mark.parametrize(
    "given",
    [{}, {**KEYS, "PORT": "x"}, {**KEYS, "PORT": "70000"}, {**KEYS, "HEARTBEAT_SEC": "0"}, {**KEYS, "DRAIN_SEC": "-1"},
     {**KEYS, "ALLOWED_ORIGINS": "*"}, {**KEYS, "ALLOWED_ORIGINS": "example.org"}, {**KEYS, "RETRY_MS": "1"},
     {**KEYS, "ALLOWED_ORIGINS": "https://a.example/path"}],
)  # fmt: skip
def test_settings_that_make_no_sense_keep_a_gateway_from_starting(given: dict[str, str]) -> None:
    """The error names the setting."""
    with pytest.raises(ConfigurationError) as refused:
        GatewaySettings.from_environment(given)
    assert any(name in str(refused.value) for name in ({*given} - {"TOKEN_KEYS"}) or {"TOKEN_KEYS"})


@pytest.mark.parametrize(
    ("error", "status", "code", "retry"),
    [
        (TransientError("no answer", delay_sec=1.2), 503, "unavailable", "2"),
        (TransientError("no answer", code="draining", delay_sec=0), 503, "draining", "1"),
        (LimitError("full", delay_sec=10), 429, "limit", "10"),
        (ConcurrencyError("moved on"), 409, "conflict", None),
        (DocumentNotFoundError("x"), 404, "no_such_document", None),
        (RefusedError("no", status=422, code="no"), 422, "no", None),
        (PermanentError("secret"), 500, "internal", None),
        (ValueError("a secret"), 500, "internal", None),
        (NotFoundException(), 404, "no_such_path", None),
        (MethodNotAllowedException(headers={"allow": "GET"}), 405, "method_not_allowed", None),
        (HTTPException(status_code=418), 418, "refused", None),
        (HTTPException(status_code=500, detail="secret"), 500, "internal", None),
    ],
    ids=str,
)
def test_every_error_is_a_problem(error: Exception, status: int, code: str, retry: str | None) -> None:
    """Status and code say what the caller does next; what went wrong inside of us is not told."""
    problem = problem_of(error)
    assert (problem.status, problem.code) == (status, code)
    assert problem.headers.get("Retry-After") == retry
    assert b"secret" not in problem.body()
