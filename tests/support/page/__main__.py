"""`python -m tests.support.page`: what `./justw up` runs, with agents that go at a test's pace (folder `PACE`)."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from supervisor.__main__ import main
from supervisor.services import Service, services
from supervisor.settings import Settings
from tests.support.page.agents import PATHS


def _paced(settings: Settings, token_keys: Path) -> Sequence[Service]:
    return [_at_a_pace(service) for service in services(settings, token_keys)]


def _at_a_pace(service: Service) -> Service:
    path = PATHS.get(service.command[-1])
    if path is None:
        return service
    *words, step = service.command
    return replace(service, command=(*words, f"{step}={path}"))


if __name__ == "__main__":
    sys.exit(main(_paced))
