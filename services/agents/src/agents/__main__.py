"""`python -m agents STEP [STEP …]`: do the work of some steps, until told to stop."""

import os
import sys
from typing import Final

import uvloop

from agents.sdk.app import main
from agents.sdk.loading import load_agents
from agents.sdk.settings import AgentSettings
from agents.sdk.zygote import Zygote
from eventlog import EXIT_CONFIGURATION, ConfigurationError
from eventlog.logs import configure_logging

AGENTS: Final = {
    "ingesting": "agents.ingesting.agent:IngestingAgent",
    "analyzing": "agents.analyzing.agent:AnalyzingAgent",
    "profiling": "agents.profiling.agent:ProfilingAgent",
    "planning": "agents.planning.agent:PlanningAgent",
    "writing": "agents.writing.agent:WritingAgent",
    "validating": "agents.validating.agent:ValidatingAgent",
    "polishing": "agents.polishing.agent:PolishingAgent",
}
"""Every step and where its agent is: imported only by the process that does that step."""


def run(words: list[str]) -> int:
    """Run the agents of the steps that the command line names, and return the exit status."""
    environment = os.environ
    try:
        configure_logging(
            ",".join(word.partition("=")[0] for word in words) or "agents",
            form=environment.get("LOG_FORMAT"),
            level=environment.get("LOG_LEVEL", "info"),
        )
        settings = AgentSettings.from_environment(environment)
        agents = load_agents(words, AGENTS, settings)
        zygote = Zygote(agents)  # before the loop and the connections: it must inherit neither
        try:
            return uvloop.run(main(agents, zygote, settings, environment))
        finally:
            zygote.close()
    except ConfigurationError as error:
        print(f"these agents cannot start: {error}", file=sys.stderr)
        return EXIT_CONFIGURATION


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
