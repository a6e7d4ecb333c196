// What vectors of 128 bits can do at most on this machine, in this Node: multiply-adds on registers, nothing loaded or stored.
import { main } from "assemblyscript/asc";
import { cpuSeconds } from "./report.mjs";

/**
 * Of 15 registers, either as many chains as fit, each fed by itself, or sums of products of a few numbers that change. How many do best
 * depends on the compiler.
 */
const KINDS = [10, 12].map((chains) => ({ name: `alone${chains}`, chains, text: alone(chains) }));
KINDS.push(...[8, 10].map((chains) => ({ name: `products${chains}`, chains, text: ofProducts(chains) })));
const ROUNDS = 200_000;

const SOURCE = `
function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
${KINDS.map(({ name, text }) => `export function ${name}(rounds: i32): f32 {\n${text}\n}`).join("\n")}`;

/**
 * The limit of a core in GFLOP/s, the best of several runs: a limit that is sometimes reached is one.
 * @param {"simd128" | "relaxed"} flavour
 */
export async function peakOf(flavour) {
  const features = ["simd", ...(flavour === "relaxed" ? ["relaxed-simd"] : [])];
  let binary;
  const { error } = await main(
    [
      ...["peak.ts", "-O3", "--runtime", "stub", "--use", "abort=", "--outFile", "peak.wasm"],
      ...features.flatMap((feature) => ["--enable", feature]),
    ],
    {
      readFile: (name) => (name === "peak.ts" ? SOURCE : null),
      writeFile(_, content) {
        binary = content;
      },
    },
  );
  if (error) throw error;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  let best = 0;
  for (const { name: kind, chains } of KINDS) {
    // Code that is called often is compiled well, in the background.
    for (let call = 0; call < 400; call++) exports[kind](2000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (let run = 0; run < 60; run++) {
      const seconds = cpuSeconds(() => exports[kind](ROUNDS));
      best = Math.max(best, (8 * chains * ROUNDS) / seconds / 1e9);
    }
  }
  return best;
}

function alone(chains) {
  return `
  const half = f32x4.splat(0.5);
  const one = f32x4.splat(1);
${lines(chains, (n) => `let c${n} = f32x4.splat(${n});`)}
  for (let i = 0; i < rounds; i++) {
${lines(chains, (n) => `  c${n} = multiplyAdd(half, c${n}, one);`)}
  }
  return ${sum(chains)};`;
}

function ofProducts(chains) {
  const pairs = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].filter((b) => b >= a).map((b) => [a, b]));
  return `
${lines(4, (n) => `let x${n} = f32x4.splat(0.1 * ${n + 1});`)}
${lines(chains, (n) => `let c${n} = f32x4.splat(${n});`)}
  for (let i = 0; i < rounds; i++) {
${lines(chains, (n) => `  c${n} = multiplyAdd(x${pairs[n][0]}, x${pairs[n][1]}, c${n});`)}
${lines(4, (n) => `  x${n} = v128.not(x${n});`)}
  }
  return ${sum(chains)};`;
}

function lines(count, line) {
  return Array.from({ length: count }, (_, n) => `  ${line(n)}`).join("\n");
}

function sum(count) {
  const all = Array.from({ length: count }, (_, n) => `c${n}`).reduce(
    (total, c) => `f32x4.add(${total}, ${c})`,
  );
  return `f32x4.extract_lane(${all}, 0)`;
}
