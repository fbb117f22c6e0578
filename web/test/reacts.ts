import { createRequire } from "node:module";
import type * as React from "react";
import type { ReactElement } from "react";
import { vi } from "vitest";

type Acting = (callback: () => Promise<void>) => PromiseLike<void>;

/** Somewhere to render to, by means that every version has. */
export interface Mounted {
  render(element: ReactElement): void;
  unmount(): void;
}

/** One version of React with its renderer. */
export interface ReactVersion {
  readonly react: typeof React;
  /** Run something, and all that follows from it in React. */
  act(callback: () => unknown): Promise<void>;
  mount(element: ReactElement): Promise<Mounted>;
}

interface LegacyDom {
  render(element: ReactElement, container: Element): void;
  unmountComponentAtNode(container: Element): void;
}

interface ModernDom {
  createRoot(container: Element): Mounted;
}

/** Where each version is installed; the page's own is the newest. */
const FOLDERS: Readonly<Record<number, string>> = {
  17: "./react-17/package.json",
  18: "./react-18/package.json",
  19: "../package.json",
};
const FIRST_WITH_ROOTS = 18;

/** Load a version as it was published, beside the others. */
export function reactVersion(major: number): ReactVersion {
  const load = createRequire(new URL(FOLDERS[major] ?? "", import.meta.url));
  const react = load("react") as typeof React & { readonly act?: Acting };
  if (!react.version.startsWith(`${major}.`)) {
    throw new Error(`React ${major} was asked for, and ${react.version} is installed in its place`);
  }
  const acting = react.act ?? (load("react-dom/test-utils") as { readonly act: Acting }).act;
  const act = async (callback: () => unknown) => {
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
    await acting(async () => {
      await callback();
    });
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  };
  const mount = async (element: ReactElement): Promise<Mounted> => {
    const container = document.createElement("div");
    const root =
      major < FIRST_WITH_ROOTS
        ? legacyRoot(load("react-dom") as LegacyDom, container)
        : (load("react-dom/client") as ModernDom).createRoot(container);
    await act(() => root.render(element));
    return root;
  };
  return { react, act, mount };
}

function legacyRoot(dom: LegacyDom, container: Element): Mounted {
  return {
    render: (element) => dom.render(element, container),
    unmount: () => dom.unmountComponentAtNode(container),
  };
}
