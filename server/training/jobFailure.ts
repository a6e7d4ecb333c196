import { ArenaFull } from "../kernels/arena.ts";
import { Cancelled } from "../kernels/index.ts";
import { ThreadLost } from "../kernels/wasm/helpers.ts";
import { ModelFileError, type ModelFileErrorCode } from "../models/modelFileError.ts";
import { SourceError } from "../workspace/sourceError.ts";
import { TooLittleToLearn } from "./trainOptions.ts";

/** Something went wrong in a job that nobody foresaw. The message is a sentence; the cause says more. */
export class UnexpectedFailure extends Error {
  override readonly name = "UnexpectedFailure";
}

/** An error as it crosses from the worker to the main thread, which would lose its class. */
export interface JobFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** Of `ArenaFull`, in bytes. */
  readonly memory?: { readonly needed: number; readonly available: number };
  readonly stack?: string;
}

/** Whether the error's message is a sentence that was written for the user. */
export function isForeseen(error: unknown): error is Error {
  const foreseen = [ArenaFull, Cancelled, ModelFileError, SourceError, ThreadLost, TooLittleToLearn];
  return [...foreseen, UnexpectedFailure].some((type) => error instanceof type);
}

export function failureOf(error: unknown): JobFailure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(error instanceof ModelFileError && { code: error.code }),
    ...(error instanceof ArenaFull && { memory: { needed: error.needed, available: error.available } }),
  };
}

/** The error again, of its own class if it is one of those that are foreseen. */
export function errorOf(failure: JobFailure): Error {
  const { name, message, code, memory = { needed: 0, available: 0 } } = failure;
  switch (name) {
    case "Cancelled":
      return new Cancelled();
    case "SourceError":
      return new SourceError(message);
    case "ArenaFull":
      return new ArenaFull(memory.needed, memory.available);
    case "ThreadLost":
      return new ThreadLost(message);
    case "TooLittleToLearn":
      return new TooLittleToLearn(message);
    case "ModelFileError":
      return new ModelFileError(code as ModelFileErrorCode, message);
    default:
      return unexpected(failure);
  }
}

/** No more memory is to be had for the heap of the job. */
export function outOfMemory(megabytes: number): UnexpectedFailure {
  return new UnexpectedFailure(
    `The documents need more than the ${megabytes} MB of memory that there are: give fewer or smaller folders.`,
  );
}

function unexpected({ name, message, stack }: JobFailure): UnexpectedFailure {
  const cause = new Error(message);
  cause.name = name;
  if (stack !== undefined) cause.stack = stack;
  return new UnexpectedFailure(
    `Something went wrong that should not (${name}: ${firstLine(message)}): please report it.`,
    { cause },
  );
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0].slice(0, 200).replace(/\.$/, "");
}
