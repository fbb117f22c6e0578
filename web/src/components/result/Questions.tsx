import type { Question } from "@resume-optimizer/client";
import { job } from "../../texts/job";
import { Panel } from "../shell/Panel";
import classes from "./Questions.module.css";

/** What the posting asks for and the résumé does not say: asked, never assumed. */
export function Questions({ questions }: { readonly questions: readonly Question[] }) {
  if (questions.length === 0) {
    return null;
  }
  return (
    <Panel title={job.questions} aside={questions.length}>
      <p className={classes.lead}>{job.questionsLead}</p>
      <ul className={classes.list}>
        {questions.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </Panel>
  );
}
