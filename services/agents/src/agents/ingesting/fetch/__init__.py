"""Fetching a posting by its address, safely."""

from agents.ingesting.fetch.fetcher import Fetched, Fetcher

__all__ = ["Fetched", "Fetcher"]
