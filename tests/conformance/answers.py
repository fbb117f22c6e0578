"""Looking at answers that are no streams."""

import httpx

from tests.conformance.cases import expect_same


def expect_problem(answer: httpx.Response, status: int, code: str, what: str) -> None:
    """See that an answer is a refusal of this status and code.

    Raises:
        BrokenPromiseError: It is another one, or none.
    """
    what = what if len(what) <= 60 else f"{what[:60]}…"
    expect_same((what, answer.status_code), (what, status), "the status")
    expect_same((what, answer.json().get("code")), (what, code), "the code")
