"""Tells what of an answer is a claim: no denials, no wishes, no questions, nothing that is said to a machine.

Closed lists, and in doubt no claim: who was not understood is asked to write it into the résumé himself.
"""

import re
from typing import Final

from agents.tailoring.language import qualifiers
from agents.tailoring.rules.fit import speaks_to_a_model

_NO: Final = re.compile(
    r"\W*(?:no|nope|nah|none|never|not|n/a|nothing|neither|nein|nicht|keine?[rns]?|non|pas|nunca|ninguno|nie|não|nee|nej"
    r"|нет|не|没有?|不|无|لا|ليس)\b",
    re.IGNORECASE,
)
_DENIES: Final = re.compile(
    r"\b(?:nein|nicht|kein(?:e[rnms]?)?|nie(?:mals)?|pas|jamais|aucune?|nunca|ningun[oa]?|nigdy|não|nej|inte|niet)\b"
    r"|\bgeen\b|\b(?:не|нет|никогда)\b|没|不|无|لا|ليس",
    re.IGNORECASE,
)
"""Denials in other languages; those in English are the guard's own."""
_WISHES: Final = re.compile(
    r"\b(?:would|could|might|want(?:ed)? to|wish|hop(?:e|ing) to|plan(?:s|ned|ning)? to|going to|about to|willing"
    r"|interested|curious|eager|keen|(?:will|shall|can|to|can quickly) learn|heard (?:of|about)"
    r"|read about|aware of|if\b)",
    re.IGNORECASE,
)
_YES: Final = re.compile(
    r"\W*(?:yes|yeah|yep|yup|sure|certainly|of course|indeed|definitely|ja|oui|sí|si|sim|tak|да|是|有|نعم)\b(?:\W|$)"
    r"|\W*(?:since (?:19|20)\d\d\b|(?:over |more than |about |almost )?\d{1,2}\+? (?:years?|months?)\b)",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(
    r"(?<![\w'’])(?:" + "|".join(re.escape(word) for word in qualifiers()["negation"]) + r")(?![\w'’])", re.IGNORECASE
)


def is_no(answer: str) -> bool:
    """Tell whether an answer begins with a no: then nothing in it is a claim."""
    return _NO.match(answer) is not None


def affirms(answer: str) -> bool:
    """Tell whether an answer says yes to what was asked and need not name it: "Yes, at …", "3 years", "since 2019".

    An answer that denies, wishes or asks anywhere does not.
    """
    return _YES.match(answer) is not None and is_claim(answer)


def is_claim(statement: str) -> bool:
    """Tell whether a statement claims what it names."""
    return not (
        statement.rstrip().endswith("?")
        or _ENGLISH.search(statement)
        or _DENIES.search(statement)
        or _WISHES.search(statement)
        or speaks_to_a_model(statement)
    )
