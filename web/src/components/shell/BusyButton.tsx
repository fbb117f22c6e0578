import { Button, type ButtonProps, Loader } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";

interface BusyButtonProps
  extends Pick<ButtonProps, "size" | "variant" | "className" | "rightSection"> {
  /** What it does is under way: it does nothing more, and says so. */
  readonly busy: boolean;
  /** There is nothing that it could do now. */
  readonly idle?: boolean;
  /** Left out by what submits a form: what it does is the form's. */
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/**
 * A button that keeps the focus while what it does is under way or cannot be done: one that is disabled loses it for good.
 */
export function BusyButton({ busy, idle = false, onClick, children, ...looks }: BusyButtonProps) {
  const click = (event: MouseEvent) => {
    if (busy || idle) {
      event.preventDefault(); // the enter key in a field of its form arrives here as well
    } else {
      onClick?.();
    }
  };
  return (
    <Button
      {...looks}
      type={onClick ? "button" : "submit"}
      aria-disabled={busy || idle}
      data-disabled={idle}
      leftSection={busy ? <Loader size={14} color="currentColor" /> : undefined}
      onClick={click}
    >
      {children}
    </Button>
  );
}
