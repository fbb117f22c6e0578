import { ApiError, type JobAddress, type Problem, unreachable } from "@resume-optimizer/client";
import { useState } from "react";
import { answerQuestions, type GivenAnswer } from "../../services/api";
import { refusalOf, result as resultTexts } from "../../texts/result";
import { type FollowedState, useRevision } from "../changes/use-revision";
import { BusyButton } from "../shell/BusyButton";
import { Panel } from "../shell/Panel";
import { AnswersGiven } from "./AnswersGiven";
import { ANSWER_LIMIT, type Draft, QuestionField } from "./QuestionField";
import classes from "./Questions.module.css";
import type { Result } from "./use-result";

const texts = resultTexts.questions;

interface QuestionsProps {
  readonly job: JobAddress;
  readonly state: FollowedState;
  readonly result: Result;
}

type Sending =
  | { readonly phase: "idle" | "sending" }
  | { readonly phase: "taken"; readonly revision: number }
  | { readonly phase: "failed"; readonly problem: Problem };

/** What the posting asks for and the résumé does not say: asked, never assumed. Answers make the next revision. */
export function Questions({ job, state, result }: QuestionsProps) {
  const { running, expect } = useRevision(state);
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const [sending, setSending] = useState<Sending>({ phase: "idle" });
  const { questions, answers } = result;
  if (questions.length === 0 && answers.length === 0) {
    return null;
  }

  const given = Object.entries(drafts).flatMap(([id, draft]) => answerOf(id, draft));
  const tooLong = Object.values(drafts).some(
    (draft) => draft.kind === "answer" && draft.text.trim().length > ANSWER_LIMIT,
  );
  const setDraft = (id: string, draft: Draft | null) => {
    const { [id]: _, ...others } = drafts;
    setDrafts(draft ? { ...others, [id]: draft } : others);
  };
  const send = async () => {
    setSending({ phase: "sending" });
    try {
      const { revision } = await answerQuestions(job, given);
      setDrafts({});
      setSending({ phase: "taken", revision });
      expect(revision);
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : unreachable();
      setSending({ phase: "failed", problem });
      if (problem.code === "still_running") {
        expect(result.revision + 1);
      }
    }
  };
  const taken = sending.phase === "taken" && sending.revision > result.revision;
  return (
    <Panel title={texts.title} aside={questions.length > 0 ? questions.length : undefined}>
      <p className={classes.lead}>{questions.length > 0 ? texts.lead : texts.none}</p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <ul className={classes.list}>
          {questions.map(({ id, text }) => (
            <li key={id}>
              <QuestionField
                text={text}
                draft={drafts[id] ?? null}
                onChange={(draft) => setDraft(id, draft)}
              />
            </li>
          ))}
        </ul>
        <AnswersGiven answers={answers} drafts={drafts} onChange={setDraft} />
        <div className={classes.actions}>
          <BusyButton
            size="sm"
            busy={sending.phase === "sending"}
            idle={given.length === 0 || running || tooLong}
          >
            {given.length === 0 ? texts.sendNone : texts.send(given.length)}
          </BusyButton>
          <p className={classes.standing} role="status">
            {taken && texts.taken(sending.revision)}
            {!taken && running && given.length > 0 && texts.waits}
          </p>
          {sending.phase === "failed" && !taken && (
            <p className={classes.failed} role="alert">
              {texts.failed} {refusalOf(sending.problem)}
            </p>
          )}
        </div>
      </form>
    </Panel>
  );
}

function answerOf(question_id: string, draft: Draft): readonly GivenAnswer[] {
  if (draft.kind === "declined") {
    return [{ question_id, declined: true }];
  }
  const answer = draft.text.trim();
  return answer === "" ? [] : [{ question_id, answer }];
}
