"""What the bodies of a start look like, for OpenAPI: the handlers read them themselves, strictly and in pieces."""

from typing import Any, Final

from litestar.openapi.spec import (
    Example,
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIType,
    RequestBody,
    Schema,
)

from gateway.start.files import FILE_LIMIT_BYTES
from gateway.start.request import POSTING_LIMIT, RESUME_LIMIT, URL_LIMIT

_RESUME: Final = "Jane Roe\n\nExperience\nStaff Nurse, Harbour Clinic, 2019 – present\n• Led the night shift"
_POSTING: Final = "Staff nurse wanted. You must have experience in night shifts."
_PAGE: Final = "https://jobs.example.org/staff-nurse"


def _text(limit: int, description: str, *, least: int = 1) -> Schema:
    return Schema(type=OpenAPIType.STRING, min_length=least, max_length=limit, description=description)


def _file(description: str) -> Schema:
    return Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY, description=description)


_TEXTS: Final = {
    "resume_text": _text(RESUME_LIMIT, "The résumé as text."),
    "job_text": _text(POSTING_LIMIT, "The posting as text, or a JobPosting of schema.org as JSON."),
    "job_url": Schema(
        type=OpenAPIType.STRING,
        format=OpenAPIFormat.URI,
        pattern="^[Hh][Tt][Tt][Pp][Ss]?://",
        max_length=URL_LIMIT,
        description="Where the posting is: a page of the public internet, by http or https, that needs no log-in.",
    ),
    "profile_text": _text(RESUME_LIMIT, "More of the user's own words, taken as facts as the résumé is."),
}
_LIMIT_MB: Final = FILE_LIMIT_BYTES // 1024 // 1024
_FILES: Final = {
    "resume_file": _file(
        f"The résumé instead of `resume_text`: PDF, DOCX, plain text or Markdown, at most {_LIMIT_MB} MB. What of it"
        " cannot be read (a scan, a password) ends the job with an `error` that says so."
    ),
    "job_file": _file(
        f"The posting instead of `job_text` and `job_url`: PDF, DOCX, plain text, Markdown, or a JobPosting of"
        f" schema.org as JSON, at most {_LIMIT_MB} MB."
    ),
}
_ONE_POSTING: Final = "Exactly one form of the posting."


def _one_of(*required: tuple[str, ...]) -> list[Schema]:
    return [Schema(required=list(names)) for names in required]


JSON_BODY: Final = Schema(
    type=OpenAPIType.OBJECT,
    description=f"{_ONE_POSTING} Unknown fields are refused.",
    properties=dict(_TEXTS),
    required=["resume_text"],
    one_of=_one_of(("job_text",), ("job_url",)),
    additional_properties=False,
)
FORM_BODY: Final = Schema(
    type=OpenAPIType.OBJECT,
    description=f"{_ONE_POSTING} One form of the résumé. What a file is says its content, not its name. Empty parts"
    " count as left out; unknown and repeated ones are refused.",
    properties={
        **_TEXTS,
        "resume_text": _text(RESUME_LIMIT, "The résumé as text.", least=0),
        "job_text": _text(POSTING_LIMIT, "As in JSON.", least=0),
        "profile_text": _text(RESUME_LIMIT, "As in JSON.", least=0),
        **_FILES,
    },
    all_of=[
        Schema(one_of=_one_of(("resume_text",), ("resume_file",))),
        Schema(one_of=_one_of(("job_text",), ("job_url",), ("job_file",))),
    ],
    additional_properties=False,
)

FILE_BODY: Final = RequestBody(
    description="The file.",
    required=True,
    content={
        "multipart/form-data": OpenAPIMediaType(
            schema=Schema(
                type=OpenAPIType.OBJECT,
                description="One of the two parts, as a start has them; an empty one counts as left out.",
                properties=dict(_FILES),
                any_of=_one_of(("resume_file",), ("job_file",)),
                additional_properties=False,
            ),
            examples={"text": Example(summary="A file of plain text", value={"resume_file": _RESUME})},
        )
    },
)


def _example(summary: str, value: dict[str, Any]) -> Example:
    return Example(summary=summary, value=value)


BODY: Final = RequestBody(
    description="A résumé and a posting to tailor it to.",
    required=True,
    content={
        "application/json": OpenAPIMediaType(
            schema=JSON_BODY,
            examples={
                "texts": _example("Both as text", {"resume_text": _RESUME, "job_text": _POSTING}),
                "address": _example("The posting by its address", {"resume_text": _RESUME, "job_url": _PAGE}),
            },
        ),
        "multipart/form-data": OpenAPIMediaType(
            schema=FORM_BODY,
            examples={
                "file": _example("A file and an address", {"resume_file": _RESUME, "job_url": _PAGE}),
            },
        ),
    },
)
