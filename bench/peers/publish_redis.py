"""Publishes to Redis what comes on standard input: a line `{channel} {number} {event}` each."""

import sys
from os import environ

from redis import Redis


def main() -> None:
    """Publish until the input ends."""
    redis = Redis.from_url(environ["REDIS_URL"])
    for line in sys.stdin.buffer:
        channel, _, message = line.rstrip(b"\n").partition(b" ")
        redis.publish(channel, message)


if __name__ == "__main__":
    main()
