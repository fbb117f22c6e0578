"""Several processes on one port: a parent that starts them and serves nobody, and what each knows of the others.

The parent binds the port and hands the socket on. All workers accept from the same queue, so that a connection which
waits when one of them ends is taken by another (docs/decisions/0019).
"""
