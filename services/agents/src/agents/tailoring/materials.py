"""What a job is made of: both sides as read, their texts, and the day."""

from dataclasses import dataclass
from datetime import date

from agents.tailoring.guard.sources import Sources
from contracts.documents import JobDoc, ResumeDoc, SourceText


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

    @property
    def sources(self) -> Sources:
        """The texts that facts may come from: never the posting."""
        return Sources.of(self.resume_source, self.profile_source)

    @property
    def texts(self) -> tuple[SourceText, ...]:
        """All texts: those of facts, and the posting."""
        return tuple(
            text for text in (self.resume_source, self.profile_source, self.posting_source) if text is not None
        )
