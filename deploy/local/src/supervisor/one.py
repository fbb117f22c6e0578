"""`./justw run gateway | pipeline | agents STEP…`: becomes one service, in the foreground, against NATS_URL."""

import os
import sys
from pathlib import Path

from supervisor.claims import token_keys
from supervisor.settings import ROOT, RefusalError, Settings

SERVICES = ("gateway", "pipeline", "agents")
_EXIT_USAGE = 64
_EXIT_CONFIGURATION = 78


def main(arguments: list[str]) -> int:
    """Replace this process by a service.

    Returns:
        Only where that cannot be, the exit status: 64 for an unknown service, 78 for a setting that is none.
    """
    if not arguments or arguments[0] not in SERVICES:
        print("usage: ./justw run gateway | pipeline | agents STEP…", file=sys.stderr)
        return _EXIT_USAGE
    try:
        settings = Settings.from_environment(os.environ)
        if arguments[0] == "gateway":
            os.environ.setdefault("STATIC_DIR", str(ROOT / "web/dist"))
            os.environ.setdefault("TOKEN_KEYS", str(token_keys(settings.data_dir)))
    except RefusalError as refusal:
        print(f"run: {refusal}", file=sys.stderr)
        return _EXIT_CONFIGURATION
    os.environ.setdefault("NATS_URL", settings.nats_url)
    python = str(Path(sys.executable).with_name("python"))
    return os.execv(python, [python, "-m", *arguments])  # noqa: S606 - no shell is meant


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
