import { type ReactNode, useId } from "react";
import classes from "./Panel.module.css";

interface PanelProps {
  readonly title: string;
  /** What stands at the right of the title: a count, a switch. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled sheet. */
export function Panel({ title, aside, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}

/** What a panel says while it has nothing to show. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className={classes.nothing}>{children}</p>;
}
