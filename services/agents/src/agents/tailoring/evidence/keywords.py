"""Which keywords of the posting stand in the résumé literally, as an applicant tracking system looks for them."""

from collections.abc import Sequence

from agents.tailoring import weights
from agents.tailoring.evidence.index import Index
from agents.tailoring.evidence.reader import holds
from agents.tailoring.lexicon import stem, words
from contracts.documents import JobDoc, Keyword


def present(keyword: Keyword, index: Index) -> bool:
    """Tell whether the keyword, or one of its listed variants, stands in the résumé word for word."""
    for name in (keyword.term, *keyword.variants):
        phrase = tuple(token.text for token in words(name))
        written = tuple(word.lower() for word in phrase)
        candidates = index.holding(tuple(stem(word) for word in phrase))
        if any(holds(index.texts[number].read.written, written) for number in candidates):
            return True
    return False


def tier_share(keywords: Sequence[Keyword], index: Index) -> float | None:
    """Give the share of a tier's keywords that are present, 0 to 1; None for an empty tier."""
    if not keywords:
        return None
    return sum(present(keyword, index) for keyword in keywords) / len(keywords)


def coverage(job: JobDoc, index: Index) -> float | None:
    """Give keyword coverage, 0 to 100: 70 % for the first tier, 30 % for the second; an empty tier is left out.

    Returns:
        None where the posting has neither tier.
    """
    shares = {"p1": tier_share(job.keywords.p1, index), "p2": tier_share(job.keywords.p2, index)}
    known = {tier: share for tier, share in shares.items() if share is not None}
    if not known:
        return None
    total = sum(weights.KEYWORD_TIERS[tier] for tier in known)
    return 100.0 * sum(weights.KEYWORD_TIERS[tier] * share for tier, share in known.items()) / total
