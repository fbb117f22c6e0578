import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import { recentJobs, rememberJob } from "../../services/recent-jobs";
import { StartLimitsProvider } from "../shell/start-limits";
import { Keeping } from "./Keeping";

const JOB = { jobId: "11111111-2222-4333-8444-555555555555", token: "secret" };
const LIMITS = { "/api/limits": () => json(200, { retention_sec: 86_400 }) };

beforeEach(() => window.localStorage.clear());

function keeping(finishedAt: string | null, answers: Readonly<Record<string, () => Response>>) {
  const server = answering(answers);
  vi.stubGlobal("fetch", server.fetch);
  const onErased = vi.fn();
  render(
    <StartLimitsProvider>
      <Keeping job={JOB} finishedAt={finishedAt} onErased={onErased} />
    </StartLimitsProvider>,
  );
  return { asked: server.asked, onErased };
}

it("says how long after its end a job that runs is erased", async () => {
  keeping(null, LIMITS);
  expect(await screen.findByText(/erased 1 day after the job's end/)).toBeInTheDocument();
});

it("says when a job that has ended is erased", async () => {
  keeping("2026-11-22T12:00:00.000Z", LIMITS);
  expect(await screen.findByText(/erased on November 23, 2026/)).toBeInTheDocument();
});

it("promises no time that the server did not tell", () => {
  keeping("2026-11-22T12:00:00.000Z", {});
  expect(screen.getByText(/erased some time after/)).toBeInTheDocument();
});

it("erases the job with its token once that is confirmed, forgets it, and says so", async () => {
  rememberJob(JOB.jobId, 1);
  const gone = () => new Response(null, { status: 204 });
  const { asked, onErased } = keeping(null, { ...LIMITS, [JOB.jobId]: gone });
  await userEvent.click(screen.getByRole("button", { name: "Erase now" }));
  await userEvent.click(screen.getByRole("button", { name: "Erase it now" }));
  await waitFor(() => expect(onErased).toHaveBeenCalledOnce());
  const call = asked.find(({ url }) => url.includes(JOB.jobId));
  expect(call?.init?.method).toBe("DELETE");
  expect(new Headers(call?.init?.headers).get("Authorization")).toBe("Bearer secret");
  expect(recentJobs()).toEqual([]);
});
