import { Dropzone } from "@mantine/dropzone";
import { type Ref, useId, useRef } from "react";
import { start } from "../../texts/start";
import { Icon } from "../icons/Icon";
import { useStartLimits } from "../shell/start-limits";
import classes from "./SourceField.module.css";
import { SourceFoot } from "./SourceFoot";
import { useHandedFile } from "./use-handed-file";
import type { PreviewState } from "./use-preview";
import type { StartForm } from "./use-start-form";
import type { Side } from "./validate";

interface SourceFieldProps {
  readonly side: Side;
  readonly form: StartForm;
  readonly inputRef: Ref<HTMLTextAreaElement>;
}

const ACCEPTED = {
  "application/pdf": [".pdf"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [".docx"],
  "text/plain": [".txt", ".text"],
  "text/markdown": [".md", ".markdown"],
};

/** A sheet of paper to paste a text on, or to drop a file on. */
export function SourceField({ side, form, inputRef }: SourceFieldProps) {
  const id = useId();
  const choose = useRef<() => void>(null);
  const limits = useStartLimits();
  const value = form.entries[side];
  const attached = form.files[side];
  const preview = form.previews[side];
  const error = form.errors[side];
  const handed = useHandedFile(limits.file_bytes, {
    onText: (text, name) => form.set(side, text, name),
    onFile: (file) => form.attach(side, file),
    onError: (message) => form.setError(side, message),
  });
  const texts = start[side];
  return (
    <div className={classes.field} data-error={error ? true : undefined}>
      <div className={classes.head}>
        <label htmlFor={id} className={classes.label}>
          {texts.label}
        </label>
        <button type="button" className={classes.action} onClick={() => choose.current?.()}>
          <Icon name="file" size={16} />
          {start.browse}
        </button>
        {(value !== "" || attached) && (
          <button type="button" className={classes.action} onClick={() => form.set(side, "")}>
            <Icon name="cross" size={16} />
            {start.clear}
          </button>
        )}
      </div>
      <Dropzone
        className={classes.sheet ?? ""}
        openRef={choose}
        onDrop={handed.take}
        onReject={handed.refuse}
        accept={ACCEPTED}
        multiple={false}
        maxSize={limits.file_bytes}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        inputProps={{ "aria-label": `${texts.label}: ${start.browse}` }}
      >
        <textarea
          ref={inputRef}
          id={id}
          className={classes.text}
          value={attached ? shownOf(attached, preview) : value}
          readOnly={attached !== undefined}
          onChange={(event) => form.set(side, event.currentTarget.value)}
          placeholder={texts.placeholder}
          aria-busy={preview.state === "reading"}
          aria-describedby={`${id}-foot`}
          aria-invalid={error ? true : undefined}
          spellCheck={false}
          autoComplete="off"
        />
        <div className={classes.overlay}>{start.drop}</div>
      </Dropzone>
      <SourceFoot
        id={`${id}-foot`}
        side={side}
        value={value}
        origin={form.origins[side]}
        file={attached}
        preview={preview}
        error={error}
        limits={limits}
      />
    </div>
  );
}

/** What stands on the sheet of a file: what was read of it, as soon as that is known. */
function shownOf(file: File, preview: PreviewState): string {
  if (preview.state === "read") {
    return preview.preview.text;
  }
  const named = start.attached(file.name, file.size);
  return preview.state === "later" ? `${named}\n\n${start.preview.unseen}` : named;
}
