import type { ReactNode } from "react";
import { Link } from "../../routing/Link";
import type { Place } from "../../routing/location";
import { common } from "../../texts/common";
import { Icon } from "../icons/Icon";
import { ColorSchemeToggle } from "./ColorSchemeToggle";
import classes from "./Shell.module.css";

interface ShellProps {
  readonly place: Place["screen"];
  readonly children: ReactNode;
}

/** The frame around every screen. */
export function Shell({ place, children }: ShellProps) {
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {common.skip}
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.wordmark}>
          <Mark />
          {common.product}
        </Link>
        <div className={classes.actions}>
          {place === "job" && (
            <Link to="/" className={classes.newJob}>
              <Icon name="plus" size={16} />
              {common.newJob}
            </Link>
          )}
          <ColorSchemeToggle />
        </div>
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <footer className={classes.footer}>{common.footer}</footer>
    </div>
  );
}

function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--pencil)" />
      <path
        d="M8 9.5h16M8 15.5h8"
        stroke="var(--on-pencil)"
        strokeWidth="2.6"
        strokeLinecap="round"
        opacity="0.55"
      />
      <path
        d="M8 22.5l4.2 3.2L24 15.5"
        fill="none"
        stroke="var(--on-pencil)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
