import { expect, it } from "vitest";
import type { TagStyle } from "../../../server/documents/document.ts";
import { fieldCustom } from "../../../server/documents/fieldCustom.ts";

/** Documents with these tags, each written as `style field`. */
const documents = (...written: readonly (readonly string[])[]) =>
  written.map((tags) => ({
    tags: tags.map((tag) => {
      const [style, field] = tag.split(" ");
      return { style: style as TagStyle, field: field! };
    }),
  }));

it.each([
  ["nothing where there are no tags", documents([], []), {}],
  ["nothing where all tags stand in the prose", documents(["inline #"], ["inline #"]), {}],
  [
    "what most documents do, however many tags they have",
    documents(
      ["yaml-flow topics", "yaml-flow topics", "yaml-flow topics"],
      ["yaml-block tags"],
      ["yaml-block tags"],
    ),
    { key: "tags", style: "yaml-block" },
  ],
  [
    "the style of YAML, which new fields are written in",
    documents(["toml-array tags"], ["toml-array tags"], ["yaml-flow topics"]),
    { key: "tags", style: "yaml-flow" },
  ],
  [
    "another style where there is no YAML",
    documents(["json-array keywords"]),
    { key: "keywords", style: "json-array" },
  ],
  [
    "the fields beside the prose",
    documents(["inline #", "yaml-comma related"]),
    { key: "related", style: "yaml-comma" },
  ],
  [
    "the first by code units among equals",
    documents(["yaml-flow topics"], ["yaml-block tags"]),
    { key: "tags", style: "yaml-block" },
  ],
])("the custom of a folder is %s", (_, folder, expected) => {
  expect(fieldCustom(folder)).toEqual(expected);
});
