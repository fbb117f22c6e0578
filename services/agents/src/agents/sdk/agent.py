"""An agent: one step of the graph, told as a story."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from typing import ClassVar, Self

from agents.sdk.service import Service
from agents.sdk.settings import AgentSettings
from agents.sdk.told import Told
from agents.sdk.work import Computer, Work


class Agent(ABC):
    """Does the work of one step. Collaborators arrive in `__init__`: no globals, no container.

    Subclasses name their `step` and write `handle`. One instance serves all runs of its process, several at a
    time: it keeps nothing of a run.
    """

    step: ClassVar[str]
    """The step that this agent does, as the graph names it."""

    @classmethod
    def create(cls) -> Self:
        """Make the agent with its real collaborators."""
        return cls()

    @classmethod
    def create_for(cls, settings: AgentSettings) -> Self:
        """Make the agent for a process with these settings: what `python -m agents STEP` calls. Most need none."""
        del settings
        return cls.create()

    def prepare(self) -> None:  # noqa: B027, most agents have nothing to prepare
        """Load what is heavy and never changes, such as a lexicon: called once, before the first work.

        What is loaded here, and every object in an attribute of the agent, is there in the computing process
        too, without being sent.
        """

    def service(self, computer: Computer) -> Service | None:
        """Give what it answers besides its work, if it answers anything: called once, before the first work.

        Args:
            computer: Where to compute what takes more than some milliseconds; work computes there too.
        """
        del computer
        return None

    @abstractmethod
    def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        """Do one piece of work: read its documents, tell what happens, and tell one `outcome` at the end.

        It may run more than once for the same work, at the same time too: only what one of the runs handed
        over is accepted. It is cancelled at its deadline and when the job is cancelled.

        Raises:
            PermanentError: It cannot be done; the job fails with this error's code and message.
            TransientError: Something that is needed does not answer; it will be tried again.
        """
        ...
