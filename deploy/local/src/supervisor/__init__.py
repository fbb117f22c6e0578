"""Runs the whole of Resume Optimizer on one machine, and leaves nothing behind.

`python -m supervisor` is what `./justw up` becomes. It starts nats-server, the pipeline, the gateway and one agent of
each step in the process group that it stands in, starts again what dies, and ends all of it when it ends, however it
ends:

- asked to (Ctrl-C, SIGTERM, a closed terminal): in order, NATS last;
- killed: the watchdog sees the end of a pipe that only the supervisor holds, and ends the rest.

Standard library only: it is the first thing that a newcomer waits for.
"""
