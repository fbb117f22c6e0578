"""Every error of our tree is answered over HTTP as the tree's drawing says, and as the published schema has it."""

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator

import jsonschema
import pytest

import agents.sdk
import eventlog
import gateway
import pipeline
from contracts.export.schema import rendered_schemas
from eventlog import (
    AppError,
    ConcurrencyError,
    ConfigurationError,
    DocumentNotFoundError,
    LimitError,
    PartsMissingError,
    PermanentError,
    RequestError,
    StorageFullError,
    TransientError,
    UnansweredError,
    errors,
)
from gateway.problems import problem_of
from gateway.refusals import FullError, ReachedError, RefusedError

PROBLEM = jsonschema.Draft202012Validator(rendered_schemas()["problem"])
STATUS: dict[type[AppError], int] = {
    StorageFullError: 503,
    PartsMissingError: 503,
    UnansweredError: 504,
    TransientError: 503,
    ConcurrencyError: 409,
    PermanentError: 500,
    RequestError: 400,
    LimitError: 429,
    ConfigurationError: 500,
}
"""The branches of the tree, twigs first; everything that is no branch's is 500."""
AWAIT = {503, 429}
OURS = {503, 504}
"""Server errors that say what they are: nobody is to blame, and the caller may do something about them."""

SAMPLES: list[AppError] = [
    TransientError("the log does not answer", delay_sec=2.5),
    UnansweredError("nobody said a word"),
    ConcurrencyError("somebody was first"),
    PermanentError("it never will"),
    *(RequestError("no", status=status, code="no") for status in (400, 401, 403, 404, 409, 410, 413, 415, 422)),
    RefusedError("too long", status=413, code="too_large", field="resume_text", limit=3, unit="characters"),
    DocumentNotFoundError("x"),
    LimitError("too many"),
    ReachedError("too many", code="too_many_streams", limit=2, of="job"),
    FullError("full", limit=2),
    StorageFullError("the log"),
    PartsMissingError(["JOBS"]),
    ConfigurationError("no keys"),
]


def our_errors() -> Iterator[type[AppError]]:
    """Yield every error of the tree that the services can raise, the root first."""
    for package in (eventlog, gateway, pipeline, agents.sdk):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    waiting: list[type[AppError]] = [AppError]
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        yield error


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: f"{type(error).__name__} {getattr(error, 'status', '')}")
def test_an_error_is_answered_as_the_tree_says(error: AppError) -> None:
    """Status, stable code and `Retry-After` follow from the branch; the body passes the published schema."""
    problem = problem_of(error)
    body = json.loads(problem.body())
    PROBLEM.validate(body)
    branch = next(branch for branch in STATUS if isinstance(error, branch))
    assert problem.status == (error.status if isinstance(error, RequestError) else STATUS[branch])
    assert ("Retry-After" in problem.headers) is (problem.status in AWAIT)
    if problem.status < 500 or problem.status in OURS:
        assert (body["code"], body["detail"]) == (error.code, str(error))
    else:
        assert str(error) not in problem.body().decode()


def test_every_error_has_a_branch() -> None:
    """A new error stands under a branch, so that it is answered with a status somebody chose."""
    lost = [
        error.__name__
        for error in our_errors()
        if error is not AppError and not issubclass(error, tuple(STATUS)) and not _stays_inside(error)
    ]
    assert lost == []


def _stays_inside(error: type[AppError]) -> bool:
    """Tell whether an error is one that `eventlog` raises to itself only."""
    return error.__module__.startswith("eventlog.jetstream")


def test_the_drawing_shows_the_tree() -> None:
    """The tree in the module's docstring names every branch with its status."""
    drawn = dict(re.findall(r"[├└]── (\w+)\S*\s+(\S[^\n]*)", errors.__doc__ or ""))
    assert set(drawn) == {branch.__name__ for branch in STATUS}
    for branch, status in STATUS.items():
        if status != 500:
            assert str(status) in drawn[branch.__name__]


def test_what_nobody_expected_says_nothing() -> None:
    """An error that is none of ours is a 500 that tells nothing of itself."""
    problem = problem_of(RuntimeError("the résumé says …"))
    assert problem.status == 500
    assert "résumé" not in problem.body().decode()
    PROBLEM.validate(json.loads(problem.body()))
