"""Writes a result for people: Markdown and plain text, the review, and the report."""

from agents.tailoring.rendering.markdown import markdown
from agents.tailoring.rendering.plain import plain_text
from agents.tailoring.rendering.report import report_json, report_markdown
from agents.tailoring.rendering.review import review

__all__ = ["markdown", "plain_text", "report_json", "report_markdown", "review"]
