"""Reading files that anybody handed over: in a child process that is thrown away."""

from agents.ingesting.files.containing import Limits, ReadingInterruptedError, contained
from agents.ingesting.files.read import read_file

__all__ = ["Limits", "ReadingInterruptedError", "contained", "read_file"]
