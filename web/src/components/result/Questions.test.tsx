import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { endedOf } from "../../../test/documents";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import { Questions } from "./Questions";
import type { Result } from "./use-result";

const JOB = { jobId: "questions", token: "t" };
const WELSH = { id: "q1", requirement_id: "r1", text: "Do you speak Welsh?", term: "Welsh" };
const TRIAGE = { id: "q2", requirement_id: "r2", text: "Have you done triage?", term: null };

function resultOf(changes: Partial<Result>): Result {
  return {
    revision: 1,
    tailored: "",
    original: "",
    questions: [WELSH, TRIAGE],
    answers: [],
    ...changes,
  };
}

function served(answer: () => Response | Promise<Response>) {
  const server = answering({ "/answers": answer });
  vi.stubGlobal("fetch", server.fetch);
  return () => server.asked.map(({ init }) => JSON.parse(String(init?.body)));
}

/** Write behind what stands in the answer's field already. */
async function write(text: string) {
  await userEvent.click(field(WELSH.text).getByRole("textbox"));
  await userEvent.paste(text);
}

const field = (question: string) => within(screen.getByRole("group", { name: question }));

it("is not there where nothing is asked and nothing was answered", () => {
  render(<Questions job={JOB} state={endedOf({})} result={resultOf({ questions: [] })} />);
  expect(screen.queryByRole("region")).not.toBeInTheDocument();
});

it("sends an answer and a no together, and follows the revision that takes them up", async () => {
  const sent = served(() => json(202, { revision: 2, stream_url: "/" }));
  const streamAgain = vi.fn();
  const { rerender } = render(
    <Questions job={JOB} state={endedOf({}, streamAgain)} result={resultOf({})} />,
  );
  const send = screen.getByRole("button", { name: "Send answers and run again" });
  expect(send).toHaveAttribute("aria-disabled", "true");
  await write(" At home, daily. ");
  await userEvent.click(field(TRIAGE.text).getByRole("checkbox"));
  expect(field(TRIAGE.text).getByRole("textbox")).toBeDisabled();
  await userEvent.click(screen.getByText("Send 2 answers and run again"));

  expect(sent()).toEqual([
    {
      answers: [
        { question_id: "q1", answer: "At home, daily." },
        { question_id: "q2", declined: true },
      ],
    },
  ]);
  expect(await screen.findByText(/Taken up: revision 2/)).toBeInTheDocument();
  expect(streamAgain).toHaveBeenCalled();

  rerender(
    <Questions
      job={JOB}
      state={endedOf({ revision: 2 }, streamAgain)}
      result={resultOf({ revision: 2 })}
    />,
  );
  expect(screen.queryByText(/Taken up/)).not.toBeInTheDocument();
});

it("shows what was answered, where nothing is left to ask", async () => {
  const answers = [
    { question: WELSH, text: "At home, daily." },
    { question: TRIAGE, text: null },
  ];
  render(<Questions job={JOB} state={endedOf({})} result={resultOf({ questions: [], answers })} />);
  expect(screen.getByText("Nothing is left to ask.")).toBeInTheDocument();
  await userEvent.click(screen.getByText("2 answers that you gave"));
  expect(screen.getByText("At home, daily.")).toBeVisible();
  expect(screen.getByText("You have not done this.")).toBeVisible();
});

it("lets an answer be given anew", async () => {
  const sent = served(() => json(202, { revision: 3, stream_url: "/" }));
  const answers = [{ question: WELSH, text: "A little." }];
  render(<Questions job={JOB} state={endedOf({})} result={resultOf({ questions: [], answers })} />);
  await userEvent.click(screen.getByText("1 answer that you gave"));
  await userEvent.click(screen.getByRole("button", { name: `Change: ${WELSH.text}` }));
  await write(" At school.");
  await userEvent.click(screen.getByText("Send 1 answer and run again"));
  expect(sent()).toEqual([{ answers: [{ question_id: "q1", answer: "A little. At school." }] }]);
});

it("keeps what was written while the job runs, and lets it be sent at the end", async () => {
  const { rerender } = render(<Questions job={JOB} state={endedOf({})} result={resultOf({})} />);
  await write("Yes");
  rerender(
    <Questions
      job={JOB}
      state={endedOf({ finishedAt: null, revision: 2, status: "running" })}
      result={resultOf({})}
    />,
  );
  expect(screen.getByText(/What you write stays here/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: /Send 1 answer/ })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  rerender(
    <Questions job={JOB} state={endedOf({ revision: 2 })} result={resultOf({ revision: 2 })} />,
  );
  expect(field(WELSH.text).getByRole("textbox")).toHaveValue("Yes");
  expect(screen.getByRole("button", { name: /Send 1 answer/ })).toHaveAttribute(
    "aria-disabled",
    "false",
  );
});

it.each([
  [409, "still_running", /Try again when it has ended/],
  [410, "erased", /This job was erased/],
  [422, "empty_answer", /needs a word in it/],
])("says why answers were not taken (%i %s), and keeps them", async (status, code, why) => {
  served(() => json(status, { code, title: "no" }));
  render(<Questions job={JOB} state={endedOf({})} result={resultOf({})} />);
  await write("Yes");
  await userEvent.click(screen.getByText(/Send 1 answer/));
  expect(await screen.findByRole("alert")).toHaveTextContent(why);
  expect(field(WELSH.text).getByRole("textbox")).toHaveValue("Yes");
});

it("keeps the keyboard's place while answers are sent and when they were, and sends them once", async () => {
  let answer: (response: Response) => void = () => undefined;
  const sent = served(() => new Promise((resolve) => (answer = resolve)));
  render(<Questions job={JOB} state={endedOf({})} result={resultOf({})} />);
  const send = screen.getByRole("button", { name: "Send answers and run again" });
  send.focus();
  await userEvent.keyboard("{Enter}");
  expect(sent()).toEqual([]);
  await write("Yes");
  send.focus();
  await userEvent.keyboard("{Enter}{Enter}");
  expect(send).toHaveFocus();
  expect(send).toHaveAttribute("aria-disabled", "true");
  expect(sent()).toHaveLength(1);
  answer(json(202, { revision: 2, stream_url: "/" }));
  expect(await screen.findByText(/Taken up: revision 2/)).toBeInTheDocument();
  expect(send).toHaveFocus();
  expect(send).toBeEnabled();
});
