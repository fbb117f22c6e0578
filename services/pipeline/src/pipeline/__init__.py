"""Decides what a job does next, from its facts alone."""
