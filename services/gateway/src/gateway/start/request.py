"""What a start asks for: read strictly, and checked before anything is written."""

import hashlib
import re
from typing import Final

import msgspec

from gateway.refusals import RefusedError

RESUME_LIMIT: Final = 100_000
POSTING_LIMIT: Final = 60_000
"""Characters."""

BODY_LIMIT_BYTES: Final = 4 * 1024 * 1024
"""Room for all texts at their limits, each character escaped."""

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_UNDECODED: Final = "\ufffd"
_RUBBISH_SHARE: Final = 0.01
"""What was extracted from a file may hold a stray control character: the normaliser drops it."""


class StartRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The body of a start."""

    resume_text: str | None = None
    job_text: str | None = None
    job_url: str | None = None
    profile_text: str | None = None

    def documents(self) -> dict[str, bytes]:
        """Give what is to be stored, by the names that the first step knows."""
        texts = {"resume_upload": self.resume_text, "job_upload": self.job_text, "profile_upload": self.profile_text}
        return {name: text.encode() for name, text in texts.items() if text is not None}

    def body_hash(self) -> str:
        """Name what is asked for, however it was written down."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


_decoder = msgspec.json.Decoder(StartRequest)


def read_start(body: bytes) -> StartRequest:
    """Read and check the body of a start.

    Raises:
        RefusedError: 400 where it is not what the API takes, 413 where a text is too long, 422 where it is understood
            and cannot be done.
    """
    if not body.strip():
        raise _malformed("the body is empty: send a JSON object with `resume_text` and `job_text`")
    try:
        body.decode()
        asked = _decoder.decode(body)
    except UnicodeDecodeError:
        raise _malformed("the body is not UTF-8") from None
    except msgspec.ValidationError as error:
        raise _malformed(f"the body does not fit: {error}", code="unfit_body") from None
    except msgspec.DecodeError as error:
        raise _malformed(f"the body is not JSON: {error}") from None
    return _checked(asked)


def _checked(asked: StartRequest) -> StartRequest:
    if asked.resume_text is None:
        raise _refused("`resume_text` is missing: the résumé as text", code="no_resume", field="resume_text")
    if asked.job_text is not None and asked.job_url is not None:
        raise _refused("give the posting once: as `job_text` or as `job_url`, not both", code="two_postings")
    if asked.job_url is not None:
        raise _refused(
            "`job_url` is not taken yet: paste the posting's text as `job_text`",
            code="job_url_not_taken",
            field="job_url",
        )
    if asked.job_text is None:
        raise _refused("the posting is missing: give its text as `job_text`", code="no_posting", field="job_text")
    _check_text("resume_text", asked.resume_text, RESUME_LIMIT)
    _check_text("job_text", asked.job_text, POSTING_LIMIT)
    if asked.profile_text is not None:
        _check_text("profile_text", asked.profile_text, RESUME_LIMIT)
    return asked


def _check_text(field: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise RefusedError(
            f"`{field}` has {len(text)} characters; at most {limit} are taken",
            status=413,
            code="too_large",
            field=field,
            limit=limit,
            unit="characters",
        )
    rubbish = len(_CONTROLS.findall(text)) + text.count(_UNDECODED)
    if "\0" in text or rubbish > _RUBBISH_SHARE * len(text):
        raise _refused(
            f"`{field}` is not text: it holds control characters, as a file that was pasted undecoded does",
            code="not_text",
            field=field,
        )
    if not any(character.isalnum() for character in text):
        raise _refused(f"`{field}` holds no word", code="empty_text", field=field)


def _malformed(sentence: str, *, code: str = "malformed_body") -> RefusedError:
    return RefusedError(sentence, status=400, code=code)


def _refused(sentence: str, *, code: str, **more: str) -> RefusedError:
    return RefusedError(sentence, status=422, code=code, **more)
