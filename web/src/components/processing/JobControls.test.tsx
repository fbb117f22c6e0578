import { ApiError } from "@resume-optimizer/client";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import { stateOf, stepOf } from "../../../test/states";
import type { StreamingState } from "../../types/streaming";
import { JobControls } from "./JobControls";

const RUNNING = stateOf({ status: "running", steps: [stepOf({})] });
const FAILED = stateOf({ ...RUNNING, status: "failed", finishedAt: "2026-11-22T20:00:00.000Z" });
const TOO_LATE = { status: 409, code: "too_late", title: "Conflict", detail: "the job has ended" };

function controls(state: StreamingState, does: () => Promise<void> = async () => undefined) {
  const [cancel, retry] = [vi.fn(does), vi.fn(does)];
  const shown = render(<JobControls state={state} cancel={cancel} retry={retry} />);
  const next = (to: StreamingState) =>
    shown.rerender(<JobControls state={to} cancel={cancel} retry={retry} />);
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
  expect(await screen.findByRole("status")).toHaveTextContent("Canceling …");
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
