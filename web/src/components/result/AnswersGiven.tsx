import type { AnswerSheet } from "@resume-optimizer/client";
import { useId, useState } from "react";
import { result } from "../../texts/result";
import { TextButton } from "../shell/TextButton";
import { type Draft, QuestionField } from "./QuestionField";
import classes from "./Questions.module.css";

const texts = result.questions;

interface AnswersGivenProps {
  readonly answers: AnswerSheet["answers"];
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly onChange: (id: string, draft: Draft | null) => void;
}

/** What was said before; each can be said anew. */
export function AnswersGiven({ answers, drafts, onChange }: AnswersGivenProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (answers.length === 0) {
    return null;
  }
  return (
    <div>
      <TextButton aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {texts.given(answers.length)}
      </TextButton>
      <ul id={id} className={classes.list} hidden={!open}>
        {answers.map(({ question, text }) => {
          const draft = drafts[question.id];
          return (
            <li key={question.id}>
              {draft ? (
                <QuestionField
                  text={question.text}
                  draft={draft}
                  onChange={(next) => onChange(question.id, next)}
                />
              ) : (
                <div className={classes.question}>
                  <p className={classes.text}>{question.text}</p>
                  <p className={classes.said}>{text ?? texts.givenNo}</p>
                  <TextButton
                    aria-label={`${texts.change}: ${question.text}`}
                    onClick={() => onChange(question.id, { kind: "answer", text: text ?? "" })}
                  >
                    {texts.change}
                  </TextButton>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
