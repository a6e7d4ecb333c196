/** Thrown by a kernel whose `shouldStop` answered true. What the kernel was writing to is then only half done. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor() {
    super("The computation was stopped before it was done.");
  }
}

/** How the owner of a long computation follows it and ends it. */
export interface Watch {
  /** Called now and then with the share of the work that is done, 0..1, never falling; the last call says 1. */
  onProgress?: (fractionDone: number) => void;
  /** Polled at least every 50 ms; answering true makes the kernel throw `Cancelled`. */
  shouldStop?: () => boolean;
}

/** @throws Cancelled if the owner wants the computation to end. */
export function throwIfStopped(watch: Watch | undefined): void {
  if (watch?.shouldStop?.()) throw new Cancelled();
}
