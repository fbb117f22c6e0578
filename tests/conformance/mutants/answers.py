"""Ways to break requests, heads of answers, and bodies that are no streams."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.conformance.mutants.proxy import Asked
from tests.conformance.wire import Head


def _is_stream(asked: Asked) -> bool:
    return "/stream" in asked.target


def _with(head: Head, name: str, value: str | None) -> Head:
    kept = [pair for pair in head.headers if pair[0].lower() != name]
    return replace(head, headers=[*kept, *([] if value is None else [(name, value)])])


def ignores_last_event_id(asked: Asked) -> Asked:
    """Take no notice of the header."""
    return asked.without("last-event-id")


def ignores_after(asked: Asked) -> Asked:
    """Take no notice of the query's cursor."""
    return replace(asked, target=re.sub(r"([?&])after=[^&]*&?", r"\1", asked.target))


def query_wins(asked: Asked) -> Asked:
    """Let the query win over the header."""
    return asked.without("last-event-id") if "after=" in asked.target else asked


def guesses_cursors(asked: Asked) -> Asked:
    """Take a malformed cursor for none."""
    good = re.compile(r"[0-9]{1,19}")
    if not good.fullmatch(asked.get("last-event-id") or "0"):
        asked = asked.without("last-event-id")
    after = re.search(r"[?&]after=([^&]*)", asked.target)
    return ignores_after(asked) if after and not good.fullmatch(after[1]) else asked


def ignores_pace(asked: Asked) -> Asked:
    """Write as often as there is something."""
    return replace(asked, target=re.sub(r"([?&])hz=[^&]*&?", r"\1", asked.target))


def ignores_at(asked: Asked) -> Asked:
    """Show the present, whatever past was asked for."""
    return replace(asked, target=re.sub(r"([?&])at=[^&]*&?", r"\1", asked.target))


def ignores_tags(asked: Asked) -> Asked:
    """Send everything again, whatever the reader has."""
    return asked.without("if-none-match")


def forgets_a_job(asked: Asked) -> Asked:
    """Leave the last job of a list out."""
    return replace(asked, target=re.sub(r"&job=[^&]*$", "", asked.target))


def ignores_origin(asked: Asked) -> Asked:
    """Let pages of any origin call."""
    return asked.without("origin")


def forgets_where_a_list_was(asked: Asked) -> Asked:
    """Begin a list at the cursors of its address, whatever `Last-Event-ID` says."""
    return asked.without("last-event-id") if asked.target.startswith("/api/stream") else asked


def open_door() -> Callable[[Asked], Asked]:
    """Let anybody in to a job whose token was seen once."""
    seen: dict[str, str] = {}

    def asks(asked: Asked) -> Asked:
        job = re.search(r"[0-9a-f-]{36}", asked.target)
        if job is not None and asked.get("authorization"):
            seen[job[0]] = asked.get("authorization")
        elif job is not None and job[0] in seen:
            return replace(asked, headers=[*asked.headers, ("Authorization", seen[job[0]])])
        return asked

    return asks


def ok_at_the_end(asked: Asked, head: Head) -> Head:
    """Answer 200 with an empty stream where the job is over."""
    if _is_stream(asked) and head.status == 204:
        return replace(_with(head, "content-type", "text/event-stream"), status=200)
    return head


def not_found_when_erased(_: Asked, head: Head) -> Head:
    """Say 404 of what was erased."""
    return replace(head, status=404) if head.status == 410 else head


def for_everybody(_: Asked, head: Head) -> Head:
    """Allow every page."""
    return _with(head, "access-control-allow-origin", "*")


def plain_type(asked: Asked, head: Head) -> Head:
    """Name a media type that browsers do not take for a stream; what the proxy looks at stays in it."""
    return _with(head, "content-type", "text/plain; was=text/event-stream") if _is_stream(asked) else head


def kept_by_caches(asked: Asked, head: Head) -> Head:
    """Let caches keep a stream."""
    return _with(head, "cache-control", "max-age=60") if _is_stream(asked) else head


def silent_to_proxies(asked: Asked, head: Head) -> Head:
    """Do not say that a stream is not to be held back."""
    return _with(head, "x-accel-buffering", None) if _is_stream(asked) else head


def says_gzip(asked: Asked, head: Head) -> Head:
    """Announce compression where the reader takes it."""
    return _with(head, "content-encoding", "gzip") if "gzip" in asked.get("accept-encoding") else head


def html_refusals(_: Asked, head: Head) -> Head:
    """Refuse with a page, as a proxy does."""
    return _with(head, "content-type", "text/html") if head.status >= 400 else head


def _is_preview(asked: Asked) -> bool:
    return asked.target == "/api/preview"


def takes_any_file(asked: Asked, head: Head) -> Head:
    """Show a refused file as if it had been read."""
    return replace(head, status=200) if _is_preview(asked) and head.status in {415, 422} else head


def too_big_is_malformed(asked: Asked, head: Head) -> Head:
    """Say 400 of a file that is too big."""
    return replace(head, status=400) if _is_preview(asked) and head.status == 413 else head


def _snapshot(asked: Asked, body: bytes) -> dict[str, Any] | None:
    return json.loads(body) if asked.target.partition("?")[0].endswith("/snapshot") and body[:1] == b"{" else None


def snapshot_behind(asked: Asked, body: bytes) -> bytes:
    """Leave the last event out of a snapshot that says it has it."""
    snapshot = _snapshot(asked, body)
    if snapshot is None or not snapshot.get("events"):
        return body
    snapshot["events"].pop()
    return json.dumps(snapshot).encode()


def stream_url_behind(asked: Asked, body: bytes) -> bytes:
    """Let a snapshot's stream go on one event too early."""
    snapshot = _snapshot(asked, body)
    if snapshot is None or len(snapshot.get("events", [])) < 2:
        return body
    snapshot["stream_url"] = snapshot["stream_url"].partition("=")[0] + f"={snapshot['events'][-2]['seq']}"
    return json.dumps(snapshot).encode()


def one_page(asked: Asked, body: bytes) -> bytes:
    """Do not say that there are more pages."""
    snapshot = _snapshot(asked, body)
    if snapshot is None or not snapshot.pop("next", None):
        return body
    return json.dumps(snapshot).encode()


def repeats_token(asked: Asked, body: bytes) -> bytes:
    """Say in a refusal which token it was."""
    return body.replace(b'"detail":"', b'"detail":"%b ' % asked.get("authorization").encode())


def preview_without_its_end(asked: Asked, body: bytes) -> bytes:
    """Show the file without its last letter."""
    if not _is_preview(asked) or b'"text":' not in body:
        return body
    preview = json.loads(body)
    preview["text"] = preview["text"][:-1]
    return json.dumps(preview).encode()


def promises_too_much(asked: Asked, body: bytes) -> bytes:
    """Tell of a longer résumé than a start takes."""
    if asked.target != "/api/limits" or body[:1] != b"{":
        return body
    limits = json.loads(body)
    return json.dumps({**limits, "resume_characters": 2 * limits["resume_characters"]}).encode()
