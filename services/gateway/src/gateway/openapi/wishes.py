"""The calls by which users say something to a job that has ended, for OpenAPI: each as data."""

from typing import Final

from gateway.openapi.parts import (
    BY_HEADER,
    GONE,
    JOB,
    JOB_ID,
    MALFORMED_ID,
    OPENS,
    Part,
    answer,
    json_of,
    parameter,
    problems,
)

_STEERED: Final = {"revision": 2, "stream_url": f"/api/jobs/{JOB}/stream?after=1244"}
_CHANGES: Final = OPENS | {"_403": "token_of_another_job origin_refused"}
_PATCH_ID: Final = parameter(
    "path", "patch_id", "A patch, as the artifact `patches` or a `diff_chunk` names it.", example="p1", maxLength=100
)
_UNREAD: Final = {
    "_400": f"{MALFORMED_ID} malformed_body unfit_body incomplete_body",
    "_408": "incomplete_body",
    "_413": "too_large",
    "_415": "unsupported_type",
}
_ANSWERS: Final = {
    "answers": [
        {"question_id": "q-r4", "answer": "Yes, on the wards of Harbour Clinic since 2021."},
        {"question_id": "q-r7", "declined": True},
    ]
}


def _say(
    operation: str, summary: str, description: str, body: Part, *, parameters: list[Part], **refusals: str
) -> Part:
    """Describe a call that opens the next revision."""
    opened = answer("It was taken down; watch what comes of it.", json_of("SteeredAnswer", _STEERED))
    return {
        "operationId": operation,
        "tags": ["steer"],
        "summary": summary,
        "description": description,
        "security": BY_HEADER,
        "parameters": [JOB_ID, *parameters],
        "requestBody": {"required": True, "content": body},
        "responses": {"202": opened} | problems(**_UNREAD | _CHANGES | GONE | refusals),
    }


WISHES: Final[dict[str, Part]] = {
    "/api/jobs/{job_id}/answers": {
        "post": _say(
            "answers",
            "Answer a job's questions",
            "Opens the next revision from planning on: what is answered becomes facts of the user, for this job only."
            " Several answers go together; each question is answered or declined, and not asked again. Repeated, it"
            " is as once.",
            json_of("AnswersRequest", _ANSWERS),
            parameters=[],
            _409="still_running no_questions",
            _422="no_answers empty_answer not_text answer_or_decline answered_twice no_such_question",
        )
    },
    "/api/jobs/{job_id}/patches/{patch_id}": {
        "put": _say(
            "patch",
            "Reject or restore a change",
            "Opens the next revision from writing on, without the change or with it again. What was planned on top of"
            " a rejected change is refused with that reason, and comes back with it. Repeated, it is as once.",
            json_of("PatchRequest", {"state": "rejected"}),
            parameters=[_PATCH_ID],
            _404="no_such_job no_such_patch",
            _409="still_running refused_patch",
        )
    },
    "/api/jobs/{job_id}/patches": {
        "put": _say(
            "patches",
            "Reject or restore several changes",
            "As for one change, in one revision.",
            json_of("PatchesRequest", {"patches": {"p1": "rejected", "p4": "restored"}}),
            parameters=[],
            _404="no_such_job no_such_patch",
            _409="still_running refused_patch",
            _422="no_choices",
        )
    },
}
