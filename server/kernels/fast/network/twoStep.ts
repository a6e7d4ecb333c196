import type { Dense } from "../../dense.ts";
import {
  REMOVAL_EPSILON,
  type TwoStepOptions,
  type TwoStepSample,
  twoStepBackward,
  twoStepForward,
} from "../../network/twoStep.ts";
import { SCRATCH_BYTES } from "../../wasm/exports.ts";
import type { Launcher } from "../../wasm/launcher.ts";
import { grainOf, withArrays } from "./arrays.ts";

/** MOST_LEVELS of ../../assembly/twoStep.ts. */
const MOST_LEVELS = 1024;
const MOST_FEATURES = SCRATCH_BYTES / 4 - 2 * MOST_LEVELS;

/** The sampler of `NetworkKernels`; what does not fit into the scratch is for the plain one. */
export function fastTwoStep(launcher: Launcher) {
  const fits = ({ features, limit }: TwoStepOptions): boolean =>
    features > 0 && features <= MOST_FEATURES && limit > 0 && limit < MOST_LEVELS;
  const shapeOf = (options: TwoStepOptions): number[] => [
    ...[options.features, options.limit, 1 / options.levelTemperature, 1 / options.temperature],
    options.epsilon ?? REMOVAL_EPSILON,
  ];
  return {
    twoStepForward(options: TwoStepOptions, levelLogits: Dense, theta: Dense, sample: TwoStepSample): void {
      if (!fits(options)) {
        twoStepForward(options, levelLogits, theta, sample);
        return;
      }
      withArrays(launcher, (arrays) => {
        const args = [
          ...[arrays.read(levelLogits), arrays.read(theta), ...shapeOf(options)],
          ...[options.seed, Number(options.hard ?? false), arrays.write(sample.code)],
          ...[arrays.write(sample.relaxedLevel), arrays.write(sample.attention)],
          ...[arrays.write(sample.level), arrays.write(sample.order)],
        ];
        launcher.launch("twoStepForward", options.rows, grainOf(launcher, options.rows), args);
      });
    },

    twoStepBackward(
      options: TwoStepOptions,
      sample: TwoStepSample,
      dCode: Dense,
      dLevelLogits: Dense,
      dTheta: Dense,
    ): void {
      if (!fits(options)) {
        twoStepBackward(options, sample, dCode, dLevelLogits, dTheta);
        return;
      }
      withArrays(launcher, (arrays) => {
        const args = [
          ...[arrays.read(dCode), ...shapeOf(options)],
          ...[arrays.read(sample.relaxedLevel), arrays.read(sample.attention)],
          ...[arrays.write(dLevelLogits), arrays.write(dTheta)],
        ];
        launcher.launch("twoStepBackward", options.rows, grainOf(launcher, options.rows), args);
      });
    },
  };
}
