import { MantineProvider } from "@mantine/core";
import { type RenderResult, render as renderPlain } from "@testing-library/react";
import type { ReactElement } from "react";
import { theme } from "../src/theme/theme";

/** Render as the page does, without Mantine's transitions. */
export function render(element: ReactElement): RenderResult {
  return renderPlain(
    <MantineProvider theme={theme} env="test">
      {element}
    </MantineProvider>,
  );
}
