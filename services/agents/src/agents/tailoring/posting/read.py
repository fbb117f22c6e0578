"""Reads a posting."""

from collections.abc import Sequence

from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.posting.candidates import asked_beside, marked
from agents.tailoring.posting.culture import action_verbs, cues
from agents.tailoring.posting.identity import identity
from agents.tailoring.posting.requirements import asked
from agents.tailoring.posting.units import units
from agents.tailoring.posting.weighing import tiers, weigh
from agents.tailoring.posting.zones import merged, zoned
from agents.tailoring.text.language import name_of
from contracts.documents import JobDoc, Requirement, SourceText

_FEW_WORDS = 60
_FEW_REQUIREMENTS = 3


def read_posting(source: SourceText, lexicon: Lexicon, candidates: Sequence[str] = (), engine: str = "rules") -> JobDoc:
    """Read a posting: who seeks whom, and what is asked at which level.

    Only what it says of duties, of the candidate and in the title makes requirements; what it says of itself, its
    benefits and how to apply makes none. Every requirement's `span` is the sentence that asks for it.

    Args:
        source: The posting.
        lexicon: Names and their variants.
        candidates: Terms that another engine read out of it; kept where the posting has them letter by letter.
        engine: Whose candidates they are.
    """
    cut = units(source.text)
    job = identity(cut, source.text)
    parted = zoned(cut, job.title_unit)
    found = asked(parted, lexicon)
    beside = asked_beside(candidates, parted, found, lexicon)
    requirements = marked(weigh([*found, *beside], job.title, lexicon), beside, engine)
    return JobDoc(
        title=job.title,
        company=job.company,
        location=job.location,
        seniority=job.seniority,
        environment=job.environment,
        zones=merged(parted),
        requirements=requirements,
        keywords=tiers(requirements, lexicon),
        culture=cues(parted),
        verbs=action_verbs(parted),
        warnings=_warnings(source, requirements, job.title),
    )


def _warnings(source: SourceText, requirements: list[Requirement], title: str | None) -> list[str]:
    warnings: list[str] = []
    if source.language != "en":
        language = name_of(source.language)
        warnings.append(f"The posting is in {language}, not in English: what it asks was read as well as we can.")
    if len(words(source.text)) < _FEW_WORDS:
        warnings.append("The posting is very short: more of its text would make the result better.")
    if not requirements:
        warnings.append("The posting names no requirement that we could read.")
    elif len(requirements) < _FEW_REQUIREMENTS:
        warnings.append("The posting names hardly any requirement that we could read.")
    if title is None:
        warnings.append("No job title was found.")
    return warnings
