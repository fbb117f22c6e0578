import { NOTHING_YET } from "@resume-optimizer/client";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { render } from "../../../test/render";
import type { ConnectionPhase, ConnectionStatus } from "../../types/streaming";
import { ConnectionBadge } from "./ConnectionBadge";
import { ConnectionNotice } from "./ConnectionNotice";

afterEach(() => {
  vi.useRealTimers();
});

const CALM = NOTHING_YET.connection;

describe("the connection badge", () => {
  it.each([
    ["connecting", "Connecting"],
    ["live", "Live"],
    ["stale", "No sign of life"],
    ["reconnecting", "Reconnecting"],
    ["fallback", "Asking now and then"],
    ["ended", "Complete"],
    ["failed", "Disconnected"],
  ] as const satisfies readonly (readonly [ConnectionPhase, string])[])(
    "says %s in words",
    (phase, words) => {
      render(<ConnectionBadge connection={{ ...CALM, phase }} />);
      expect(screen.getByRole("status")).toHaveTextContent(words);
    },
  );

  it("says which attempt it is, and when the next one comes", () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const nextTryAt = Date.now() + 4500;
    render(
      <ConnectionBadge connection={{ ...CALM, phase: "reconnecting", attempt: 3, nextTryAt }} />,
    );
    expect(screen.getByText(/attempt 3, next try in 5 s/)).toBeInTheDocument();
  });

  it("says that another tab holds the connection, and how far behind events come", () => {
    render(<ConnectionBadge connection={{ ...CALM, phase: "live", via: "tab", lagMs: 1840 }} />);
    expect(screen.getByText("through another tab, 1.8 s behind")).toBeInTheDocument();
  });

  it("keeps a lag to itself that nobody can see", () => {
    render(<ConnectionBadge connection={{ ...CALM, phase: "live", lagMs: 90 }} />);
    expect(screen.queryByText(/behind/)).not.toBeInTheDocument();
  });

  it("is to be looked up, and does not speak by itself", () => {
    render(<ConnectionBadge connection={{ ...CALM, phase: "live" }} />);
    expect(screen.getByRole("status")).toHaveAttribute("aria-live", "off");
  });
});

describe("the connection notice", () => {
  function notice(connection: Partial<ConnectionStatus>, streaming = true) {
    const streamAgain = vi.fn();
    render(
      <ConnectionNotice
        connection={{ ...CALM, ...connection }}
        streaming={streaming}
        streamAgain={streamAgain}
      />,
    );
    return streamAgain;
  }

  it.each(["connecting", "live", "stale", "ended"] as const)(
    "has nothing to add to %s",
    (phase) => {
      notice({ phase });
      expect(screen.queryByRole("heading")).not.toBeInTheDocument();
    },
  );

  it("says that the stream does not come through, and goes back to it when asked", async () => {
    const streamAgain = notice({ phase: "fallback", via: "polling" });
    expect(screen.getByRole("heading")).toHaveTextContent(/does not come through/);
    expect(screen.getByText(/nothing is missing/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Try the stream again" }));
    expect(streamAgain).toHaveBeenCalledOnce();
  });

  it("offers no way back where streaming is switched off", () => {
    notice({ phase: "fallback", via: "polling" }, false);
    expect(screen.getByRole("heading")).toHaveTextContent(/switched off/);
    expect(screen.queryByRole("button")).not.toBeInTheDocument();
  });

  it("leaves short losses to the badge, and offers to try at once where it takes longer", async () => {
    notice({ phase: "reconnecting", attempt: 2 });
    expect(screen.queryByRole("heading")).not.toBeInTheDocument();
    const streamAgain = notice({ phase: "reconnecting", attempt: 3 });
    await userEvent.click(screen.getByRole("button", { name: "Try now" }));
    expect(streamAgain).toHaveBeenCalledOnce();
  });

  it.each([
    ["reconnecting", "asked", /request that started the job is asked/],
    ["fallback", "asked", /request that started the job is asked/],
    ["fallback", "impossible", /no open tab has it any more.*another network/],
  ] as const)(
    "says in %s that nothing else comes through, that the last resort is %s, and offers to try at once",
    async (phase, lastResort, words) => {
      const streamAgain = notice({ phase, attempt: 3, lastResort });
      expect(screen.getByRole("heading")).toHaveTextContent(
        /Neither the live stream nor the state/,
      );
      expect(screen.getByText(words)).toBeInTheDocument();
      await userEvent.click(screen.getByRole("button", { name: "Try now" }));
      expect(streamAgain).toHaveBeenCalledOnce();
    },
  );

  it("says why a job can be followed no further, and leads on", () => {
    const problem = {
      status: 401,
      code: "token_expired",
      title: "This link has expired",
      detail: "",
    };
    notice({ phase: "failed", problem });
    expect(screen.getByRole("alert")).toHaveTextContent(
      /has expired.*Start a new one with the same texts/,
    );
    expect(screen.getByRole("link")).toHaveAttribute("href", "/");
  });
});
