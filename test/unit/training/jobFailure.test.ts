import { describe, expect, it } from "vitest";
import { ArenaFull } from "../../../server/kernels/arena.ts";
import { Cancelled } from "../../../server/kernels/index.ts";
import { ThreadLost } from "../../../server/kernels/wasm/helpers.ts";
import { ModelFileError } from "../../../server/models/modelFileError.ts";
import { errorOf, failureOf, isForeseen, UnexpectedFailure } from "../../../server/training/jobFailure.ts";
import { TooLittleToLearn } from "../../../server/training/trainOptions.ts";
import { SourceError } from "../../../server/workspace/sourceError.ts";

/** What the other thread makes of it: a message carries no classes. */
function sent(error: Error): Error {
  return errorOf(structuredClone(failureOf(error)));
}

describe("an error that crosses threads", () => {
  it.each([
    new ArenaFull(5e9, 4e9),
    new Cancelled(),
    new ModelFileError("damaged" as ModelFileError["code"], "The model is damaged."),
    new SourceError("There is no such folder."),
    new ThreadLost("A thread has ended."),
    new TooLittleToLearn("Tag some more documents."),
  ])("keeps its class and all that it says: $name", (error) => {
    const arrived = sent(error);
    expect(arrived).toBeInstanceOf(error.constructor);
    expect({ ...arrived, message: arrived.message }).toEqual({ ...error, message: error.message });
    expect(isForeseen(arrived)).toBe(true);
  });

  it("is a bug, and said to be one, where nobody foresaw it", () => {
    const arrived = sent(new TypeError("x is not a function"));
    expect(arrived).toBeInstanceOf(UnexpectedFailure);
    expect(arrived.message).toContain("TypeError: x is not a function");
  });
});
