"""The rules as data: id, who runs it on the source, and its check. Title and severity stand in the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from agents.tailoring.evidence import Reader
from agents.tailoring.rules import contact, fabrication, fit, form, periods, structure, wording
from agents.tailoring.rules.exported import Exported, boxes, every_file, round_trip
from agents.tailoring.rules.fabrication import Made
from agents.tailoring.rules.fit import Fit
from agents.tailoring.rules.verdict import Verdict, not_applicable
from agents.tailoring.views import View
from contracts import catalogue
from contracts.documents import Severity, SourceText


@dataclass(frozen=True, slots=True)
class Case:
    """What rules may look at. What is None does not exist for this text: its rules do not apply."""

    view: View
    reader: Reader
    today: date
    source: SourceText | None = None
    """The text as handed over: only the source has one."""
    fit: Fit | None = None
    made: Made | None = None
    """The result with its source: only for what we made."""
    exports: tuple[Exported, ...] = ()
    """The files of the result as they read back: only what was exported has them."""


Check: TypeAlias = Callable[[Case], Verdict]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue. `group` tells which step runs it on the source: `profiling`, `planning`, or none."""

    id: str
    group: str
    check: Check

    @property
    def severity(self) -> Severity:
        """How much it weighs, as the catalogue says to the page too."""
        return catalogue.RULES[self.id].severity


def _view(check: Callable[[View], Verdict]) -> Check:
    return lambda case: check(case.view)


def _dated(check: Callable[[View, date], Verdict]) -> Check:
    return lambda case: check(case.view, case.today)


def _file(check: Callable[[SourceText], Verdict]) -> Check:
    return lambda case: check(case.source) if case.source is not None else every_file(case.exports, check)


def _fit(check: Callable[[Fit], Verdict]) -> Check:
    return lambda case: check(case.fit) if case.fit is not None else not_applicable("No posting to hold it against.")


def _made(check: Callable[[Made], Verdict]) -> Check:
    return lambda case: check(case.made) if case.made is not None else not_applicable("Nothing was made yet.")


def _clean(case: Case) -> Verdict:
    if case.source is not None:
        return form.repaired(case.view, case.source)
    verdict = form.clean(case.view)
    return boxes(case.exports) or verdict if verdict.status == "pass" else verdict


def _read_back(case: Case) -> Verdict:
    return round_trip(case.exports)


def _spelling(case: Case) -> Verdict:
    return wording.spelling(case.view, case.reader)


_NO = fabrication.no_violation

RULES: Final[tuple[Rule, ...]] = (
    Rule("FAB-01", "result", _made(_NO("numbers that its source has not", "number", "derived"))),
    Rule("FAB-02", "result", _made(fabrication.identity("FAB-02", "employers that the source has not"))),
    Rule("FAB-03", "result", _made(fabrication.identity("FAB-03", "titles or dates that the source has not"))),
    Rule("FAB-04", "result", _made(fabrication.identity("FAB-04", "degrees or certificates that differ"))),
    Rule(
        "FAB-05",
        "result",
        _made(_NO("skills, names or words that its source has not", "skill", "entity", "content")),
    ),
    Rule("FAB-06", "result", _made(_NO("a stronger verb than its source", "strength"))),
    Rule("FAB-07", "result", _made(_NO("no provenance", "provenance", "locality", "shape"))),
    Rule("FAB-08", "result", _made(_NO("a number that counts something else", "binding"))),
    Rule("FAB-09", "result", _made(_NO("lost a negation or a qualifier", "polarity"))),
    Rule("PRE-01", "result", _made(fabrication.entries_kept)),
    Rule("PRE-02", "result", _made(fabrication.contact_kept)),
    Rule("PRE-03", "result", _made(fabrication.bullets_kept)),
    Rule("CON-01", "profiling", _view(contact.name_and_email)),
    Rule("CON-02", "profiling", _view(contact.phone)),
    Rule("CON-03", "profiling", _view(contact.place_and_links)),
    Rule("DAT-01", "profiling", _view(periods.readable)),
    Rule("DAT-02", "profiling", _dated(periods.possible)),
    Rule("DAT-03", "profiling", _view(periods.uniform)),
    Rule("DAT-04", "profiling", _dated(periods.gapless)),
    Rule("STR-01", "profiling", _view(structure.sections)),
    Rule("STR-02", "profiling", _view(structure.bullets)),
    Rule("STR-03", "profiling", _dated(structure.length)),
    Rule("FMT-01", "profiling", _file(form.extractable)),
    Rule("FMT-02", "profiling", _file(form.single_column)),
    Rule("FMT-03", "profiling", _clean),
    Rule("FMT-09", "result", _read_back),
    Rule("KEY-01", "planning", _fit(fit.coverage)),
    Rule("KEY-02", "planning", _fit(fit.stuffing)),
    Rule("REQ-01", "planning", _fit(fit.credentials)),
    Rule("WRD-01", "profiling", _view(wording.strong_openings)),
    Rule("WRD-02", "profiling", _view(wording.outcomes)),
    Rule("WRD-03", "profiling", _view(wording.even)),
    Rule("WRD-04", "profiling", _spelling),
    Rule("INJ-01", "planning", _fit(fit.instructions)),
)
