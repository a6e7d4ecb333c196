// One side of test/bench/dense.mjs: a line of a number asks for so many steps; the answer is their CPU and wall milliseconds, the loss, and the most
// memory that there was.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { openEngine } from "../../server/kernels/engine.ts";
import type { CsrMatrix } from "../../server/kernels/index.ts";
import { startKernelThreads } from "../../server/training/kernelThreads.ts";
import { DenseNetwork, denseBytes } from "./denseNetwork.ts";

const { flavour, threads, shape, file, entries, labels } = JSON.parse(process.argv[2]);
const bytes = denseBytes(shape, entries * shape.rows);
const engine = openEngine({ bytes, flavour, threads, startHelpers: startKernelThreads });
const batches = readBatches();
const network = new DenseNetwork(shape, engine.arena, engine.network);
let done = 0;

for await (const line of createInterface(process.stdin)) {
  const [cpu, wall] = [[] as number[], [] as number[]];
  let loss = 0;
  for (let n = 0; n < Number(line); n++) {
    const before = process.cpuUsage();
    const started = performance.now();
    const { words, tags } = batches[done++ % batches.length];
    loss = network.step(words, tags);
    wall.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
  }
  const answer = {
    cpu,
    wall,
    loss,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    flavour: engine.flavour,
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await engine.close();

/** Of each batch its word numbers, their weights and its labels, each as one array of 32 bits. */
function readBatches(): { words: CsrMatrix; tags: CsrMatrix }[] {
  const { rows } = shape;
  const content = readFileSync(file);
  const { buffer, byteOffset } = content;
  const sizes = 4 * rows * (2 * entries + labels);
  return Array.from({ length: content.length / sizes }, (_, b) => {
    const at = byteOffset + b * sizes;
    const columnIndex = new Int32Array(buffer, at, rows * entries);
    const values = new Float32Array(buffer, at + 4 * rows * entries, rows * entries);
    const tags = new Int32Array(buffer, at + 8 * rows * entries, rows * labels);
    return {
      words: { rows, columns: shape.words, rowStart: evenly(rows, entries), columnIndex, values },
      tags: {
        rows,
        columns: shape.features,
        rowStart: evenly(rows, labels),
        columnIndex: tags,
        values: new Float32Array(tags.length).fill(1),
      },
    };
  });
}

function evenly(rows: number, count: number): Int32Array {
  return Int32Array.from({ length: rows + 1 }, (_, i) => i * count);
}
