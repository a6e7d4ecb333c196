import type { Flavour } from "../kernels/wasm/flavour.ts";

/** The stages of a training run, in their order. */
export const STAGES = ["reading", "features", "evidence", "head", "level", "checking", "writing"] as const;
export type Stage = (typeof STAGES)[number];

/** What a training run says of itself while it goes on. */
export interface TrainingEvent {
  readonly stage: Stage;
  /** Share of the stage that is done, 0..1. */
  readonly fraction: number;
  /** Iteration of the optimiser, in the stages that have one. */
  readonly iteration?: number;
  /** The training objective by name, in nats a document: `total` with its terms `tags` and `prior`; then `level`. */
  readonly loss?: Readonly<Record<string, number>>;
  /**
   * Figures on documents whose own labels were hidden, by name (`precisionAt1`, `microF1`, …). In the stage `head`, `microF1` alone and on
   * a sample of them, see `Iteration`.
   */
  readonly heldOut?: Readonly<Record<string, number>>;
  readonly documentsPerSecond?: number;
  /** Estimated from what similar runs took; grows more exact as the run goes on. */
  readonly remainingSeconds?: number;
}

/** Where the optimiser was after one of its iterations. The head and the level each count from the beginning. */
export interface Iteration {
  readonly iteration: number;
  /** As in `TrainingEvent`. */
  readonly loss: Readonly<Record<string, number>>;
  /** Of the head, on a sample of documents as if they were new: `microF1`, with the best single threshold. */
  readonly heldOut?: Readonly<Record<string, number>>;
}

/** What the numbers of a run are computed by. */
export interface EngineFacts {
  readonly flavour: Flavour;
  readonly threads: number;
  /** One sentence why it is not what was asked for, or why it is slow. */
  readonly reason?: string;
}

/** How the owner of a run follows and ends it. */
export interface TrainingWatch {
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Called after every iteration of the optimiser; events leave out most of them. */
  readonly onIteration?: (iteration: Iteration) => void;
  /** Called once, before the computation begins. */
  readonly onEngine?: (engine: EngineFacts) => void;
  /** Polled at least every 50 ms of computation; once it answers true the run throws `Cancelled`. */
  readonly shouldStop?: () => boolean;
  /** Milliseconds, for what is left and how fast it goes. A clock that stands still while the run is held; that of the machine where it is not given. */
  readonly now?: () => number;
}
