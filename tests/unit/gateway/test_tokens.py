"""Tokens and the keys that sign them."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.ids import JobId, new_job_id
from eventlog import ConfigurationError
from gateway.access.keys import read_keys
from gateway.access.tokens import Tokens
from gateway.refusals import RefusedError

DAY = 24 * 3600
NOW = 1_795_000_000.0
JOB = new_job_id()
KEYS = {"new": b"n" * 32, "old": b"o" * 32}


def tokens(keys: dict[str, bytes] | None = None, *, now: float = NOW) -> Tokens:
    """Sign with keys at a moment."""
    return Tokens(keys or KEYS, life_sec=14 * DAY, clock=lambda: now)


def refusal(token: str | None, job: JobId = JOB, *, now: float = NOW) -> tuple[int, str]:
    """Give status and code of the refusal of a token."""
    with pytest.raises(RefusedError) as refused:
        tokens(now=now).verify(token, job)
    return refused.value.status, refused.value.code


def test_a_token_opens_its_job_until_it_expires() -> None:
    """It is good for its life at least, a day more at most, and never afterwards."""
    token, expiry = tokens().issue(JOB, started_at=NOW)
    assert 14 * DAY <= expiry - NOW < 15 * DAY
    assert tokens().verify(token, JOB).expires_at == expiry
    assert tokens(now=expiry - 1).verify(token, JOB).expires_at == expiry
    assert refusal(token, now=expiry) == (401, "token_expired")


def test_a_start_that_is_repeated_gets_the_same_token() -> None:
    """Clocks that differ by seconds make no other token."""
    assert tokens(now=NOW).issue(JOB, started_at=NOW) == tokens(now=NOW + 30).issue(JOB, started_at=NOW + 0.001)


def test_another_jobs_token_is_told_from_a_forged_one() -> None:
    """A token that we signed for another job is 403; one that we did not sign is 401."""
    token, _ = tokens().issue(new_job_id(), started_at=NOW)
    assert refusal(token) == (403, "token_of_another_job")
    kid, expiry, _, signature = token.split(".")
    assert refusal(f"{kid}.{expiry}.{JOB}.{signature}") == (401, "token_invalid")


def test_the_first_key_signs_and_all_verify() -> None:
    """A token of any key of the file is good, one of a key that is no longer in it is not."""
    old, _ = tokens({"old": KEYS["old"]}).issue(JOB, started_at=NOW)
    new, _ = tokens().issue(JOB, started_at=NOW)
    assert old.startswith("old.")
    assert new.startswith("new.")
    tokens().verify(old, JOB)
    with pytest.raises(RefusedError):
        tokens({"new": KEYS["new"]}).verify(old, JOB)


def test_a_key_is_not_taken_for_another() -> None:
    """A signature counts under the key id that it names only."""
    token, _ = tokens({"old": KEYS["old"]}).issue(JOB, started_at=NOW)
    assert refusal(token.replace("old.", "new.", 1)) == (401, "token_invalid")


@given(text=st.text(max_size=200))
def test_rubbish_is_no_token(text: str) -> None:
    """Whatever is given, it is refused with 401 and nothing else."""
    assert refusal(text) in {(401, "token_invalid"), (401, "token_missing")}


@given(position=st.integers(0, 120), replacement=st.characters(codec="ascii"))
def test_a_changed_token_is_no_token(position: int, replacement: str) -> None:
    """No single character can be changed."""
    token, _ = tokens().issue(JOB, started_at=NOW)
    changed = token[:position] + replacement + token[position + 1 :]
    if changed != token:
        assert refusal(changed)[0] == 401


def encoded(key: bytes) -> str:
    """Encode a key as the file has it."""
    return base64.urlsafe_b64encode(key).decode()


def test_keys_are_read_in_their_order(tmp_path: Path) -> None:
    """Comments and empty lines say nothing; padding may be left out."""
    file = tmp_path / "keys"
    file.write_text(f"# of November\n\nk2:{encoded(b'2' * 32)}\n k1:{encoded(b'1' * 33).rstrip('=')}\n")
    assert list(read_keys(file).items()) == [("k2", b"2" * 32), ("k1", b"1" * 33)]


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "k1\n", "k1:\n", f"k1:{encoded(b'short')}\n", "k1:not base64!" + "A" * 60,
     f":{encoded(b'1' * 32)}", f"a.b:{encoded(b'1' * 32)}", f"k1:{encoded(b'1' * 32)}\nk1:{encoded(b'2' * 32)}\n"],
)  # fmt: skip
def test_a_file_that_is_wrong_keeps_a_gateway_from_starting(tmp_path: Path, text: str) -> None:
    """Too short, doubled, misnamed or no keys: the error names the setting, and never the key."""
    file = tmp_path / "keys"
    file.write_text(text)
    with pytest.raises(ConfigurationError, match="TOKEN_KEYS") as refused:
        read_keys(file)
    assert encoded(b"short") not in str(refused.value)


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(ConfigurationError, match="nowhere"):
        read_keys(tmp_path / "nowhere")
