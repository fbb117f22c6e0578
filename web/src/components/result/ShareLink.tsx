import { Button, TextInput } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import { useRef, useState } from "react";
import { jobPath } from "../../routing/location";
import { result } from "../../texts/result";
import { Panel } from "../shell/Panel";
import classes from "./ShareLink.module.css";

const texts = result.share;

/** The job's link, to copy or to hand to another program, and what it lets people do. */
export function ShareLink({ job: { jobId, token } }: { readonly job: JobAddress }) {
  const field = useRef<HTMLInputElement>(null);
  const [said, say] = useState("");
  if (!token) {
    return (
      <Panel title={texts.title}>
        <p className={classes.lead}>{texts.noToken}</p>
      </Panel>
    );
  }
  const url = `${window.location.origin}${jobPath(jobId, token)}`;
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(url);
      say(texts.copied);
    } catch {
      say(texts.notCopied);
    }
  };
  const share = async () => {
    try {
      await navigator.share({ title: texts.shareTitle, url });
    } catch {
      // The user chose nobody: there is nothing to say.
    }
  };
  return (
    <Panel title={texts.title}>
      <div className={classes.part}>
        <p className={classes.lead}>{texts.warning}</p>
        <div className={classes.row}>
          <TextInput
            ref={field}
            className={classes.link ?? ""}
            size="xs"
            readOnly
            aria-label={texts.label}
            value={url}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
          <Button size="xs" variant="default" onClick={() => void copy()}>
            {texts.copy}
          </Button>
          {"share" in navigator && (
            <Button size="xs" variant="default" onClick={() => void share()}>
              {texts.share}
            </Button>
          )}
        </div>
        <p className={classes.said} role="status">
          {said}
        </p>
      </div>
    </Panel>
  );
}
