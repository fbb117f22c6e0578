"""The calls that start, steer and hand over, for OpenAPI: each as data. Tests hold them to what the gateway answers."""

from typing import Final

from contracts.examples import EXAMPLES
from gateway.openapi.parts import (
    BY_HEADER,
    BY_LINK,
    FILES,
    GONE,
    JOB,
    JOB_ID,
    KEY,
    MALFORMED_ID,
    NAME,
    OPENS,
    REF,
    TEXT,
    TOKEN,
    Part,
    answer,
    header,
    json_of,
    problems,
    ref,
)
from gateway.start.described import BODY, FILE_BODY

_STARTED: Final = {
    "job_id": JOB,
    "stream_url": f"/api/jobs/{JOB}/stream",
    "snapshot_url": f"/api/jobs/{JOB}/snapshot",
    "access_token": TOKEN,
}
_LIMITS: Final = {
    "resume_characters": 100000,
    "posting_characters": 60000,
    "url_characters": 2000,
    "file_bytes": 5242880,
    "retention_sec": 604800.0,
}
_STEERED: Final = {"revision": 2, "stream_url": f"/api/jobs/{JOB}/stream?after=1244"}
_LISTED: Final = {
    "job_id": JOB,
    "revision": 1,
    "artifacts": [
        {
            "name": "resume.md",
            "ref": f"{JOB}.resume.md.0123456789abcdef",
            "url": f"/api/jobs/{JOB}/artifacts/resume.md",
        }
    ],
}
_LIST_OR_DOCUMENT: Final = {
    "application/json": {
        "schema": {"anyOf": [ref("ArtifactList"), {"type": "object", "description": "With `ref`: the document."}]},
        "example": _LISTED,
    }
}
_CHANGES: Final = OPENS | {"_403": "token_of_another_job origin_refused"}
_STARTS: Final = problems(
    _400="malformed_body unfit_body incomplete_body malformed_idempotency_key",
    _403="origin_refused",
    _408="incomplete_body",
    _409="idempotency_conflict",
    _410="erased",
    _413="too_large",
    _415="unsupported_type unsupported_file",
    _422="no_resume two_resumes no_posting two_postings empty_text not_text malformed_url no_job_posting"
    " encrypted_file",
    _503="log_full log_unavailable",
)


def _start(operation: str, summary: str, description: str, **responses: Part) -> Part:
    return {
        "operationId": operation,
        "tags": ["start"],
        "summary": summary,
        "description": description,
        "parameters": [KEY],
        "requestBody": BODY.to_schema(),
        "responses": {status.removeprefix("_"): response for status, response in responses.items()} | _STARTS,
    }


def _steer(operation: str, summary: str, description: str, conflict: str) -> Part:
    return {
        "operationId": operation,
        "tags": ["steer"],
        "summary": summary,
        "description": description,
        "security": BY_HEADER,
        "parameters": [JOB_ID],
        "responses": {"202": answer("It was asked for; watch what comes of it.", json_of("SteeredAnswer", _STEERED))}
        | problems(_400=MALFORMED_ID, **_CHANGES, _409=conflict, **GONE),
    }


_STARTED_ANSWER: Final = answer(
    "The job exists, and will come to an end whatever crashes.",
    json_of("StartAnswer", _STARTED),
    Location=header("The job's snapshot."),
    Set_Cookie=header("The job's token, for its own path; HttpOnly, SameSite=Strict."),
)

JOBS: Final[dict[str, Part]] = {
    "/api/pipeline/start": {
        "post": _start(
            "start",
            "Start a job",
            "Hand over a résumé and a posting; follow the job by its stream. Repeated with its key it is the same job.",
            _202=_STARTED_ANSWER,
        )
    },
    "/api/pipeline/run": {
        "post": _start(
            "run",
            "Start a job and wait for its end",
            "For callers that cannot stream: answers the final snapshot, or 202 where it takes longer than"
            " `RUN_TIMEOUT`; whoever leaves cancels nothing.",
            _200=answer("The job has ended.", json_of("Snapshot")),
            _202=_STARTED_ANSWER,
        )
    },
    "/api/preview": {
        "post": {
            "operationId": "preview",
            "tags": ["start"],
            "summary": "See what is read of a file",
            "description": "Hand over a file alone, before a start: answers the text that a job would build on and"
            " what to look out for. Nothing is stored. A refusal of the file is the one that its job would fail with;"
            " where nobody reads files now (503, 504) a start takes it all the same.",
            "requestBody": FILE_BODY.to_schema(),
            "responses": {"200": answer("This is read.", json_of("Preview", EXAMPLES["answer.preview"][0]))}
            | problems(
                _400="malformed_body unfit_body incomplete_body",
                _403="origin_refused",
                _408="incomplete_body",
                _413="too_large",
                _415="unsupported_type unsupported_file",
                _422="one_file empty_text not_text no_job_posting no_posting_found posting_too_large encrypted_file"
                " needs_ocr empty_file corrupt_file file_too_heavy unreadable",
                _503="preview_busy preview_unavailable",
                _504="unanswered",
            ),
        }
    },
    "/api/limits": {
        "get": {
            "operationId": "limits",
            "tags": ["start"],
            "summary": "What a start takes",
            "description": "How long texts and how large files may be, and how many seconds after its last end a job is"
            " erased.",
            "responses": {"200": answer("It is this.", json_of("StartLimits", _LIMITS))},
        }
    },
    "/api/jobs/{job_id}/artifacts": {
        "get": {
            "operationId": "artifacts",
            "tags": ["documents"],
            "summary": "List what a job has made",
            "description": "What the newest revision that ended has made, empty before the first end; or, with `ref`,"
            " the document that an event of this job refers to.",
            "security": BY_LINK,
            "parameters": [JOB_ID, REF],
            "responses": {
                "200": answer(
                    "The list, or the document.",
                    _LIST_OR_DOCUMENT | {"text/markdown": TEXT, "text/plain": TEXT},
                )
            }
            | problems(
                _400=f"{MALFORMED_ID} malformed_ref",
                **OPENS | {"_403": "token_of_another_job ref_of_another_job", "_404": "no_such_job no_such_document"},
                **GONE,
            ),
        }
    },
    "/api/jobs/{job_id}/artifacts/{name}": {
        "get": {
            "operationId": "artifact",
            "tags": ["documents"],
            "summary": "Get a document that a job has made",
            "description": "`resume.pdf`, `.docx`, `.md` and `.txt` are the tailored résumé, `report.md` and `.json`"
            " say what was changed and why.",
            "security": BY_LINK,
            "parameters": [JOB_ID, NAME],
            "responses": {
                "200": answer(
                    "The document.",
                    {"application/json": {"schema": {}}, "text/markdown": TEXT, "text/plain": TEXT, **FILES},
                    Content_Disposition=header("How a browser should save it."),
                )
            }
            | problems(
                _400=MALFORMED_ID,
                **OPENS | {"_404": "no_such_job no_such_artifact no_such_document"},
                **GONE,
            ),
        }
    },
    "/api/jobs/{job_id}/cancel": {
        "post": _steer(
            "cancel",
            "Cancel a job",
            "What runs for it is stopped within a second. Asked twice is as once. A viewer who leaves cancels nothing.",
            "too_late",
        )
    },
    "/api/jobs/{job_id}/retry": {
        "post": _steer(
            "retry",
            "Try a job again",
            "Opens the next revision of a job that failed or was canceled; what its earlier steps made is kept.",
            "nothing_to_retry",
        )
    },
    "/api/jobs/{job_id}": {
        "delete": {
            "operationId": "erase",
            "tags": ["steer"],
            "summary": "Erase a job",
            "description": "Its documents beyond recovery, and its events. Every later call answers 410.",
            "security": BY_HEADER,
            "parameters": [JOB_ID],
            "responses": {"204": answer("It is gone.")} | problems(_400=MALFORMED_ID, **_CHANGES, **GONE),
        }
    },
}
