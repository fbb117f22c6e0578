import type { ReactNode, Ref } from "react";
import classes from "./Notice.module.css";

interface NoticeProps {
  readonly tone: "info" | "warning" | "error";
  readonly title: string;
  /** As the whole of a screen rather than a part of it. */
  readonly large?: boolean;
  /** The heading, for who gives it the focus. */
  readonly heading?: Ref<HTMLHeadingElement>;
  readonly children?: ReactNode;
}

/** Something that people must know before they go on. */
export function Notice({ tone, title, large = false, heading, children }: NoticeProps) {
  const Heading = large ? "h1" : "h2";
  return (
    <section
      className={classes.notice}
      data-tone={tone}
      data-large={large || undefined}
      role={tone === "error" ? "alert" : undefined}
    >
      <Heading ref={heading} tabIndex={heading ? -1 : undefined} className={classes.title}>
        {title}
      </Heading>
      <div className={classes.text}>{children}</div>
    </section>
  );
}
