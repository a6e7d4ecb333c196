/** Mean standardised weights of the head over other workspaces, at two numbers of tagged documents. */
export interface HeadPriorRow {
  readonly documents: number;
  readonly bias: number;
  /** By the name of the evidence; what is not named has none. */
  readonly weights: Readonly<Record<string, number>>;
}

/** Printed by test/bench/headPrior.ts, from samples of five public workspaces. */
export const HEAD_PRIOR_TABLE: readonly [HeadPriorRow, HeadPriorRow] = [
  {
    documents: 60,
    bias: -5.946,
    weights: {
      ridgeLogit: 0.783,
      ridge: 0.273,
      ridgeRelative: 0.173,
      ridgeRank: -0.553,
      neighbours5: 0.065,
      neighbours20: 0.044,
      neighbours20Relative: -0.052,
      neighbours20Rank: 0.163,
      neighbours100: 0,
      mentionBody: -0.015,
      mentionAnywhere: -0.058,
      mentionAnywhereIdf: 0.193,
      mentionTitle: 0.032,
      mentionTitleIdf: -0.055,
      mentionHeading: 0.055,
      mentionPath: 0.056,
      mentionOpening: 0.109,
      mentionShare: 0.34,
      mentionInflected: -0.004,
      mentionPrecision: 0.2,
      mentionRecall: -0.259,
      decoder: 0.022,
      prior: -0.381,
    },
  },
  {
    documents: 200,
    bias: -6.342,
    weights: {
      ridgeLogit: 0.706,
      ridge: 0.169,
      ridgeRelative: 0.196,
      ridgeRank: -0.055,
      neighbours5: 0.063,
      neighbours20: 0.382,
      neighbours20Relative: -0.091,
      neighbours20Rank: 0.152,
      neighbours100: 0,
      mentionBody: -0.053,
      mentionAnywhere: -0.019,
      mentionAnywhereIdf: 0.165,
      mentionTitle: 0.011,
      mentionTitleIdf: -0.043,
      mentionHeading: 0.029,
      mentionPath: 0.024,
      mentionOpening: 0.057,
      mentionShare: 0.225,
      mentionInflected: 0.01,
      mentionPrecision: 0.416,
      mentionRecall: -0.162,
      decoder: 0.058,
      prior: -0.234,
    },
  },
];
