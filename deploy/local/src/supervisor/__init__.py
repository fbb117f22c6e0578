"""Runs the whole of Resume Optimizer on one machine, and leaves nothing behind."""
