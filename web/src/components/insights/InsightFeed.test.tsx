import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { render } from "../../../test/render";
import { insightOf } from "../../../test/states";
import { InsightFeed } from "./InsightFeed";

const SEVEN = Array.from({ length: 7 }, (_, index) => insightOf(index + 1));

function messages() {
  return screen.queryAllByText(/^Insight \d+$/).map((element) => element.textContent);
}

it("says what will appear while there is nothing", () => {
  render(<InsightFeed insights={[]} />);
  expect(screen.getByText(/appears here/)).toBeInTheDocument();
});

it("shows the four newest, newest first, and does not chatter", () => {
  render(<InsightFeed insights={SEVEN} />);
  expect(messages()).toEqual(["Insight 7", "Insight 6", "Insight 5", "Insight 4"]);
  expect(screen.getByRole("list")).not.toHaveAttribute("aria-live");
});

it("shows the rest by one click, and fewer by another", async () => {
  render(<InsightFeed insights={SEVEN} />);
  await userEvent.click(screen.getByRole("button", { name: "Show all 7" }));
  expect(messages()).toHaveLength(7);
  await userEvent.click(screen.getByRole("button", { name: "Show fewer" }));
  expect(messages()).toHaveLength(4);
});

it("names categories as the catalogue does, and those to come by themselves", () => {
  render(
    <InsightFeed
      insights={[insightOf(1), insightOf(2, { category: "pay_range", importance: "high" })]}
    />,
  );
  expect(screen.getByText("Gap")).toBeInTheDocument();
  expect(screen.getByText("Pay range")).toBeInTheDocument();
  expect(screen.getByText("important")).toBeInTheDocument();
});
