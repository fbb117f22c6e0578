import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { json } from "../../../test/scripted";
import { answering } from "../../../test/states";
import { forgetJob, REMEMBERED, recentJobs, rememberJob } from "../../services/recent-jobs";
import { RecentJobs } from "./RecentJobs";

const JOB = "11111111-2222-4333-8444-555555555555";
const MINUTE = 60_000;

beforeEach(() => window.localStorage.clear());

function server(answer: () => Response) {
  const scripted = answering({ [JOB]: answer });
  vi.stubGlobal("fetch", scripted.fetch);
  return scripted.asked;
}

it("is not there while nothing was started here", () => {
  render(<RecentJobs />);
  expect(screen.queryByRole("region")).not.toBeInTheDocument();
});

it("links to each job without its token, newest first", () => {
  rememberJob(JOB, Date.now() - 5 * MINUTE);
  rememberJob(JOB.replace("1", "2"), Date.now());
  render(<RecentJobs />);
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.textContent)).toEqual([
    "Started just now",
    "Started 5 minutes ago",
  ]);
  expect(links[1]).toHaveAttribute("href", `/jobs/${JOB}`);
});

it("erases a job on the server once that is confirmed, and says so", async () => {
  rememberJob(JOB, Date.now());
  const asked = server(() => new Response(null, { status: 204 }));
  render(<RecentJobs />);
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(asked).toEqual([]);
  expect(screen.getByRole("button", { name: "Keep it" })).toHaveFocus();
  await userEvent.click(screen.getByRole("button", { name: "Erase it now" }));
  await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/was erased/));
  expect(asked.map(({ url, init }) => `${init?.method} ${url}`)).toEqual([
    `DELETE /api/jobs/${JOB}`,
  ]);
  expect(recentJobs()).toEqual([]);
});

it("counts a job that is gone already as erased", async () => {
  rememberJob(JOB, Date.now());
  server(() => json(410, { code: "erased" }));
  render(<RecentJobs />);
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await userEvent.click(screen.getByRole("button", { name: "Erase it now" }));
  await waitFor(() => expect(recentJobs()).toEqual([]));
});

it("keeps a job that could not be erased, with the reason, and takes the question back by Escape", async () => {
  rememberJob(JOB, Date.now());
  server(() => json(503, { code: "log_unavailable" }));
  render(<RecentJobs />);
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await userEvent.click(screen.getByRole("button", { name: "Erase it now" }));
  expect(await screen.findByRole("alert")).toHaveTextContent(/busy or restarting/);
  expect(recentJobs()).toHaveLength(1);
  await userEvent.keyboard("{Escape}");
  expect(screen.getByRole("button", { name: "Delete" })).toHaveFocus();
});

it("remembers the last ten, each once, and reads nothing that somebody else wrote", () => {
  for (let n = 0; n < 12; n += 1) {
    rememberJob(`job-${n}`, n);
  }
  rememberJob("job-5", 99);
  expect(recentJobs()).toHaveLength(REMEMBERED);
  expect(recentJobs()[0]).toEqual({ jobId: "job-5", startedAt: 99 });
  forgetJob("job-5");
  expect(recentJobs().some(({ jobId }) => jobId === "job-5")).toBe(false);
  window.localStorage.setItem("resume-optimizer.jobs", '[{"jobId": 3}, null, {"x": 1}]');
  expect(recentJobs()).toEqual([]);
  window.localStorage.setItem("resume-optimizer.jobs", "{broken");
  expect(recentJobs()).toEqual([]);
});
