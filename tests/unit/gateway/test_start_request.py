"""What a start may ask for, before anything is written."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.refusals import RefusedError
from gateway.start.request import POSTING_LIMIT, RESUME_LIMIT, StartRequest, read_start

GOOD = {"resume_text": "Jane Roe, nurse", "job_text": "Nurse wanted"}


def test_a_good_body_is_taken_as_it_is() -> None:
    """No text is changed: what was pasted is what is stored."""
    texts = {"resume_text": " Jané\r\n\tRoe\u00a0 ", "job_text": "x\u200b\x0c\x92", "profile_text": "ö\u2028"}
    asked = read_start(json.dumps(texts).encode())
    assert asked.documents() == {
        "resume_upload": texts["resume_text"].encode(),
        "job_upload": texts["job_text"].encode(),
        "profile_upload": texts["profile_text"].encode(),
    }


def test_what_is_left_out_is_no_document() -> None:
    """Without a profile there is none, also where it is null."""
    for body in (GOOD, {**GOOD, "profile_text": None, "job_url": None}):
        assert set(read_start(json.dumps(body).encode()).documents()) == {"resume_upload", "job_upload"}


def test_the_hash_names_what_is_asked_for() -> None:
    """Order, white space, escapes and explicit nulls make no other request; other words do."""
    one = read_start(json.dumps(GOOD).encode())
    same = read_start(json.dumps({**dict(reversed(GOOD.items())), "job_url": None}, indent=2).encode())
    other = read_start(json.dumps({**GOOD, "job_text": "Cook wanted"}).encode())
    moved = read_start(json.dumps({"resume_text": GOOD["job_text"], "job_text": GOOD["resume_text"]}).encode())
    assert one.body_hash() == same.body_hash()
    assert len({one.body_hash(), other.body_hash(), moved.body_hash()}) == 3
    assert len(one.body_hash()) == 64


@pytest.mark.parametrize(
    "url",
    [
        "",
        "jobs.example.org/1",
        "ftp://example.org/1",
        "javascript:alert(1)",
        "https://",
        "https://example.org/a b",
        "https://exam\nple.org/",
        "https://user:pw@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://[::1",
        "https://example.org/" + "a" * 1981,
    ],
)
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    """422 with a sentence; exactly at the limit is taken."""
    with pytest.raises(RefusedError) as refused:
        read_start(json.dumps({"resume_text": "Jane Roe", "job_url": url}).encode())
    assert (refused.value.status, refused.value.code) == (422, "malformed_url")
    longest = "https://example.org/" + "a" * 1980
    assert read_start(json.dumps({"resume_text": "Jane Roe", "job_url": longest}).encode()).job_url == longest


@pytest.mark.parametrize(("field", "limit"), [("resume_text", RESUME_LIMIT), ("job_text", POSTING_LIMIT)])
def test_limits_count_characters(field: str, limit: int) -> None:
    """Exactly at the limit is taken, one more is 413 with the limit; bytes do not count."""
    read_start(msgspec.json.encode({**GOOD, field: "💼" * (limit - 1) + "a"}))
    with pytest.raises(RefusedError) as refused:
        read_start(msgspec.json.encode({**GOOD, field: "a" * (limit + 1)}))
    assert refused.value.status == 413
    assert refused.value.more == {"field": field, "limit": limit, "unit": "characters"}


def test_a_stray_control_character_is_no_rubbish() -> None:
    """Text that came out of a file may hold one: a user could not see what to remove."""
    read_start(json.dumps({**GOOD, "resume_text": "Nurse " * 100 + "\x07"}).encode())


def attempt(body: bytes) -> StartRequest | RefusedError:
    """Read a body, or give its refusal."""
    try:
        return read_start(body)
    except RefusedError as refused:
        return refused


@given(body=st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused(body: bytes) -> None:
    """No body makes another error than a refusal with a sentence."""
    asked = attempt(body)
    if isinstance(asked, RefusedError):
        assert asked.status in {400, 413, 422}
        assert len(str(asked)) > 10


@given(
    body=st.dictionaries(
        st.sampled_from([*StartRequest.__struct_fields__, "x"]),
        st.none() | st.text(max_size=50) | st.integers() | st.lists(st.text(max_size=3)),
    )
)
def test_any_object_is_taken_or_refused(body: dict[str, object]) -> None:
    """What is taken has a résumé and one posting, with a word in each."""
    asked = attempt(json.dumps(body).encode())
    if isinstance(asked, RefusedError):
        assert asked.status in {400, 422}
    else:
        documents = asked.documents()
        assert all(any(letter.isalnum() for letter in text.decode()) for text in documents.values())
        assert "resume_upload" in documents
        assert len(documents.keys() & {"job_upload", "job_url"}) == 1
