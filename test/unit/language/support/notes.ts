import { fork, type Random } from "../../../../server/sdlgm/random.ts";

interface Topic {
  /** Each note about the topic has the first tag; the others hang on words of their own. */
  readonly tags: readonly string[];
  readonly words: readonly string[];
  /** For each tag but the first, words that stand in notes that have it. */
  readonly tellsOf: readonly (readonly string[])[];
}

const TOPICS: readonly Topic[] = [
  {
    tags: ["garden", "compost", "roses"],
    words: ["spade", "border", "seedling", "mulch", "hedge", "greenhouse", "trowel", "perennial"],
    tellsOf: [
      ["peelings", "worms", "heap", "humus"],
      ["thorns", "pruning", "petals", "trellis"],
    ],
  },
  {
    tags: ["sailing", "knots", "weather-log"],
    words: ["keel", "harbour", "mast", "rudder", "jib", "anchor", "starboard", "buoy"],
    tellsOf: [
      ["bowline", "splice", "rope", "hitch"],
      ["barometer", "gusts", "squall", "forecast"],
    ],
  },
  {
    tags: ["baking", "sourdough", "cake"],
    words: ["flour", "oven", "dough", "crust", "butter", "recipe", "kneading", "loaf"],
    tellsOf: [
      ["starter", "levain", "ferment", "banneton"],
      ["icing", "sponge", "frosting", "vanilla"],
    ],
  },
  {
    tags: ["astronomy", "telescope", "planets"],
    words: ["stars", "nebula", "galaxy", "comet", "zenith", "orbit", "eclipse", "meteor"],
    tellsOf: [
      ["aperture", "eyepiece", "mirror", "tripod"],
      ["saturn", "jupiter", "rings", "moons"],
    ],
  },
];

const COMMON =
  "today again before later small quiet plan morning evening friend letter idea list finished".split(" ");

const NOTES = 48;

/**
 * Made-up Markdown notes on four topics, path → text, always the same: front matter with a title and a block list of tags. Every note has
 * the topic's tag (garden, sailing, baking, astronomy); every second and every third has another tag of the topic, for which its words
 * speak as well. Every sixth note of a topic has no tags at all.
 */
export function notes(): Record<string, string> {
  const random = fork(7, "notes");
  return Object.fromEntries(
    Array.from({ length: NOTES }, (_, i) => {
      const topic = TOPICS[i % TOPICS.length];
      const k = Math.floor(i / TOPICS.length);
      const extra = [k % 2 === 0, k % 3 === 1];
      const words = [
        ...draw(topic.words, 9, random),
        ...topic.tellsOf.flatMap((own, t) => (extra[t] ? draw(own, 5, random) : [])),
        ...draw(COMMON, 8, random),
      ];
      const tags = topic.tags.filter((_, t) => t === 0 || extra[t - 1]);
      const isUntagged = k % 6 === 5;
      return [
        `${topic.tags[0]}/note-${i}.md`,
        note(words[0], isUntagged ? [] : tags, sentences(words, random)),
      ];
    }),
  );
}

/** A note as those of `notes` are written. */
export function note(title: string, tags: readonly string[], body: string): string {
  const field = tags.length > 0 ? `tags:\n${tags.map((tag) => `  - ${tag}\n`).join("")}` : "";
  return `---\ntitle: ${title}\n${field}---\n\n${body}\n`;
}

function sentences(words: readonly string[], random: Random): string {
  const order = words.map((word) => ({ word, key: random() })).sort((a, b) => a.key - b.key);
  const lines: string[] = [];
  for (let at = 0; at < order.length; at += 5) {
    const line = order
      .slice(at, at + 5)
      .map(({ word }) => word)
      .join(" and the ");
    lines.push(`The ${line}.`);
  }
  return lines.join("\n");
}

function draw(words: readonly string[], count: number, random: Random): string[] {
  return Array.from({ length: count }, () => words[Math.floor(words.length * random())]);
}
