"""Writes a result for people: Markdown, plain text, DOCX and PDF, the review, and the report."""

from agents.tailoring.rendering.export import Exports, export
from agents.tailoring.rendering.markdown import markdown
from agents.tailoring.rendering.plain import plain_text
from agents.tailoring.rendering.report import report_json, report_markdown
from agents.tailoring.rendering.review import review

__all__ = ["Exports", "export", "markdown", "plain_text", "report_json", "report_markdown", "review"]
