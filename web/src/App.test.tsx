import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { json, ScriptedEventSource } from "../test/scripted";
import { App } from "./App";

const JOB = "11111111-2222-4333-8444-555555555555";

beforeEach(() => {
  ScriptedEventSource.opened = [];
  vi.stubGlobal("EventSource", ScriptedEventSource);
  vi.stubGlobal("fetch", async () => new Response("[]"));
});

it("shows the start form at the root, and names an address that leads nowhere", async () => {
  window.history.replaceState(null, "", "/");
  render(<App />);
  expect(screen.getByLabelText("Your résumé")).toBeInTheDocument();
  window.history.pushState(null, "", "/elsewhere");
  window.dispatchEvent(new PopStateEvent("popstate"));
  await userEvent.click(await screen.findByRole("link", { name: "Start a new one" }));
  expect(screen.getByLabelText("Your résumé")).toBeInTheDocument();
});

it("follows the job of the address with the token of its fragment, and keeps both when the header is skipped", async () => {
  window.history.replaceState(null, "", `/jobs/${JOB}#token=secret`);
  render(<App />);
  await vi.waitFor(() => expect(ScriptedEventSource.opened.length).toBeGreaterThan(0), {
    timeout: 5000,
  });
  expect(ScriptedEventSource.last.url).toBe(`/api/jobs/${JOB}/stream?after=0&access_token=secret`);
  const opened = ScriptedEventSource.opened.length;
  await userEvent.click(screen.getByRole("button", { name: "Skip to content" }));
  expect(screen.getByRole("main")).toHaveFocus();
  expect(window.location.hash).toBe("#token=secret");
  expect(ScriptedEventSource.opened).toHaveLength(opened);
});

it("takes the focus along to another screen", async () => {
  window.history.replaceState(null, "", `/jobs/${JOB}#token=secret`);
  render(<App />);
  await userEvent.click(screen.getByRole("link", { name: "New résumé" }));
  expect(await screen.findByLabelText("Your résumé")).toBeInTheDocument();
  expect(screen.getByRole("main")).toHaveFocus();
});

it("keeps the focus on the button while a job is started, once, until the job's screen takes it", async () => {
  window.history.replaceState(null, "", "/");
  let answer: (response: Response) => void = () => undefined;
  const starting = vi.fn(() => new Promise<Response>((resolve) => (answer = resolve)));
  vi.stubGlobal("fetch", async (url: RequestInfo | URL) =>
    String(url) === "/api/pipeline/start" ? starting() : new Response("[]"),
  );
  render(<App />);
  for (const field of ["Your résumé", "The job posting"]) {
    fireEvent.change(screen.getByLabelText(field), { target: { value: "A nurse" } });
  }
  const button = screen.getByRole("button", { name: "Tailor the résumé" });
  button.focus();
  await userEvent.keyboard("{Enter}");
  expect(button).toHaveTextContent("Starting");
  expect(button).toHaveFocus();
  expect(button).toBeEnabled();
  await userEvent.keyboard("{Enter}");
  expect(starting).toHaveBeenCalledTimes(1);
  answer(json(202, { job_id: JOB, stream_url: "s", snapshot_url: "s", access_token: "secret" }));
  await vi.waitFor(() => expect(window.location.pathname).toBe(`/jobs/${JOB}`));
  await vi.waitFor(() => expect(screen.getByRole("main")).toHaveFocus());
});
