"""Ends with 0 where the gateway of this container says that it is ready, else with 1: what HEALTHCHECK runs."""

import http.client
import os
import sys

PATIENCE_SEC = 2.0


def main(port: int) -> int:
    """Ask, and return the exit status."""
    gateway = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SEC)  # looks at no proxy's variables
    try:
        gateway.request("GET", "/health/ready")
        return int(gateway.getresponse().status != http.client.OK)
    except OSError:
        return 1
    finally:
        gateway.close()


if __name__ == "__main__":
    sys.exit(main(int(os.environ["PORT"])))
