import { Button, type ButtonProps, Loader } from "@mantine/core";
import type { ReactNode } from "react";

interface BusyButtonProps extends Pick<ButtonProps, "size" | "variant" | "className"> {
  /** What it does is under way: it does nothing more, and says so. */
  readonly busy: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A button that keeps the focus while what it does is under way: one that is disabled loses it for good. */
export function BusyButton({ busy, onClick, children, ...looks }: BusyButtonProps) {
  return (
    <Button
      {...looks}
      aria-disabled={busy}
      leftSection={busy ? <Loader size={14} color="currentColor" /> : undefined}
      onClick={busy ? undefined : onClick}
    >
      {children}
    </Button>
  );
}
