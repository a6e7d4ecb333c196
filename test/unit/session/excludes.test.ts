import { describe, expect, it } from "vitest";
import { excludedPatterns } from "../../../server/session/excludes.ts";

describe("files that the editor hides", () => {
  it.each<[string, unknown, readonly string[]]>([
    [
      "are those whose pattern is on",
      { "**/.git": true, "**/tmp": false, "*.log": true },
      ["**/.git", "*.log"],
    ],
    ["are not those that hang on other files", { "*.js": { when: "$(basename).ts" } }, []],
    ["are not those that a matcher may take very long for", { [`${"*a".repeat(40)}b`]: true }, []],
    ["are none where nothing is set", undefined, []],
    ["are none where the setting is no object", ["**/*"], []],
    ["are none where it is null", null, []],
  ])("%s", (_, value, expected) => {
    expect(excludedPatterns(value)).toEqual(expected);
  });
});
