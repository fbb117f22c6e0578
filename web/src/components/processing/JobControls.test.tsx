import { ApiError } from "@resume-optimizer/client";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { stateOf, stepOf } from "../../../test/states";
import type { StreamingState } from "../../types/streaming";
import { KeptFocus } from "../shell/KeptFocus";
import { JobControls } from "./JobControls";
import { Masthead } from "./Masthead";

const RUNNING = stateOf({ status: "running", steps: [stepOf({})] });
const FAILED = stateOf({ ...RUNNING, status: "failed", finishedAt: "2026-11-22T20:00:00.000Z" });
const TOO_LATE = { status: 409, code: "too_late", title: "Conflict", detail: "the job has ended" };

function controls(state: StreamingState, does: () => Promise<void> = async () => undefined) {
  const [cancel, retry] = [vi.fn(does), vi.fn(does)];
  const screenOf = (shown: StreamingState) => (
    <KeptFocus>
      <Masthead state={shown}>
        <JobControls state={shown} cancel={cancel} retry={retry} />
      </Masthead>
    </KeptFocus>
  );
  const shown = render(screenOf(state));
  const next = (to: StreamingState) => shown.rerender(screenOf(to));
  return { cancel, retry, next };
}

it("offer nothing where nothing is known, nothing of a job that is gone, and nothing where all went well", () => {
  controls(stateOf({}));
  controls(stateOf({ ...RUNNING, connection: { ...RUNNING.connection, phase: "failed" } }));
  controls(stateOf({ ...FAILED, status: "completed" }));
  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});

it("cancel once that is confirmed, and say so until the job has ended", async () => {
  const { cancel, next } = controls(RUNNING);
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(cancel).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Cancel the job" }));
  expect(cancel).toHaveBeenCalledOnce();
  expect(await screen.findByText("Canceling …")).toHaveRole("status");
  next(stateOf({ ...FAILED, status: "canceled" }));
  expect(screen.queryByText("Canceling …")).not.toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
});

it("let a job run where somebody thinks twice", async () => {
  const { cancel } = controls(RUNNING);
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await userEvent.click(screen.getByRole("button", { name: "Let it run" }));
  expect(cancel).not.toHaveBeenCalled();
  expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus();
});

it("say why a job could not be canceled", async () => {
  controls(RUNNING, () => Promise.reject(new ApiError(TOO_LATE)));
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await userEvent.click(screen.getByRole("button", { name: "Cancel the job" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("the job has ended");
});

it("try a failed job again, and are gone when its next revision runs", async () => {
  const { retry, next } = controls(FAILED);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(retry).toHaveBeenCalledOnce();
  next(stateOf({ ...RUNNING, revision: 2 }));
  expect(screen.queryByRole("button", { name: "Try again" })).not.toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Cancel" })).toBeInTheDocument();
});

it("say why a job could not be tried again, and let it be tried once more", async () => {
  controls(FAILED, () => Promise.reject(new ApiError({ ...TOO_LATE, detail: "", status: 503 })));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("alert")).toHaveTextContent(/busy or restarting/);
  expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
});

it("keep the place of who uses them by keyboard: where a button is taken away, the heading has the focus", async () => {
  const { next } = controls(RUNNING);
  await userEvent.tab();
  await userEvent.tab();
  expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await userEvent.tab({ shift: true });
  await userEvent.keyboard("{Enter}");
  await screen.findByText("Canceling …");
  const heading = screen.getByRole("heading", { level: 1 });
  await waitFor(() => expect(heading).toHaveFocus());
  next(stateOf({ ...FAILED, status: "canceled" }));
  expect(heading).toHaveFocus();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  next(stateOf({ ...RUNNING, revision: 2 }));
  await waitFor(() => expect(heading).toHaveFocus());
  expect(heading).toHaveTextContent("Tailoring your résumé");
});

it("keep the focus on what was pressed while it is under way, and do it once", async () => {
  const { retry } = controls(FAILED, () => new Promise(() => undefined));
  const button = screen.getByRole("button", { name: "Try again" });
  await userEvent.click(button);
  await userEvent.keyboard("{Enter}");
  expect(button).toHaveFocus();
  expect(button).toHaveAttribute("aria-disabled", "true");
  expect(retry).toHaveBeenCalledOnce();
});

it("leave the focus alone where somebody took it elsewhere before", async () => {
  const { next } = controls(FAILED);
  screen.getByRole("button", { name: "Try again" }).focus();
  screen.getByRole("button", { name: "Try again" }).blur();
  next(stateOf({ ...RUNNING, revision: 2 }));
  await Promise.resolve();
  expect(document.body).toHaveFocus();
});
