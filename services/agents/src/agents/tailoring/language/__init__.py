"""What writer, guard and rules know of English: a closed table of verbs, function words, qualifiers, spelling."""

from agents.tailoring.language.spelling import single_suggestion
from agents.tailoring.language.verbs import Verb, better_of, equals_of, verb_of, verbs
from agents.tailoring.language.word_lists import number_words, qualifiers, word_list

__all__ = [
    "Verb", "better_of", "equals_of", "number_words", "qualifiers", "single_suggestion", "verb_of", "verbs",
    "word_list",
]  # fmt: skip
