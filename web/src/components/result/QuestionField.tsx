import { Checkbox, Textarea } from "@mantine/core";
import { useId } from "react";
import { result } from "../../texts/result";
import classes from "./Questions.module.css";

const texts = result.questions;

/** Characters of one answer that are taken. */
export const ANSWER_LIMIT = 2000;

/** What is about to be said to a question. */
export type Draft =
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "declined" };

interface QuestionFieldProps {
  readonly text: string;
  readonly draft: Draft | null;
  readonly onChange: (draft: Draft | null) => void;
}

/** A question with room for an answer, and a way to say no. */
export function QuestionField({ text, draft, onChange }: QuestionFieldProps) {
  const id = useId();
  const answer = draft?.kind === "answer" ? draft.text : "";
  const declined = draft?.kind === "declined";
  const over = answer.trim().length - ANSWER_LIMIT;
  return (
    <fieldset className={classes.question} aria-labelledby={id}>
      <p id={id} className={classes.text}>
        {text}
      </p>
      <Textarea
        aria-label={texts.answer}
        aria-describedby={id}
        placeholder={texts.placeholder}
        value={answer}
        disabled={declined}
        rows={2}
        error={over > 0 ? texts.tooLong(over) : undefined}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === "" ? null : { kind: "answer", text: value })
        }
      />
      <Checkbox
        size="xs"
        label={texts.decline}
        checked={declined}
        onChange={({ currentTarget: { checked } }) =>
          onChange(checked ? { kind: "declined" } : null)
        }
      />
    </fieldset>
  );
}
