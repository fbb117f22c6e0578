"""`up` with stand-ins for the services: the real supervisor and a real nats-server, and a table from the command line.

Usage: stand_in_up.py TABLE, where TABLE is a JSON object of name → Python source that the process runs.
"""

import json
import sys
from pathlib import Path

from supervisor.__main__ import main
from supervisor.services import Service, services
from supervisor.settings import Settings

READY = "import os; os.write(int(os.environ['READY_FD']), b'ready\\n')\n"
IDLE = "import signal; signal.pause()\n"


def table(settings: Settings, token_keys: Path) -> list[Service]:
    """List the real nats-server and the stand-ins."""
    nats = next(service for service in services(settings, token_keys) if service.name == "nats")
    stand_ins: dict[str, str] = json.loads(sys.argv[1])
    return [
        nats,
        *(
            Service(name=name, command=(sys.executable, "-c", source), grace_sec=0.5)
            for name, source in stand_ins.items()
        ),
    ]


if __name__ == "__main__":
    sys.exit(main(table))
