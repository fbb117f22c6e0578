"""What calls of the API have in common, for OpenAPI: problems, parameters, ways to show a token, examples."""

from http import HTTPStatus
from typing import Any, Final, TypeAlias

from contracts.examples import EXAMPLES

Part: TypeAlias = dict[str, Any]
"""A piece of an OpenAPI document, as JSON."""

JOB: Final = "5f1c2a34-9d1e-4c7b-8a55-0d6e2f4b7c10"
TOKEN: Final = "k1.1795363200.J2kq0T9cXkq1rJ0mS8n3b7h5f4d2a1Zx9wYvUtSrQpo"  # noqa: S105, an example that opens nothing


def ref(name: str) -> Part:
    """Refer to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def json_of(name: str, example: object = None) -> Part:
    """Give JSON content of a schema, with an example."""
    examples = EXAMPLES.get(name.lower(), [])
    shown = example if example is not None else (examples[0] if examples else None)
    return {"application/json": {"schema": ref(name), **({"example": shown} if shown is not None else {})}}


def answer(description: str, content: Part | None = None, **headers: Part) -> Part:
    """Describe a response; underscores of header names stand for dashes."""
    response: Part = {"description": description}
    if headers:
        response["headers"] = {name.replace("_", "-"): header for name, header in headers.items()}
    if content is not None:
        response["content"] = content
    return response


def problems(**codes: str) -> Part:
    """Describe problems by status: `_404="no_such_job"`, several codes separated by spaces."""
    found = {}
    for key, named in codes.items():
        status = int(key.removeprefix("_"))
        listed = named.split()
        found[str(status)] = answer(
            f"{HTTPStatus(status).phrase}: " + ", ".join(f"`{code}`" for code in listed),
            {"application/problem+json": {"schema": ref("Problem"), "example": _problem(status, listed[0])}},
            **({"Retry_After": RETRY_AFTER} if status in {429, 503} else {}),
        )
    return found


def _problem(status: int, code: str) -> Part:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": DETAILS.get(code, "One sentence that says what to do about it."),
    }


def header(description: str, **schema: Any) -> Part:  # noqa: ANN401, any JSON Schema
    """Describe a header."""
    return {"description": description, "schema": {"type": "string", **schema}}


def parameter(where: str, name: str, description: str, **schema: Any) -> Part:  # noqa: ANN401, any JSON Schema
    """Describe a parameter; one of the path is required."""
    return {
        "name": name,
        "in": where,
        "description": description,
        "required": where == "path",
        "schema": {"type": "string", **schema},
    }


DETAILS: Final = {
    "no_such_job": "there is no job of this id",
    "erased": "the job was erased",
    "malformed_query": "`limit` is a number of events from 1 to 10000",
    "no_such_position": "`at` is behind the end of the log: this job's newest message is at 1244",
    "token_missing": "show the job's token: as `Authorization: Bearer …`",
    "token_of_another_job": "this token opens another job",
    "operator_token_missing": "this needs the operators' token: as `Authorization: Bearer`",
    "operators_only": "this is for operators on the machine itself; set OPERATOR_TOKEN to let others in",
    "too_late": "the job has ended: there is nothing to cancel",
    "nothing_to_retry": "only a job that failed or was canceled can be tried again",
    "log_unavailable": "the log does not answer",
    "too_many_streams": "there are 2000 streams of this job already: close one, or come back in a moment",
    "log_full": "the log is full: nothing was stored",
}
RETRY_AFTER: Final = header("When to come back, in seconds.", type="integer", minimum=1, example=2)

JOB_ID: Final = parameter(
    "path",
    "job_id",
    "The job's id, as the start gave it: a UUID in lower case.",
    pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    example=JOB,
)
NAME: Final = parameter("path", "name", "An artifact's name.", minLength=1, maxLength=100, example="resume.md")
CURSOR: Final = {"pattern": "^(0|[1-9][0-9]{0,18})$", "example": "1201"}
AFTER: Final = parameter(
    "query", "after", "A cursor: the `id` of the last event that was seen, or a snapshot's `seq`.", **CURSOR
)
PAGE_OF: Final = (
    parameter(
        "query",
        "at",
        "A position up to the newest: the job as a viewer had it there. `seq` is that of the last event up to there.",
        **CURSOR,
    ),
    parameter("query", "after", "Only events behind this position, which is no later than the newest.", **CURSOR),
    parameter(
        "query",
        "limit",
        "At most so many events; where there are more, `next` is the path of the next page of the same snapshot.",
        type="integer",
        minimum=1,
        maximum=10_000,
        example=500,
    ),
    parameter("query", "events", "`false` for the state alone.", type="boolean", default=True),
)
ETAG: Final = header("Weak: the same for answers that differ in `snapshot_at` only, at every gateway of one version.")
IF_NONE_MATCH: Final = parameter("header", "If-None-Match", "Tags of snapshots that are there already, or `*`.")
LAST_EVENT_ID: Final = parameter(
    "header",
    "Last-Event-ID",
    "A cursor, as browsers send it when they come back; it wins over `after`. An empty one counts as left out.",
    **CURSOR | {"pattern": "^(0|[1-9][0-9]{0,18})?$"},
)
JOBS_ASKED: Final[Part] = {
    "in": "query",
    "name": "job",
    "required": True,
    "description": "`ID~CURSOR~TOKEN`, once for each job: where its part begins (0, or a cursor of its own stream or"
    " snapshot), and its token.",
    "explode": True,
    "schema": {
        "type": "array",
        "minItems": 1,
        "maxItems": 50,
        "items": {"type": "string", "pattern": "^[^~]+~(0|[1-9][0-9]{0,18})~[^~]+$"},
    },
    "example": [f"{JOB}~0~{TOKEN}"],
}
MANY_LAST_EVENT_ID: Final = parameter(
    "header",
    "Last-Event-ID",
    "The `id` of the last frame of such a stream; it wins over the cursors of the list.",
    pattern=r"^([0-9a-f]{8}([.](x|0|[1-9][0-9]{0,18})){1,50})?$",
)
HZ: Final = parameter(
    "query",
    "hz",
    "At most so many writes a second, 1 to 60: what comes meanwhile comes together.",
    example="8",
    pattern="^[0-9]{1,2}([.][0-9]{1,3})?$",
)
FRAME: Final = {
    "type": "object",
    "description": "One frame. Data frames have an `id` and no `event`, heartbeats neither, control frames an `event`.",
    "properties": {
        "id": {"type": "string", "description": "A cursor: what `Last-Event-ID` and `after` take."},
        "event": {"enum": ["message", "control"], "description": "Left out of data frames, which are messages."},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "An event of the job, as the snapshot's `events` have them; or what the control frame says.",
        },
        "retry": {"type": "integer", "description": "When to come back, in milliseconds."},
    },
}
REF: Final = parameter("query", "ref", "A ref out of an event: give the document that it names instead of the list.")
KEY: Final = parameter(
    "header",
    "Idempotency-Key",
    "Makes a repeated start the same job: 1 to 200 visible ASCII characters.",
    pattern="^[\\x21-\\x7e]{1,200}$",
    example="application-4711",
)

TEXT: Final = {"schema": {"type": "string"}}
FILES: Final[Part] = {
    "application/pdf": {},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {},
}
"""What is bytes and no text: OpenAPI 3.1 wants no schema for it."""

SECURITY: Final = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "The job's `access_token`. It opens this job, and expires with it.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "job_token",
        "description": "Set by the start, for the job's own path. A call that changes something needs a same-origin"
        " `Origin` with it.",
    },
    "operator": {
        "type": "http",
        "scheme": "bearer",
        "description": "`OPERATOR_TOKEN`. Callers on the machine itself need none.",
    },
    "query": {
        "type": "apiKey",
        "in": "query",
        "name": "access_token",
        "description": "For `EventSource` and links, which send no headers: on the stream and on artifacts only.",
    },
}
BY_HEADER: Final[list[Part]] = [{"token": []}, {"cookie": []}]
BY_LINK: Final[list[Part]] = [*BY_HEADER, {"query": []}]

MALFORMED_ID: Final = "malformed_id"
OPENS: Final = {
    "_401": "token_missing token_invalid token_expired",
    "_403": "token_of_another_job",
    "_404": "no_such_job",
}
GONE: Final = {"_410": "erased", "_503": "log_unavailable"}
