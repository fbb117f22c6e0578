import { type ReactNode, useEffect, useRef } from "react";
import { formatSpan } from "../../lib/format";
import { Link } from "../../routing/Link";
import type { Place } from "../../routing/location";
import { common } from "../../texts/common";
import { Icon } from "../icons/Icon";
import { ColorSchemeToggle } from "./ColorSchemeToggle";
import classes from "./Shell.module.css";
import { useStartLimits } from "./start-limits";

interface ShellProps {
  readonly place: Place["screen"];
  readonly children: ReactNode;
}

/** The frame around every screen. */
export function Shell({ place, children }: ShellProps) {
  const content = useRef<HTMLElement>(null);
  const shown = useRef(place);
  const { retention_sec } = useStartLimits();
  useEffect(() => {
    // Whoever moves by keyboard or listens goes along to the new screen.
    if (shown.current !== place) {
      shown.current = place;
      content.current?.focus();
    }
  }, [place]);
  return (
    <div className={classes.shell}>
      {/* No link: the fragment holds the job's token, and must stay. */}
      <button type="button" className={classes.skip} onClick={() => content.current?.focus()}>
        {common.skip}
      </button>
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
      <main ref={content} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <footer className={classes.footer}>
        {common.footer}
        {retention_sec !== null && ` ${common.footerKept(formatSpan(retention_sec))}`}
      </footer>
    </div>
  );
}

function Mark() {
  return (
    <svg width="1.5rem" height="1.5rem" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
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
