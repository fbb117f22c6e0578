import type { MouseEvent, ReactNode } from "react";
import { go } from "./location";

interface LinkProps {
  readonly to: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A link within the page: a plain click stays here, every other click is the browser's. */
export function Link({ to, className, children }: LinkProps) {
  const onClick = (event: MouseEvent) => {
    if (
      event.button === 0 &&
      !event.metaKey &&
      !event.ctrlKey &&
      !event.shiftKey &&
      !event.altKey
    ) {
      event.preventDefault();
      go(to);
    }
  };
  return (
    <a href={to} className={className} onClick={onClick}>
      {children}
    </a>
  );
}
