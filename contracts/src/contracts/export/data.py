"""The catalogue as TypeScript data: labels, units and directions are told once, in Python."""

import json
from collections.abc import Mapping

import msgspec

from contracts.catalogue import CategoryInfo, MetricInfo
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
"""


def render_catalogue(
    categories: Mapping[str, CategoryInfo], metrics: Mapping[str, MetricInfo], rules: Mapping[str, str]
) -> str:
    """Render categories of insights, metrics and titles of rules as constants, in the order of the catalogue."""
    return "\n".join(
        [
            HEADER,
            "/** Open enums: a key that is not here is shown under its own name. */",
            _TYPES,
            f"export const CATEGORIES: Readonly<Record<string, CategoryInfo>> = {_as_json(categories)};",
            "",
            f"export const METRICS: Readonly<Record<string, MetricInfo>> = {_as_json(metrics)};",
            "",
            f"export const RULE_TITLES: Readonly<Record<string, string>> = {_as_json(rules)};",
            "",
        ]
    )


def _as_json(table: Mapping[str, msgspec.Struct] | Mapping[str, str]) -> str:
    return json.dumps(msgspec.to_builtins(table), indent=2, ensure_ascii=False)
