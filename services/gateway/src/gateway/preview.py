"""`POST /api/preview`: what is read of a file, before a job is started with it. Asked of whoever reads files for jobs.

Nothing is stored or logged of it, here or there.
"""

from typing import Any, Final

import msgspec
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from contracts import subjects
from contracts.preview import Preview, PreviewSide
from eventlog import Commands, RequestError, TransientError, UnansweredError
from gateway.answers import json_answer
from gateway.refusals import RefusedError
from gateway.start.body import read_file
from gateway.start.request import as_stored

_SIDES: Final[dict[str, PreviewSide]] = {"resume_file": "resume", "job_file": "posting"}
_AT_ONCE: Final = 8
"""How many files are held at a time for others to read: 5 MB each."""
_PATIENCE_SEC: Final = 25.0
"""Above the 20 seconds that a reader takes for one file, the time until its turn included."""
_INSTEAD: Final = "start anyway, the job reads it by itself"
_ENOUGH: Final = "reading_busy"
"""What an agent says that has enough files to read."""

_decoder = msgspec.json.Decoder(Preview)


class Previewer:
    """Has files read by others."""

    def __init__(self, commands: Commands, *, at_once: int = _AT_ONCE, patience_sec: float = _PATIENCE_SEC) -> None:
        self._commands = commands
        self._at_once = at_once
        self._patience_sec = patience_sec
        self._held = 0

    async def preview(self, field: str, content: bytes) -> Preview:
        """Have a file read.

        Args:
            field: `resume_file` or `job_file`.
            content: Of a PDF or Word file, or a text in UTF-8.

        Raises:
            RefusedError: It cannot be read: the code and the sentence that a job with it would fail with.
            UnansweredError: It was not read in time.
            TransientError: Nobody reads files now, or those who do have enough of them.
        """
        if self._held >= self._at_once:
            raise _busy()
        self._held += 1
        try:
            answer = await self._commands.call(subjects.preview(_SIDES[field]), content, timeout_sec=self._patience_sec)
            return _decoder.decode(answer)
        except RequestError as refusal:
            raise RefusedError(str(refusal), status=refusal.status, code=refusal.code, field=field) from None
        except UnansweredError as error:
            raise UnansweredError(f"the file was not read in time: {_INSTEAD}") from error
        except TransientError as error:
            if error.code == _ENOUGH:
                raise _busy() from error
            raise _unavailable("the file cannot be read at the moment") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:  # whoever reads is of another version
            raise _unavailable("what was read of the file cannot be shown") from error
        finally:
            self._held -= 1


def preview_routes(previewer: Previewer) -> list[HTTPRouteHandler]:
    """Build the route."""

    @post("/api/preview", status_code=200, name="preview")
    async def preview(request: Request[Any, Any, Any]) -> Response[bytes]:
        field, content = await read_file(request)
        return json_answer(await previewer.preview(field, as_stored(content)))

    return [preview]


def _busy() -> TransientError:
    """Say that asking again is worth it."""
    return _unavailable("too many files are being read at the moment", code="preview_busy")


def _unavailable(what: str, code: str = "preview_unavailable") -> TransientError:
    return TransientError(f"{what}: {_INSTEAD}", code=code, delay_sec=5.0)
