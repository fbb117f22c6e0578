"""Bridges the event log of a job to browsers: HTTP API and server-sent events."""
