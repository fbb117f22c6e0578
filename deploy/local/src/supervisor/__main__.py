"""Composition root of `up`: reads the environment, claims what it needs, and runs the services until told to stop."""

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from supervisor.claims import claim_data_dir, claim_ports, token_keys
from supervisor.services import Service, services
from supervisor.settings import RefusalError, Settings
from supervisor.supervise import supervise
from supervisor.terminal import Terminal

EXIT_CONFIGURATION = 78


def main(table_of: Callable[[Settings, Path], Sequence[Service]] = services) -> int:
    """Run one instance to its end.

    Args:
        table_of: Makes the table of services from the settings and the file of keys.

    Returns:
        The exit status: 0 when it was told to stop, 78 when it cannot run like this.
    """
    terminal = Terminal(sys.stdout)
    try:
        settings = Settings.from_environment(os.environ)
        with claim_data_dir(settings.data_dir) as claim:
            claim_ports(**settings.ports)
            table = table_of(settings, token_keys(settings.data_dir))
            address = f"http://127.0.0.1:{settings.port}"
            return asyncio.run(supervise(table, settings.logs, terminal, address=address, held=claim))
    except RefusalError as refusal:
        print(f"up: {refusal}", file=sys.stderr)
        return EXIT_CONFIGURATION


if __name__ == "__main__":
    sys.exit(main())
