"""The catalogue as TypeScript data: labels, units, directions and severities are told once, in Python."""

import json
from collections.abc import Mapping

import msgspec

from contracts.catalogue import CategoryInfo, MetricInfo, RuleInfo
from contracts.export.typescript import HEADER

_TYPES = """export interface CategoryInfo {
  readonly label: string;
  readonly kind: "info" | "success" | "warning";
}

export interface MetricInfo {
  readonly label: string;
  readonly unit: string;
  readonly direction: "up" | "down" | "none";
  readonly kind: "score" | "count" | "percent" | "duration" | "flag";
}

export interface RuleInfo {
  readonly title: string;
  readonly severity: "critical" | "major" | "minor";
}
"""


def render_catalogue(
    categories: Mapping[str, CategoryInfo], metrics: Mapping[str, MetricInfo], rules: Mapping[str, RuleInfo]
) -> str:
    """Render categories of insights, metrics and rules as constants, in the order of the catalogue."""
    return "\n".join(
        [
            HEADER,
            "/** Open enums: a key that is not here is shown under its own name. */",
            _TYPES,
            f"export const CATEGORIES: Readonly<Record<string, CategoryInfo>> = {_as_json(categories)};",
            "",
            f"export const METRICS: Readonly<Record<string, MetricInfo>> = {_as_json(metrics)};",
            "",
            f"export const RULES: Readonly<Record<string, RuleInfo>> = {_as_json(rules)};",
            "",
        ]
    )


def _as_json(table: Mapping[str, msgspec.Struct]) -> str:
    return json.dumps(msgspec.to_builtins(table), indent=2, ensure_ascii=False)
