"""The step `planning`: what to change, and why."""
