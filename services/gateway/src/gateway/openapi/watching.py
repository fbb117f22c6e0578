"""The calls that show what happens, for OpenAPI: streams, and the state at a position."""

from typing import Final

from gateway.openapi.parts import (
    AFTER,
    BY_HEADER,
    BY_LINK,
    ETAG,
    FRAME,
    GONE,
    HZ,
    IF_NONE_MATCH,
    JOB,
    JOB_ID,
    JOBS_ASKED,
    LAST_EVENT_ID,
    MALFORMED_ID,
    MANY_LAST_EVENT_ID,
    OPENS,
    PAGE_OF,
    Part,
    answer,
    json_of,
    problems,
)

_FRAMES: Final = (
    "retry: 2113\nid: 0\n\n"
    'id: 1201\ndata: {"type":"job_status","timestamp":"2026-11-22T20:17:47.648Z","id":"1201.0",'
    f'"job_id":"{JOB}","data":{{"status":"started","revision":1}}}}\n\n'
    'event: control\ndata: {"type":"caught_up","seq":1201}\n\n'
)

WATCHING: Final[dict[str, Part]] = {
    "/api/jobs/{job_id}/stream": {
        "get": {
            "operationId": "stream",
            "tags": ["watch"],
            "summary": "Watch a job live",
            "description": "Server-sent events: all that happened behind the cursor, then what happens, each exactly"
            " once, until `done`. Data frames are unnamed, their `id` is a cursor, their JSON an `Event`; after 15 s of"
            " silence comes a `heartbeat` without an `id`. Frames of `event: control` say `caught_up`, `reset`, `drain`"
            " or `expired`, and may be ignored.",
            "security": BY_LINK,
            "parameters": [JOB_ID, AFTER, HZ, LAST_EVENT_ID],
            "responses": {
                "200": answer(
                    "The stream.",
                    {"text/event-stream": {"schema": FRAME, "example": _FRAMES}},
                ),
                "204": answer("The cursor is at the end, and nothing will come: `EventSource` stops."),
            }
            | problems(
                _400=f"{MALFORMED_ID} malformed_cursor malformed_hz",
                **OPENS,
                _410="erased",
                _429="too_many_streams too_many_connects",
                _503="draining log_unavailable streams_full",
            ),
        }
    },
    "/api/stream": {
        "get": {
            "operationId": "streams",
            "tags": ["watch"],
            "summary": "Watch many jobs on one connection",
            "description": "The frames of each job's own stream, for browsers that allow six connections to an origin."
            " `id` stands for the cursors of all jobs; sent back as `Last-Event-ID` it goes on with each where it was."
            " Control frames name their `job_id`; one that is `erased` or `expired` leaves the others alone. A job that"
            " is refused at the start refuses the whole, and is named by `job_id` in the problem.",
            "security": [],
            "parameters": [JOBS_ASKED, HZ, MANY_LAST_EVENT_ID],
            "responses": {
                "200": answer("The stream.", {"text/event-stream": {"schema": FRAME, "example": _FRAMES}}),
                "204": answer("All cursors are at the end, and nothing will come: `EventSource` stops."),
            }
            | problems(
                _400="malformed_jobs malformed_cursor malformed_hz",
                **OPENS,
                _410="erased",
                _429="too_many_streams too_many_connects",
                _503="draining log_unavailable streams_full",
            ),
        }
    },
    "/api/jobs/{job_id}/snapshot": {
        "get": {
            "operationId": "snapshot",
            "tags": ["watch"],
            "summary": "See a job whole",
            "description": "Its state, and every event that is shown, as the log's leader has it now or, with `at`, as"
            " it was. `stream_url` goes on exactly behind it. A long history comes in pages that fit together, whatever"
            " happens meanwhile: the first by `limit`, the others by `next`.",
            "security": BY_HEADER,
            "parameters": [JOB_ID, *PAGE_OF, IF_NONE_MATCH],
            "responses": {
                "200": answer("The job at a position.", json_of("Snapshot"), ETag=ETAG),
                "304": answer("A tag of `If-None-Match` is still that of the answer.", ETag=ETAG),
            }
            | problems(_400=f"{MALFORMED_ID} malformed_query", **OPENS, _422="no_such_position", **GONE),
        }
    },
}
