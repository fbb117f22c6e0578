"""What the engine knows of words: skills and their names, stems, and how frequent a word is."""

from agents.tailoring.lexicon.finder import Hit
from agents.tailoring.lexicon.store import Lexicon
from agents.tailoring.lexicon.tables import TermKind
from agents.tailoring.lexicon.words import Token, fold, stem, words

__all__ = ["Hit", "Lexicon", "TermKind", "Token", "fold", "stem", "words"]
