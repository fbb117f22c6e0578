import type { CSSVariablesResolver } from "@mantine/core";

const OURS = {
  "--mantine-color-body": "var(--ground)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-faint)",
  "--mantine-color-default": "var(--paper)",
  "--mantine-color-default-hover": "var(--paper-sunk)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--rule-strong)",
};

/** Mantine's neutral colours, taken from the page's own tokens in both themes. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: OURS, dark: OURS });
