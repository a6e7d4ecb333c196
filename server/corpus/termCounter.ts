import type { SparseRow } from "./sparseRow.ts";
import type { TermExpansions } from "./termExpansions.ts";
import type { BlockName, VectorizerInput } from "./vectorized.ts";

/** Counts the terms of one block of one document. Keeps its arrays between documents. */
export class TermCounter {
  #count = new Float64Array(1024);
  #touched = new Int32Array(1024);
  #size = 0;

  count(
    input: VectorizerInput,
    block: BlockName,
    expansions: TermExpansions,
    find: (term: string) => number,
  ): SparseRow {
    this.#size = 0;
    const add = (term: number, amount: number): void => this.#add(term, amount);
    const addWords = (words: Int32Array): void => {
      for (let w = 0; w < words.length; w++) {
        const start = expansions.startOf(words[w]);
        const end = expansions.endOf(words[w]);
        for (let t = start; t < end; t++) this.#add(expansions.terms[t], 1);
      }
    };
    const { tokens, features } = input;
    if (tokens !== undefined) {
      if (block === "text") {
        addWords(tokens.title);
        addWords(tokens.headings);
        addWords(tokens.body);
      } else if (block === "title") {
        addWords(tokens.title);
        addWords(tokens.description);
      } else if (block === "fields") {
        for (const field of tokens.fields) add(find(field), 1);
      } else if (block === "path") {
        for (const folder of tokens.folders) add(find(`${folder}/`), 1);
        addWords(tokens.pathWords);
      }
    }
    if (features !== undefined && block === "features") {
      for (let j = 0; j < features.columns.length; j++) {
        add(find(String(features.columns[j])), features.values[j]);
      }
    }
    const columns = this.#touched.slice(0, this.#size).sort();
    const values = new Float32Array(columns.length);
    for (let j = 0; j < columns.length; j++) {
      values[j] = this.#count[columns[j]];
      this.#count[columns[j]] = 0;
    }
    return { columns, values };
  }

  #add(term: number, amount: number): void {
    if (term < 0 || amount === 0) return;
    if (term >= this.#count.length) this.#grow(term);
    if (this.#count[term] === 0) this.#touched[this.#size++] = term;
    this.#count[term] += amount;
  }

  #grow(term: number): void {
    const larger = new Float64Array(Math.max(term + 1, this.#count.length * 2));
    larger.set(this.#count);
    this.#count = larger;
    const touched = new Int32Array(larger.length);
    touched.set(this.#touched);
    this.#touched = touched;
  }
}
