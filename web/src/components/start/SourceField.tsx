import { Dropzone } from "@mantine/dropzone";
import { type Ref, useId, useRef } from "react";
import { start } from "../../texts/start";
import { Icon } from "../icons/Icon";
import { LIMITS, type Side } from "./limits";
import { isDocument, readTextFile, UnreadableFileError } from "./read-file";
import classes from "./SourceField.module.css";

interface SourceFieldProps {
  readonly side: Side;
  readonly value: string;
  /** A PDF or Word file in the place of the text. */
  readonly file: File | undefined;
  readonly error: string | undefined;
  readonly inputRef: Ref<HTMLTextAreaElement>;
  onChange(text: string): void;
  onFile(file: File): void;
  onError(message: string): void;
}

const ACCEPTED = {
  "application/pdf": [".pdf"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [".docx"],
  "text/plain": [".txt", ".text"],
  "text/markdown": [".md", ".markdown"],
};

/** A sheet of paper to paste a text on, or to drop a file on. */
export function SourceField({
  side,
  value,
  file: attached,
  error,
  inputRef,
  onChange,
  onFile,
  onError,
}: SourceFieldProps) {
  const id = useId();
  const choose = useRef<() => void>(null);
  const texts = start[side];
  const onDrop = async (files: File[]) => {
    const [file] = files;
    try {
      if (file && (await isDocument(file))) {
        onFile(file);
      } else if (file) {
        onChange(await readTextFile(file));
      }
    } catch (reason) {
      if (!(reason instanceof UnreadableFileError)) {
        throw reason;
      }
      onError(reason.message);
    }
  };
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
          <button type="button" className={classes.action} onClick={() => onChange("")}>
            <Icon name="cross" size={16} />
            {start.clear}
          </button>
        )}
      </div>
      <Dropzone
        className={classes.sheet ?? ""}
        openRef={choose}
        onDrop={onDrop}
        onReject={(rejected) => {
          const [first] = rejected;
          onError(rejected.length > 1 || !first ? start.oneFile : refusal(first.file));
        }}
        accept={ACCEPTED}
        multiple={false}
        maxSize={LIMITS.file}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        inputProps={{ "aria-label": `${texts.label}: ${start.browse}` }}
      >
        <textarea
          ref={inputRef}
          id={id}
          className={classes.text}
          value={attached ? start.attached(attached.name, attached.size) : value}
          readOnly={attached !== undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
          placeholder={texts.placeholder}
          aria-describedby={`${id}-foot`}
          aria-invalid={error ? true : undefined}
          spellCheck={false}
          autoComplete="off"
        />
        <div className={classes.overlay}>{start.drop}</div>
      </Dropzone>
      <div id={`${id}-foot`} className={classes.foot}>
        {error ? (
          <p className={classes.error} role="alert">
            {error}
          </p>
        ) : (
          <p>{texts.hint}</p>
        )}
        {value !== "" && (
          <p className={classes.count}>{start.characters(value.length, LIMITS[side])}</p>
        )}
      </div>
    </div>
  );
}

function refusal(file: File): string {
  return file.size > LIMITS.file ? start.tooBig(file.name) : start.notText(file.name);
}
