"""The log of all jobs: the only code that speaks NATS."""

from eventlog.errors import (
    EXIT_CONFIGURATION,
    AppError,
    ConcurrencyError,
    ConfigurationError,
    DocumentNotFoundError,
    JobErasedError,
    LimitError,
    NoSuchJobError,
    PartsMissingError,
    PermanentError,
    RequestError,
    StorageFullError,
    TransientError,
    UnansweredError,
)
from eventlog.jetstream import connect
from eventlog.jobs import Jobs, Standing
from eventlog.ports import (
    Appended,
    CommandHandler,
    Commands,
    Connection,
    Deliveries,
    Delivery,
    Documents,
    EventLog,
    Following,
    Letters,
    Signals,
    StoredMessage,
    WorkQueue,
)
from eventlog.settings import LogSettings
from eventlog.wishes import ANSWER_LIMIT, Wishes, answers_by_question

__all__ = [
    "ANSWER_LIMIT", "EXIT_CONFIGURATION", "AppError", "Appended", "CommandHandler", "Commands", "ConcurrencyError",
    "ConfigurationError", "Connection", "Deliveries", "Delivery", "DocumentNotFoundError", "Documents", "EventLog",
    "Following", "JobErasedError", "Jobs", "Letters", "LimitError", "LogSettings", "NoSuchJobError",
    "PartsMissingError", "PermanentError", "RequestError", "Signals", "Standing", "StorageFullError",
    "StoredMessage", "TransientError", "UnansweredError", "Wishes", "WorkQueue", "answers_by_question", "connect",
]  # fmt: skip
