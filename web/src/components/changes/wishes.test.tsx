import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { OptimisedDoc } from "../../../packages/client/src";
import { diffOf, docOf, endedOf, patchOf } from "../../../test/documents";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import { ChangeList } from "./ChangeList";
import { identityOf } from "./changes";
import type { FollowedState } from "./use-revision";

const MADE = [
  patchOf({ id: "p1" }),
  patchOf({ id: "p2", path: "bullet:b2" }),
  patchOf({ id: "p3", path: "bullet:b3" }),
];
const REJECTED = { status: "rejected", reject_reason: "rejected by you" } as const;

/** The document of a revision in which these patches were rejected by the user. */
function without(...ids: readonly string[]): OptimisedDoc {
  return docOf({
    patches: MADE.map((patch) => (ids.includes(patch.id) ? { ...patch, ...REJECTED } : patch)),
  });
}

let jobs = 0;

/** A job of three changes whose server does what the test says. */
function jobOf(documents: readonly OptimisedDoc[], put: () => Response) {
  jobs += 1;
  const job = { jobId: `wishes-${jobs}`, token: "t" };
  const files = documents.map((doc, index) => [`x.result.${index + 1}`, () => json(200, doc)]);
  const server = answering({ ...Object.fromEntries(files), "/patches": put });
  vi.stubGlobal("fetch", server.fetch);
  const streamAgain = vi.fn();
  const ended = (revision: number): FollowedState =>
    endedOf(
      {
        revision,
        diffs: (documents[revision - 1]?.patches ?? [])
          .filter(({ status }) => status === "applied")
          .map(({ id }) => diffOf(Number(id.slice(1)))),
        artifacts: { result: `x.result.${revision}` },
        finishedAt: `2026-11-22T20:00:0${revision}.000Z`,
      },
      streamAgain,
    );
  const again = (revision: number): FollowedState => ({
    ...ended(revision - 1),
    revision,
    status: "running",
    finishedAt: null,
  });
  const sent = () =>
    server.asked
      .filter(({ init }) => init?.method === "PUT")
      .map(({ init }) => JSON.parse(String(init?.body)).patches);
  return { job, server, streamAgain, ended, again, sent };
}

const accepted = (revision: number) => json(202, { revision, stream_url: "/" });
const button = (name: string) => screen.findByRole("button", { name });

it("rejects at once as a wish, follows the new revision, and says so for good when it is there", async () => {
  const { job, server, streamAgain, ended, again, sent } = jobOf([without(), without("p2")], () =>
    accepted(2),
  );
  const { rerender } = render(<ChangeList job={job} state={ended(1)} />);
  await userEvent.click(await button("Reject: Change 2"));
  expect(await screen.findAllByText("Rejected: the result is being made again")).toHaveLength(2);
  expect(sent()).toEqual([{ p2: "rejected" }]);
  expect(server.asked.at(-1)?.init?.headers).toMatchObject({ Authorization: "Bearer t" });
  expect(server.asked.at(-1)?.url).not.toContain("token");
  expect(streamAgain).toHaveBeenCalled();

  rerender(<ChangeList job={job} state={again(2)} />);
  expect(screen.getAllByRole("button", { name: /^Opening/ })).toHaveLength(3);
  rerender(<ChangeList job={job} state={ended(2)} />);
  expect(await screen.findByText("Rejected by you")).toBeInTheDocument();
  expect(screen.getAllByRole("button", { name: /^Reject:/ })).toHaveLength(2);
  expect(document.querySelector('[data-patch="p2"]')).toHaveAttribute("data-rejected");
});

it("lets wishes wait while a revision runs, and sends them together at its end", async () => {
  let revision = 1;
  const { job, ended, again, sent } = jobOf(
    [without(), without("p1"), without("p1", "p2", "p3")],
    () => {
      revision += 1;
      return accepted(revision);
    },
  );
  const { rerender } = render(<ChangeList job={job} state={ended(1)} />);
  await userEvent.click(await button("Reject: Change 1"));
  await screen.findAllByText("Rejected: the result is being made again");
  await userEvent.click(await button("Reject: Change 2"));
  rerender(<ChangeList job={job} state={again(2)} />);
  await userEvent.click(await button("Reject: Change 3"));
  expect(screen.getAllByText(/Will be rejected when the running revision has ended/).length).toBe(
    3,
  );
  expect(sent()).toHaveLength(1);

  rerender(<ChangeList job={job} state={ended(2)} />);
  await vi.waitFor(() => expect(sent()).toHaveLength(2));
  expect(sent()[1]).toEqual({ p2: "rejected", p3: "rejected" });
  rerender(<ChangeList job={job} state={ended(3)} />);
  await vi.waitFor(() => expect(screen.getAllByText("Rejected by you")).toHaveLength(3));
});

it("takes back what waits, and sends nothing of it", async () => {
  const { job, ended, again, sent } = jobOf([without(), without("p1")], () => accepted(2));
  const { rerender } = render(<ChangeList job={job} state={ended(1)} />);
  await userEvent.click(await button("Reject: Change 1"));
  await userEvent.click(await button("Reject: Change 2"));
  await userEvent.click(await button("Undo: Change 2"));
  rerender(<ChangeList job={job} state={again(2)} />);
  rerender(<ChangeList job={job} state={ended(2)} />);
  expect(await screen.findByText("Rejected by you")).toBeInTheDocument();
  expect(sent()).toEqual([{ p1: "rejected" }]);
});

it("restores what was rejected", async () => {
  const { job, ended, sent } = jobOf([without("p1"), without()], () => accepted(2));
  const { rerender } = render(<ChangeList job={job} state={ended(1)} />);
  await userEvent.click(await button("Restore: The opening said nothing."));
  expect(sent()).toEqual([{ p1: "restored" }]);
  rerender(<ChangeList job={job} state={ended(2)} />);
  expect(await button("Reject: Change 1")).toBeInTheDocument();
});

it("waits where somebody else was faster (409), and sends it behind that", async () => {
  let busy = true;
  const { job, ended, streamAgain, sent } = jobOf(
    [without(), without("p3"), without("p1", "p3")],
    () => (busy ? json(409, { code: "still_running", title: "Conflict" }) : accepted(3)),
  );
  const { rerender } = render(<ChangeList job={job} state={ended(1)} />);
  await userEvent.click(await button("Reject: Change 1"));
  await vi.waitFor(() => expect(streamAgain).toHaveBeenCalled());
  expect(screen.getAllByText(/Will be rejected/).length).toBeGreaterThan(0);
  busy = false;
  rerender(<ChangeList job={job} state={ended(2)} />);
  await vi.waitFor(() => expect(sent()).toEqual([{ p1: "rejected" }, { p1: "rejected" }]));
});

it("does not ask for what another tab has done meanwhile", async () => {
  let busy = true;
  const { job, ended, sent } = jobOf([without(), without("p1")], () =>
    busy ? json(409, { code: "still_running", title: "Conflict" }) : accepted(3),
  );
  const { rerender } = render(<ChangeList job={job} state={ended(1)} />);
  await userEvent.click(await button("Reject: Change 1"));
  await vi.waitFor(() => expect(sent()).toHaveLength(1));
  busy = false;
  rerender(<ChangeList job={job} state={ended(2)} />);
  expect(await screen.findByText("Rejected by you")).toBeInTheDocument();
  expect(sent()).toHaveLength(1);
});

it.each([
  [409, "refused_patch", /A gate refused this change itself/],
  [410, "erased", /This job was erased/],
  [503, "unavailable", /busy or restarting/],
])(
  "says why it could not be done (%i %s), and tries again when told",
  async (status, code, why) => {
    let broken = true;
    const { job, ended, sent } = jobOf([without(), without("p1")], () =>
      broken ? json(status, { code, title: "no" }) : accepted(2),
    );
    render(<ChangeList job={job} state={ended(1)} />);
    await userEvent.click(await button("Reject: Change 1"));
    expect((await screen.findAllByText(why)).length).toBeGreaterThan(0);
    broken = false;
    await userEvent.click(await button("Try again"));
    await vi.waitFor(() => expect(sent()).toHaveLength(2));
    expect(screen.queryByText(why)).not.toBeInTheDocument();
  },
);

it("knows an order again whatever its lines say by then, and any other change by its words", () => {
  const order = patchOf({ op: "reorder_bullets", path: "entry:e1", before: "a\nb", after: "b\na" });
  expect(identityOf({ ...order, id: "p9", before: "a\nB", after: "B\na" })).toBe(identityOf(order));
  expect(identityOf({ ...order, path: "entry:e2" })).not.toBe(identityOf(order));
  const words = patchOf({ op: "weak_opening", before: "a", after: "b" });
  expect(identityOf({ ...words, before: "A" })).not.toBe(identityOf(words));
});
