"""What a job is made of: both sides as read, their texts, and the day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from agents.tailoring.guard.sources import Sources
from contracts.documents import Fact, JobDoc, ResumeDoc, SourceText


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """A résumé and a posting, as every step after reading them gets them."""

    resume: ResumeDoc
    job: JobDoc
    resume_source: SourceText
    posting_source: SourceText
    today: date
    """The day of the job's start: what ongoing roles are counted to. The engine has no clock of its own."""
    profile_source: SourceText | None = None
    """What the user told beside the résumé."""
    user_source: SourceText | None = None
    """What the user answered to our questions."""

    def with_answers(self, source: SourceText, facts: Iterable[Fact]) -> "Materials":
        """Add what the user answered: a text, and the facts that it states. The résumé's own lines stay as they are."""
        resume = msgspec.structs.replace(self.resume, facts=[*self.resume.facts, *facts])
        return replace(self, resume=resume, user_source=source)

    @property
    def sources(self) -> Sources:
        """The texts that facts may come from: never the posting."""
        return Sources.of(self.resume_source, self.profile_source, self.user_source)

    @property
    def texts(self) -> tuple[SourceText, ...]:
        """All texts: those of facts, and the posting."""
        texts = (self.resume_source, self.profile_source, self.user_source, self.posting_source)
        return tuple(text for text in texts if text is not None)
