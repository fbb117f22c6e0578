import { Button } from "@mantine/core";
import { type FormEvent, useRef } from "react";
import { sentenceOf } from "../../texts/problems";
import { start } from "../../texts/start";
import { Icon } from "../icons/Icon";
import { Notice } from "../shell/Notice";
import { HowItWorks } from "./HowItWorks";
import { SampleList } from "./SampleList";
import { SourceField } from "./SourceField";
import classes from "./StartScreen.module.css";
import { useStartForm } from "./use-start-form";

/** Where a job begins: two texts and a button. */
export function StartScreen() {
  const form = useStartForm();
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
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <SampleList onPick={form.fill} />
        <div className={classes.sheets}>
          <SourceField
            side="resume"
            inputRef={resume}
            value={form.entries.resume}
            file={form.files.resume}
            error={form.errors.resume}
            onChange={(text) => form.set("resume", text)}
            onFile={(file) => form.attach("resume", file)}
            onError={(message) => form.setError("resume", message)}
          />
          <SourceField
            side="posting"
            inputRef={posting}
            value={form.entries.posting}
            file={form.files.posting}
            error={form.errors.posting}
            onChange={(text) => form.set("posting", text)}
            onFile={(file) => form.attach("posting", file)}
            onError={(message) => form.setError("posting", message)}
          />
        </div>
        {form.problem && (
          <Notice tone="error" title={start.failed}>
            {sentenceOf(form.problem)}
          </Notice>
        )}
        <div className={classes.submit}>
          <Button
            type="submit"
            size="md"
            loading={form.submitting}
            rightSection={<Icon name="arrow" />}
          >
            {form.submitting ? start.submitting : start.submit}
          </Button>
          <p className={classes.kept}>{start.kept}</p>
        </div>
      </form>
      <HowItWorks />
    </>
  );
}
