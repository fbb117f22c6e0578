"""What a start asks for: read strictly, and checked before anything is written."""

import hashlib
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import msgspec

from gateway.refusals import RefusedError

RESUME_LIMIT: Final = 100_000
POSTING_LIMIT: Final = 60_000
"""Characters."""

URL_LIMIT: Final = 2_000

BODY_LIMIT_BYTES: Final = 4 * 1024 * 1024
"""Room for all texts at their limits, each character escaped."""

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_UNDECODED: Final = "\ufffd"
_RUBBISH_SHARE: Final = 0.01
"""What was extracted from a file may hold a stray control character: the normaliser drops it."""


_UNPRINTABLE: Final = re.compile(r"[\s\x00-\x1f\x7f]")


class StartTexts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a start may say as text: the body as JSON."""

    resume_text: str | None = None
    job_text: str | None = None
    job_url: str | None = None
    profile_text: str | None = None


class StartRequest(StartTexts, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a start asks for. A form's files of text are texts here; those that the first step reads are bytes."""

    resume_file: bytes | None = None
    job_file: bytes | None = None

    def documents(self) -> dict[str, bytes]:
        """Give what is to be stored, by the names that the first step knows."""
        given = {
            "resume_upload": self.resume_text if self.resume_file is None else self.resume_file,
            "job_upload": self.job_text if self.job_file is None else self.job_file,
            "job_url": self.job_url,
            "profile_upload": self.profile_text,
        }
        return {name: as_stored(content) for name, content in given.items() if content is not None}

    def body_hash(self) -> str:
        """Name what is asked for, however it was written down."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


def as_stored(content: str | bytes) -> bytes:
    """Give what the first step gets of a text or a file."""
    return content.encode() if isinstance(content, str) else content


_decoder = msgspec.json.Decoder(StartTexts)


def read_start(body: bytes) -> StartRequest:
    """Read and check the body of a start.

    Raises:
        RefusedError: 400 where it is not what the API takes, 413 where a text is too long, 422 where it is understood
            and cannot be done.
    """
    if not body.strip():
        raise malformed("the body is empty: send a JSON object with `resume_text` and `job_text`")
    try:
        body.decode()
        asked = _decoder.decode(body)
    except UnicodeDecodeError:
        raise malformed("the body is not UTF-8") from None
    except msgspec.ValidationError as error:
        raise malformed(f"the body does not fit: {error}", code="unfit_body") from None
    except msgspec.DecodeError as error:
        raise malformed(f"the body is not JSON: {error}") from None
    return checked({name: text for name, text in msgspec.structs.asdict(asked).items() if text is not None})


def checked(given: Mapping[str, str | bytes]) -> StartRequest:
    """Check what was given, by the names of the fields; the texts of files stand under the names of their files.

    Raises:
        RefusedError: 413 where a text is too long, 422 where it is understood and cannot be done.
    """
    resume = _one_of(given, ("resume_text", "resume_file"), "no_resume", "two_resumes", "the résumé")
    posting = _one_of(given, ("job_text", "job_url", "job_file"), "no_posting", "two_postings", "the posting")
    asked: dict[str, str | bytes] = {}
    for field in (resume, posting, "profile_text"):
        content = given.get(field)
        if content is None:
            continue
        if isinstance(content, bytes):
            asked[field] = content
            continue
        if field == "job_url":
            content = content.strip()
            _check_url(content)
        else:
            check_text(field, content)
        asked[field.replace("_file", "_text")] = content
    return msgspec.convert(asked, StartRequest)


def check_text(field: str, text: str) -> None:
    """Refuse a text that no start takes; how long the text of a posting's JSON is, is known when it is read.

    Raises:
        RefusedError: 413 where it is too long, 422 where it is no text.
    """
    if field == "job_file" and is_json(text):
        return
    limit = POSTING_LIMIT if field.startswith("job_") else RESUME_LIMIT
    if len(text) > limit:
        raise RefusedError(
            f"`{field}` has {len(text)} characters; at most {limit} are taken",
            status=413,
            code="too_large",
            field=field,
            limit=limit,
            unit="characters",
        )
    if is_rubbish(text):
        raise _refused(
            f"`{field}` is not text: it holds control characters, as a file that was pasted undecoded does",
            code="not_text",
            field=field,
        )
    if not any(character.isalnum() for character in text):
        raise _refused(f"`{field}` holds no word", code="empty_text", field=field)


def is_json(text: str) -> bool:
    """Tell whether a text is a JSON object or list."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        msgspec.json.decode(text.encode(), type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return False
    return True


def is_rubbish(text: str) -> bool:
    """Tell whether a text is something else that was decoded: it holds NUL, or more than stray control characters."""
    return "\0" in text or len(_CONTROLS.findall(text)) + text.count(_UNDECODED) > _RUBBISH_SHARE * len(text)


def _one_of(given: Mapping[str, str | bytes], forms: tuple[str, ...], none: str, several: str, what: str) -> str:
    """Name the one form in which something was given."""
    found = [form for form in forms if form in given]
    if len(found) == 1:
        return found[0]
    names = [f"`{form}`" for form in forms]
    listed = f"{', '.join(names[:-1])} or {names[-1]}"
    if found:
        raise _refused(f"give {what} once: as {listed}", code=several, field=found[1])
    raise _refused(f"{what} is missing: give it as {listed}", code=none, field=forms[0])


def _check_url(url: str) -> None:
    if len(url) > URL_LIMIT:
        raise _refused(
            f"`job_url` has {len(url)} characters, and at most {URL_LIMIT} are taken: paste the posting as `job_text`",
            code="malformed_url",
            field="job_url",
        )
    try:
        parts = urlsplit(url)
        named = (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
        )
    except ValueError:
        named = False
    if not named or _UNPRINTABLE.search(url) is not None:
        raise _refused(
            "`job_url` is no address of a page: it begins with http:// or https://, without spaces and a user name",
            code="malformed_url",
            field="job_url",
        )


def malformed(sentence: str, *, code: str = "malformed_body") -> RefusedError:
    """Refuse a body that is not what the API takes."""
    return RefusedError(sentence, status=400, code=code)


def _refused(sentence: str, *, code: str, **more: str) -> RefusedError:
    return RefusedError(sentence, status=422, code=code, **more)
