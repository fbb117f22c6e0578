"""`python -m pipeline`: decide what each job does next, until told to stop."""

import os
import sys

import uvloop

from eventlog import EXIT_CONFIGURATION, ConfigurationError
from eventlog.logs import configure_logging
from pipeline.app import main

if __name__ == "__main__":
    try:
        configure_logging("pipeline", form=os.environ.get("LOG_FORMAT"), level=os.environ.get("LOG_LEVEL", "info"))
        uvloop.run(main(os.environ))
    except ConfigurationError as error:
        print(f"the pipeline cannot start: {error}", file=sys.stderr)
        sys.exit(EXIT_CONFIGURATION)
