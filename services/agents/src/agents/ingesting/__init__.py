"""The step `ingesting`: what was handed over becomes source texts."""
