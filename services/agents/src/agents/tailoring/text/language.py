"""Recognises the language of a text by its function words: robust, and enough to say what we cannot read."""

import re
from typing import Final

from agents.tailoring.text.scripts import language_by_script

_FUNCTION_WORDS: Final = {
    "en": "the and of to in for with on at by from as is are was were have has this that our you your will be or an",
    "de": "und der die das mit für von zu im den des bei ist sind ein eine als auf nicht auch sowie durch wir sie oder",
    "fr": "et de la le les des en du un une pour dans au aux sur avec par est sont vous nous à ou ce cette que qui",
    "es": "y de la el los las en del un una para con por al que es son como su sus se o más años entre nuestra",
    "it": "e di la il i le in del della un una per con da al che è sono come nel alla delle degli o anche nostro",
    "pt": "e de a o os as em do da dos das um uma para com por ao que é são como na no mais ou nossa pela",
    "nl": "en de het een van in op met voor te is zijn aan bij als of die dat wij jij uit naar ook door niet",
    "sv": "och i att en ett av för med på som är till den det vi du har om eller från hos inom samt vid",
    "da": "og i at en et af for med på som er til den det vi du har om eller fra hos inden samt ved ikke",
    "pl": "i w na do z się oraz jest dla od po przez jako za pracy nie lub w o przy to są",
}
_WORDS: Final = {code: frozenset(listed.split()) for code, listed in _FUNCTION_WORDS.items()}
_WORD: Final = re.compile(r"[^\W\d_]+")
_MIN_WORDS: Final = 20
_MIN_SHARE: Final = 0.08
_MIN_KINDS: Final = 4
_CLEARLY: Final = 2
_FEW_WORDS: Final = 4
_SOME_SHARE: Final = 0.2
_TWO: Final = 2
_NAMES: Final = {
    "ar": "Arabic", "bg": "Bulgarian", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fr": "French", "he": "Hebrew", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "th": "Thai", "uk": "Ukrainian",
    "zh": "Chinese",
}  # fmt: skip


def language_of(text: str) -> str:
    """Name the language of a text by its two-letter code.

    English is the answer where too little is said to tell, and where English is as likely as another: a false
    alarm would do more harm than a missed one. `und` is a script that several languages share, or one we do not know.
    """
    by_script = language_by_script(text)
    if by_script is not None:
        return by_script
    found = [word.lower() for word in _WORD.findall(text)]
    if len(found) < _MIN_WORDS:
        return "en"
    shares = {code: sum(word in listed for word in found) / len(found) for code, listed in _WORDS.items()}
    best = max(shares, key=lambda code: (shares[code], code == "en"))
    kinds = len(_WORDS[best].intersection(found))
    if best != "en" and shares[best] >= max(_MIN_SHARE, _CLEARLY * shares["en"]) and kinds >= _MIN_KINDS:
        return best
    return "en"


def name_of(language: str) -> str:
    """Give a language's name in English, to be read in "is in …"."""
    return _NAMES.get(language, "a language that was not recognised")


def is_foreign(line: str) -> bool:
    """Tell whether a single line is in another language than English: then nobody here rewords it.

    By its script, or by function words of one other language, where English has none of its own in it. In doubt a
    line is English: "Banco de la Nación" is a name.
    """
    if language_by_script(line) is not None:
        return True
    found = [word.lower() for word in _WORD.findall(line)]
    if len(found) < _FEW_WORDS:
        return False
    english = sum(word in _WORDS["en"] for word in found)
    for code, listed in _WORDS.items():
        told = [word for word in found if word in listed - _WORDS["en"]]
        if code != "en" and len(set(told)) >= _TWO and len(told) >= _SOME_SHARE * len(found) and not english:
            return True
    return False
