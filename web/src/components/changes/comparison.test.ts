import { expect, it } from "vitest";
import { compare } from "./comparison";

it("sees an order that changed, of lines and of a list, with the places that they come from", () => {
  expect(compare("a b\nc\nd", "d\na b\nc")).toEqual({
    kind: "order",
    items: [
      { text: "d", place: 1, before: 3 },
      { text: "a b", place: 2, before: 1 },
      { text: "c", place: 3, before: 2 },
    ],
  });
  expect(compare("Triage, IV therapy", "IV therapy, Triage").kind).toBe("order");
  expect(compare("x\nx\ny", "y\nx\nx").kind).toBe("order");
});

it("compares line by line where there are as many lines, else the text as a whole", () => {
  expect(compare("03/2019\n06/2016", "Mar 2019\nJun 2016")).toEqual({
    kind: "lines",
    pairs: [
      ["03/2019", "Mar 2019"],
      ["06/2016", "Jun 2016"],
    ],
  });
  expect(compare("one line", "two\nlines").kind).toBe("text");
  expect(compare("", "Care plans").kind).toBe("text");
  expect(compare("same", "same").kind).toBe("text");
});
