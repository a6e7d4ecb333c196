/**
 * The background process in one file: the language server and, in a thread of its own, the training. They share most of what they are
 * made of, and each loads only its part.
 */
import { isMainThread } from "node:worker_threads";

void (isMainThread ? import("./main.ts") : import("./training/worker.ts"));
