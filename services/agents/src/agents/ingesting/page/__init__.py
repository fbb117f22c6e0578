"""Reading a posting from what an address or a file gave: pure, and made for hostile pages."""

from agents.ingesting.page.errors import NoPostingError, PageTooHeavyError
from agents.ingesting.page.read import PageText, check_length, read_json, read_page

__all__ = ["NoPostingError", "PageText", "PageTooHeavyError", "check_length", "read_json", "read_page"]
