import { describe, expect, it } from "vitest";
import { isKnown, parseEvent } from "./events";

describe("a data frame", () => {
  it("is an event where it has a type and data, known or not", () => {
    const known = parseEvent(
      '{"type":"heartbeat","timestamp":"t","id":"i","job_id":"j","data":{"last_seq":1}}',
    );
    const unknown = parseEvent('{"type":"mood","timestamp":"t","id":"i","job_id":"j","data":{}}');
    expect(known && isKnown(known)).toBe(true);
    expect(unknown && isKnown(unknown)).toBe(false);
  });

  it.each([
    "",
    "{",
    "null",
    "5",
    '"text"',
    "[]",
    '{"type":5,"data":{}}',
    '{"type":"done"}',
    '{"type":"done","data":null}',
  ])("is nothing where it is %j", (frame) => {
    expect(parseEvent(frame)).toBeUndefined();
  });

  it("is not taken for known because its type is a word that every object has", () => {
    const event = parseEvent(
      '{"type":"constructor","timestamp":"t","id":"i","job_id":"j","data":{}}',
    );
    expect(event && isKnown(event)).toBe(false);
  });
});
