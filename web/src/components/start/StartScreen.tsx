import { type FormEvent, useRef } from "react";
import { formatSpan } from "../../lib/format";
import { sentenceOf } from "../../texts/problems";
import { start } from "../../texts/start";
import { Icon } from "../icons/Icon";
import { BusyButton } from "../shell/BusyButton";
import { Notice } from "../shell/Notice";
import { useStartLimits } from "../shell/start-limits";
import { HowItWorks } from "./HowItWorks";
import { RecentJobs } from "./RecentJobs";
import { SampleList } from "./SampleList";
import { SourceField } from "./SourceField";
import classes from "./StartScreen.module.css";
import { useStartForm } from "./use-start-form";

interface StartScreenProps {
  /** Called when somebody goes to the form, perhaps often: a job will be followed soon. */
  readonly onBegun?: () => void;
}

/** Where a job begins: two texts and a button. */
export function StartScreen({ onBegun }: StartScreenProps) {
  const limits = useStartLimits();
  const form = useStartForm(limits);
  const kept = limits.retention_sec === null ? null : formatSpan(limits.retention_sec);
  const resume = useRef<HTMLTextAreaElement>(null);
  const posting = useRef<HTMLTextAreaElement>(null);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = await form.submit();
    if (wrong) {
      (wrong === "resume" ? resume : posting).current?.focus();
    }
  };
  return (
    <>
      <div className={classes.intro}>
        <h1 className={classes.title}>{start.title}</h1>
        <p className={classes.lead}>{start.lead}</p>
      </div>
      <form className={classes.form} onSubmit={onSubmit} onFocus={onBegun} noValidate>
        <SampleList onPick={form.fill} />
        <div className={classes.sheets}>
          <SourceField side="resume" form={form} inputRef={resume} />
          <SourceField side="posting" form={form} inputRef={posting} />
        </div>
        {form.problem && (
          <Notice tone="error" title={start.failed}>
            {sentenceOf(form.problem)}
          </Notice>
        )}
        <div className={classes.submit}>
          <BusyButton size="md" busy={form.submitting} rightSection={<Icon name="arrow" />}>
            {form.submitting ? start.submitting : start.submit}
          </BusyButton>
          <p className={classes.kept}>{start.kept(kept)}</p>
        </div>
      </form>
      <RecentJobs />
      <HowItWorks />
    </>
  );
}
