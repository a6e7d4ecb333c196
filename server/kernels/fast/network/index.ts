import type { NetworkKernels } from "../../network/index.ts";
import type { Launcher } from "../../wasm/launcher.ts";
import { fastAdam } from "./adam.ts";
import { fastCrossEntropy } from "./crossEntropy.ts";
import { fastKSubset } from "./kSubset.ts";
import { fastLayers } from "./layers.ts";
import { fastTwoStep } from "./twoStep.ts";

/** The kernels of networks that run as WASM. */
export function fastNetwork(launcher: Launcher): NetworkKernels {
  return {
    ...fastLayers(launcher),
    ...fastAdam(launcher),
    ...fastCrossEntropy(launcher),
    ...fastTwoStep(launcher),
    ...fastKSubset(launcher),
  };
}
