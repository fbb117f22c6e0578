import { SegmentedControl, VisuallyHidden } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import { useState } from "react";
import { job as jobTexts } from "../../texts/job";
import { spaced } from "../../texts/names";
import { result } from "../../texts/result";
import { Nothing, Panel } from "../shell/Panel";
import { TextButton } from "../shell/TextButton";
import { sentenceOf } from "./ChangeChoice";
import classes from "./ChangeList.module.css";
import { ChangeRow } from "./ChangeRow";
import type { DiffStyle } from "./ChangeWords";
import { NotMade } from "./NotMade";
import { useChanges } from "./use-changes";
import { useOpened } from "./use-opened";
import { type FollowedState, useRevision } from "./use-revision";
import { useWishes } from "./use-wishes";
import { sourcesOf } from "./use-words";

const texts = result.changes;

/** How many changes are seen without a click. */
const VISIBLE = 12;

interface ChangeListProps {
  readonly job: JobAddress;
  readonly state: FollowedState;
}

/** The changes as they are made, by the section of the résumé that they stand in; each can be rejected and restored. */
export function ChangeList({ job, state }: ChangeListProps) {
  const changes = useChanges(job, state);
  const wishes = useWishes(job, changes.settled, useRevision(state));
  const [diffStyle, setDiffStyle] = useState<DiffStyle>("inline");
  const [all, showAll] = useState(false);
  const opened = useOpened();

  const listed = changes.shown.filter(({ standing }) => standing !== "refused");
  const refused = changes.shown.filter(({ standing }) => standing === "refused");
  const made = listed.filter(({ standing }) => standing === "made");
  const sections = Map.groupBy(all ? listed : listed.slice(0, VISIBLE), ({ section }) => section);
  const common = { job, diffStyle, sources: sourcesOf(state) };
  return (
    <Panel title={jobTexts.changes} aside={made.length > 0 ? made.length : undefined}>
      {changes.shown.length === 0 && (
        <Nothing>
          {state.finishedAt !== null ? jobTexts.changesNothing : jobTexts.changesNone}
        </Nothing>
      )}
      {changes.settled && listed.length > 0 && <p className={classes.lead}>{texts.lead}</p>}
      {changes.failed && (
        <p className={classes.lead} role="alert">
          {texts.fateFailed} <TextButton onClick={changes.retry}>{texts.tryAgain}</TextButton>
        </p>
      )}
      {changes.shown.length > 0 && (
        <div className={classes.tools}>
          <TextButton onClick={() => opened.setAll(!opened.all)}>
            {opened.all ? texts.closeAll : texts.openAll}
          </TextButton>
          <SegmentedControl
            size="xs"
            aria-label={texts.view}
            value={diffStyle}
            onChange={setDiffStyle}
            data={[
              { value: "inline", label: texts.views.inline },
              { value: "sides", label: texts.views.sides },
            ]}
          />
        </div>
      )}
      <VisuallyHidden role="status">
        {wishes.newest ? sentenceOf(wishes.newest) : ""}
      </VisuallyHidden>
      {[...sections].map(([section, among]) => (
        <section key={section} className={classes.section}>
          <h3 className={classes.title}>{spaced(section)}</h3>
          <ul>
            {among.map((change) => (
              <ChangeRow
                key={change.id}
                {...common}
                change={change}
                open={opened.has(change.id)}
                onToggle={() => opened.toggle(change.id)}
                wishes={wishes}
              />
            ))}
          </ul>
        </section>
      ))}
      {listed.length > VISIBLE && (
        <div className={classes.more}>
          <TextButton aria-expanded={all} onClick={() => showAll(!all)}>
            {all ? jobTexts.showFewer : jobTexts.showAll(listed.length)}
          </TextButton>
        </div>
      )}
      <NotMade
        {...common}
        refused={refused}
        dropped={changes.settled?.doc?.dropped ?? []}
        opened={opened}
      />
    </Panel>
  );
}
