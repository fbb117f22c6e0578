import { MantineProvider } from "@mantine/core";
import { type RenderResult, render as renderPlain } from "@testing-library/react";
import type { ReactElement, ReactNode } from "react";
import { theme } from "../src/theme/theme";

/** Render as the page does, without Mantine's transitions; what is rendered again has the same around it. */
export function render(element: ReactElement): RenderResult {
  return renderPlain(element, { wrapper: Page });
}

function Page({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider theme={theme} env="test">
      {children}
    </MantineProvider>
  );
}
