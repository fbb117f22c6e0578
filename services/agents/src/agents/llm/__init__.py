"""A language model as a second engine: it may phrase, never decide. Off unless an address and a model are named.

The rules' engine and the model's keep one protocol (`engine.Engine`). What a model says goes through the same guard and
gates as every other word, and where it fails, is late, too dear or refused, the rules' own words stand.
"""

from agents.llm.asking import Answers, Asked, Asking, ask_for_candidates, ask_for_wordings, spent
from agents.llm.engine import Engine, RulesEngine
from agents.llm.tasks import tasks_of

__all__ = [
    "Answers",
    "Asked",
    "Asking",
    "Engine",
    "RulesEngine",
    "ask_for_candidates",
    "ask_for_wordings",
    "spent",
    "tasks_of",
]
