"""How every service logs: one line per unit of work, pretty on a terminal and JSON otherwise.

Nothing is logged that lies in a document: tracebacks carry no local variables, in neither form.
"""

import logging
import sys
from typing import Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from eventlog.errors import ConfigurationError

_QUIET_LIBRARIES: Final = ("uvicorn", "nats", "asyncio", "httpx", "httpx2", "httpcore2", "openai")
"""Heard from `warning` on: what they do is in our own lines."""


def configure_logging(
    service: str, *, form: str | None = None, level: str = "info", stream: TextIO | None = None
) -> None:
    """Send what this process says, and what its libraries say, to one stream in one form.

    Args:
        service: Stands in every line: `gateway`, `pipeline`, or the step of an agent.
        form: `json` or `pretty`; anything else means pretty where the stream is a terminal, else JSON.
        level: The lowest level that is shown.
        stream: Standard output by default.

    Raises:
        ConfigurationError: The level is none.
    """
    if level.upper() not in logging.getLevelNamesMapping():
        raise ConfigurationError(f"LOG_LEVEL is debug, info, warning or error, not {level!r}")
    stream = stream or sys.stdout
    pretty = form == "pretty" or (form != "json" and stream.isatty())

    def add_service(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        line["service"] = service
        return line

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_service,
    ]
    rendered: list[Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if pretty
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for library in _QUIET_LIBRARIES:
        logging.getLogger(library).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
