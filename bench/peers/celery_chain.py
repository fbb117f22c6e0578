"""The peer of `bench pipeline`: chains of six tasks that do nothing, as Celery's documentation writes them.

python celery_chain.py idle|busy N: run N chains one behind the other, or all at once; prints the seconds, as JSON.
"""

import json
import sys
import time
from os import environ

from celery import Celery, chain
from celery.result import AsyncResult

app = Celery("celery_chain", broker=environ["REDIS_URL"], backend=environ["REDIS_URL"])


@app.task
def noop(value: int) -> int:
    """Do nothing."""
    return value


def start() -> AsyncResult:
    """Start one chain."""
    return chain(noop.s(1), *[noop.s() for _ in range(5)]).apply_async()


def main() -> None:
    """Run chains, and print how long they took."""
    how, jobs = sys.argv[1], int(sys.argv[2])
    took = []
    if how == "idle":
        for _ in range(jobs):
            began = time.perf_counter()
            start().get(timeout=60)
            took.append(time.perf_counter() - began)
    else:
        began = time.perf_counter()
        for result in [start() for _ in range(jobs)]:
            result.get(timeout=600)
        took.append(time.perf_counter() - began)
    print(json.dumps(took))


if __name__ == "__main__":
    main()
