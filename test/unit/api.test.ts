import { describe, expect, it } from "vitest";
import * as api from "../../server/api.ts";
import { syntheticCorpus } from "./support/syntheticCorpus.ts";

describe("the programming interface, as a program uses it", () => {
  const documents: api.CorpusDocument[] = syntheticCorpus({ documents: 100, tags: 8, seed: 12 });

  it("trains, suggests and says why", () => {
    const model = api.train(documents.slice(0, 90), { seed: 1 });
    const suggestion: api.DocumentSuggestion = new api.Tagger(model).suggest(documents[90], { top: 3 });
    expect(suggestion.suggestions.length).toBe(3);
    expect(suggestion.suggestions[0].probability).toBeGreaterThan(0.5);
    expect(suggestion.suggestions[0].evidence.length).toBeGreaterThan(0);
    expect(suggestion.predicted.length).toBeLessThanOrEqual(model.summary.limit);
    const code = api.sdlgm.encode(new api.Tagger(model).predict(documents[90]));
    expect(code.expected.length).toBe(model.tags.length);
  });

  it("evaluates beside the baselines", () => {
    const report = api.evaluate(documents, { seed: 1, testFraction: 0.2 });
    expect(report.model.microF1).toBeGreaterThan(report.baselines["popularity"].microF1);
  });

  it("throws errors that can be told apart", () => {
    expect(() => api.train(documents.slice(0, 3), { seed: 1 })).toThrow(api.TooLittleToLearn);
    const watch = { shouldStop: () => true };
    expect(() => api.train(documents, { seed: 1, watch })).toThrow(api.Cancelled);
  });
});
