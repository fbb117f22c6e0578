"""What an agent tells while it works: five kinds of news, and one outcome at the end.

The functions check what they are given, since what a reader cannot decode is not shown. An agent yields what
they return, and the runner makes events of it: the author never sees ids, times or subjects.
"""

import hashlib
import math
from collections.abc import Mapping
from typing import Final, TypeAlias

import msgspec

from contracts.events import DiffChunk, Importance, Insight, MetricUpdate, ValidationUpdate
from contracts.events.payloads import Percent, Phase, RuleVerdict, Severity, Text

Document: TypeAlias = msgspec.Struct | str | bytes
"""What a step hands over: a struct is stored as JSON, text as UTF-8, bytes as they are."""

TEXT_LIMIT: Final = 500
"""Characters of a sentence in an event; a longer one is cut."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the step is, 0 to 100, and what was just done."""

    pct: Percent
    milestone: Text | None = None


class StepOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the step made: the name of each document and its content. Told once, last."""

    documents: dict[str, Document]


Told: TypeAlias = Progress | MetricUpdate | Insight | ValidationUpdate | DiffChunk | StepOutcome


def progress(pct: int, milestone: str | None = None) -> Progress:
    """Tell how far the step is.

    Args:
        pct: 0 to 100. A reader never sees it fall within a run.
        milestone: Names what was done, in a few words: "7 sections found".

    Raises:
        msgspec.ValidationError: `pct` is out of range.
    """
    return msgspec.convert({"pct": pct, "milestone": _cut(milestone)}, Progress)


def metric(key: str, value: float, unit: str | None = None) -> MetricUpdate:
    """Tell a number. `key` is one of `contracts.catalogue.METRICS`, or a new one.

    Raises:
        ValueError: The value is no finite number, or the key is empty or too long.
    """
    if not math.isfinite(value):
        raise ValueError(f"the metric {key!r} is not a finite number")
    return msgspec.convert({"key": key, "value": float(value), "unit": unit}, MetricUpdate)


def insight(
    category: str,
    importance: Importance,
    message: str,
    id: str | None = None,  # noqa: A002, as the event calls it
    ref: str | None = None,
) -> Insight:
    """Tell something worth knowing, in one sentence that quotes nothing of the résumé.

    Args:
        category: One of `contracts.catalogue.CATEGORIES`, or a new one.
        importance: `low`, `medium` or `high`.
        message: The sentence, at most 500 characters.
        id: Where the same insight may be told again in other words; by default it follows from category and
            message.
        ref: The document that it speaks of.

    Raises:
        msgspec.ValidationError: A value is not of its form.
    """
    return msgspec.convert(
        {
            "id": id or f"i-{hashlib.sha256(f'{category}/{message}'.encode()).hexdigest()[:12]}",
            "category": category,
            "importance": importance,
            "message": _cut(message),
            "ref": ref,
        },
        Insight,
    )


def validation(  # noqa: PLR0913, the fields of one verdict
    rule_id: str,
    severity: Severity,
    phase: Phase,
    status: RuleVerdict,
    message: str | None = None,
    *,
    section: str | None = None,
    ref: str | None = None,
) -> ValidationUpdate:
    """Tell the verdict of one rule on the text before or after.

    Raises:
        msgspec.ValidationError: A value is not of its form.
    """
    return msgspec.convert(
        {
            "rule_id": rule_id,
            "severity": severity,
            "phase": phase,
            "status": status,
            "message": _cut(message),
            "section": _cut(section),
            "ref": ref,
        },
        ValidationUpdate,
    )


def diff(patch_id: str, section: str, op: str, summary: str, ref: str) -> DiffChunk:
    """Tell a change of the résumé by where it is; its words lie in the document of `ref` (`Work.store`).

    Raises:
        msgspec.ValidationError: A value is not of its form.
    """
    return msgspec.convert(
        {"patch_id": patch_id, "section": _cut(section), "op": op, "summary": _cut(summary), "ref": ref},
        DiffChunk,
    )


def outcome(documents: Mapping[str, Document] | None = None, /, **named: Document) -> StepOutcome:
    """Hand over what the step made. It is told once, last.

    Args:
        documents: Documents whose name is no Python word: `{"resume.md": text}`.
        **named: All others: `profile=doc`.
    """
    return StepOutcome(documents={**(documents or {}), **named})


def encode_document(document: Document) -> bytes:
    """Give the bytes that a document is stored as."""
    match document:
        case bytes():
            return document
        case str():
            return document.encode()
        case _:
            return msgspec.json.encode(document)


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= TEXT_LIMIT:
        return text
    return f"{text[: TEXT_LIMIT - 1].rstrip()}…"
