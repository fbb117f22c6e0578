import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import type { ErrorView } from "../../types/streaming";
import { ErrorList } from "./ErrorList";

afterEach(() => {
  vi.useRealTimers();
});

describe("errors", () => {
  const error: ErrorView = {
    seq: 1,
    timestamp: "t",
    code: "busy",
    message: "The site did not answer.",
    retryable: true,
    step: "analyzing",
    next_try_sec: 2.5,
  };

  it("say which step it was and when it is tried again", () => {
    render(<ErrorList errors={[error]} status="running" />);
    expect(screen.getByText(/Analyzing/)).toBeInTheDocument();
    expect(screen.getByText(/Tried again in 3 s/)).toBeInTheDocument();
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("alert where nothing will be tried again", () => {
    render(<ErrorList errors={[{ ...error, retryable: false }]} status="failed" />);
    expect(screen.getByRole("alert")).toHaveTextContent("The site did not answer.");
  });

  it("count down to the next attempt from the moment of the error", () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const timestamp = new Date(Date.now() - 4000).toISOString();
    render(<ErrorList errors={[{ ...error, timestamp, next_try_sec: 10 }]} status="running" />);
    expect(screen.getByText(/Tried again in 6 s/)).toBeInTheDocument();
  });

  it("say what to do where the job failed, by whether it had been tried again", () => {
    const { rerender } = render(<ErrorList errors={[error]} status="failed" />);
    expect(screen.getByText(/as often as is sensible/)).toBeInTheDocument();
    rerender(<ErrorList errors={[{ ...error, retryable: false }]} status="failed" />);
    expect(screen.getByText(/Nothing is tried again by itself/)).toBeInTheDocument();
  });

  it("say nothing of a next step where the job came to its end all the same", () => {
    render(<ErrorList errors={[error]} status="completed" />);
    expect(screen.queryByText(/again/)).not.toBeInTheDocument();
  });
});
