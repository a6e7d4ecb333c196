import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withoutComments } from "./importStatements.ts";
import { ROOT, roomOf, type SourceFile, sourceFiles, target } from "./sourceFiles.ts";

interface RoomRule {
  /** The rooms that it may import from, beside itself. */
  readonly rooms: readonly string[];
  /** Packages and parts of Node; `node:*` for all parts of Node that open no network. */
  readonly packages?: readonly string[];
}

/** What each room of server/ may know. ARCHITECTURE.md has the same table; a room that is not in it may import nothing. */
const RULES: Readonly<Record<string, RoomRule>> = {
  kernels: { rooms: [] },
  sdlgm: { rooms: ["kernels"] },
  documents: { rooms: [], packages: ["yaml", "smol-toml", "vscode-languageserver-types"] },
  corpus: { rooms: ["documents", "kernels"], packages: ["node:crypto", "node:os"] },
  evidence: { rooms: ["corpus", "kernels"] },
  evaluation: { rooms: ["kernels"] },
  workspace: { rooms: ["documents"], packages: ["ignore", "picomatch", "node:*"] },
  models: { rooms: ["corpus", "evidence", "sdlgm", "kernels", "documents"], packages: ["node:*"] },
  language: {
    rooms: ["documents", "corpus", "models"],
    packages: ["vscode-languageserver-types", "@vscode/l10n"],
  },
  session: {
    rooms: ["kernels", "documents", "corpus", "workspace", "models", "training", "language"],
    packages: ["vscode-languageserver-types", "vscode-uri", "@vscode/l10n", "node:*"],
  },
  connection: {
    rooms: ["documents", "language", "session"],
    packages: [
      "vscode-languageserver/node",
      "vscode-languageserver-textdocument",
      "vscode-uri",
      "@vscode/l10n",
      "node:*",
    ],
  },
  training: {
    rooms: ["kernels", "sdlgm", "documents", "corpus", "evidence", "evaluation", "workspace", "models"],
    packages: ["node:*"],
  },
  cli: {
    rooms: [
      "kernels",
      "sdlgm",
      "documents",
      "corpus",
      "evidence",
      "evaluation",
      "workspace",
      "models",
      "training",
    ],
    packages: ["node:*"],
  },
};

/** Of the second room, the first may use only types and, where they are named, these files. */
const TYPES_ONLY: readonly (readonly [from: string, to: string, except: readonly string[]])[] = [
  ["corpus", "documents", ["server/documents/tagName.ts"]],
  ["corpus", "kernels", []],
  ["models", "documents", ["server/documents/tagName.ts"]],
];

const NETWORK_MODULES = [
  "net",
  "http",
  "https",
  "http2",
  "dgram",
  "tls",
  "dns",
  "dns/promises",
  "quic",
  "undici",
  "ws",
  "axios",
  "node-fetch",
];

const PURE_ROOMS = ["kernels", "sdlgm", "evidence", "corpus", "documents"];

const files = sourceFiles();
const product = files.filter(({ path }) => !path.startsWith("test/"));
const inRooms = files.filter(({ path }) => /^server\/[^/]+\//.test(path));

/** One line for each import that a rule objects to. */
function offences(among: readonly SourceFile[], objects: (file: SourceFile, specifier: string) => boolean) {
  return among.flatMap((file) =>
    file.imports
      .filter(({ specifier }) => objects(file, specifier))
      .map(({ specifier }) => `${file.path} imports ${specifier}`),
  );
}

describe("the rooms of server/", () => {
  it("are read at all", () => {
    expect(inRooms.length).toBeGreaterThan(80);
    expect(inRooms.reduce((count, { imports }) => count + imports.length, 0)).toBeGreaterThan(200);
  });

  it.each(Object.entries(RULES))("%s imports only the rooms it may know", (room, { rooms }) => {
    const own = inRooms.filter(({ path }) => roomOf(path) === room);
    expect(own.length).toBeGreaterThan(0);
    const foreign = offences(own, ({ path }, specifier) => {
      const to = target(path, specifier);
      if (to === undefined || to === "server/productVersion.ts" || to === "server/protocol.ts") return false;
      const other = roomOf(to);
      return other !== room && !(other !== undefined && rooms.includes(other));
    });
    expect(foreign).toEqual([]);
  });

  it.each(Object.entries(RULES))("%s imports only the packages it may know", (room, { packages = [] }) => {
    const own = inRooms.filter(({ path }) => roomOf(path) === room);
    const foreign = offences(own, ({ path }, specifier) => {
      if (target(path, specifier) !== undefined) return false;
      return !(
        packages.includes(specifier) ||
        (packages.includes("node:*") && specifier.startsWith("node:"))
      );
    });
    expect(foreign).toEqual([]);
  });

  it.each(TYPES_ONLY)("%s takes only types from %s, but for %j", (from, to, except) => {
    const code = inRooms
      .filter(({ path }) => roomOf(path) === from)
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ typesOnly }) => !typesOnly)
          .map(({ specifier }) => target(path, specifier) ?? "")
          .filter((file) => roomOf(file) === to && !except.includes(file))
          .map((file) => `${path} imports ${file}`),
      );
    expect(code).toEqual([]);
  });

  it("all have a rule", () => {
    const rooms = new Set(inRooms.map(({ path }) => roomOf(path)));
    expect([...rooms].sort()).toEqual(Object.keys(RULES).sort());
  });

  it("are described in ARCHITECTURE.md with the same rules", () => {
    const rows = architectureTable();
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(RULES).map(([room, { rooms }]) => [room, [...rooms].sort()])),
    );
  });

  it("never import each other in a circle", () => {
    const reaches = new Map<string, Set<string>>();
    for (const { path, imports } of inRooms) {
      const room = roomOf(path) as string;
      const known = reaches.get(room) ?? new Set();
      reaches.set(room, known);
      for (const { specifier } of imports) {
        const other = roomOf(target(path, specifier) ?? "");
        if (other !== undefined && other !== room) known.add(other);
      }
    }
    expect(circles(reaches)).toEqual([]);
  });
});

describe("the ways out of the program", () => {
  it("nothing imports a module that opens a network connection", () => {
    const network = offences(product, (_, specifier) =>
      NETWORK_MODULES.includes(specifier.replace(/^node:/, "")),
    );
    expect(network).toEqual([]);
  });

  it("nothing uses the network that browsers and Node bring along", () => {
    const globals = /\b(fetch\s*\(|WebSocket\b|XMLHttpRequest\b|EventSource\b|sendBeacon\b)/;
    const users = product.filter(({ text }) => globals.test(withoutComments(text)));
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  it("no import is computed, so that these tests see them all", () => {
    expect(offences(product, (_, specifier) => specifier === "(computed)")).toEqual([]);
  });

  it("only extension/ imports vscode", () => {
    const others = product.filter(({ path }) => !path.startsWith("extension/"));
    expect(offences(others, (_, specifier) => specifier === "vscode")).toEqual([]);
  });

  it("only server/connection/ knows the connection of the language server", () => {
    const others = product.filter(({ path }) => !/^(server\/connection|extension)\//.test(path));
    const connection = /^vscode-(languageserver|jsonrpc)(\/|$)/;
    expect(offences(others, (_, specifier) => connection.test(specifier))).toEqual([]);
  });

  it("extension/ and webview/ import from server/ nothing but the protocol", () => {
    const outside = files.filter(({ path }) => /^(extension|webview)\//.test(path));
    const further = offences(outside, ({ path }, specifier) => {
      const to = target(path, specifier);
      return to?.startsWith("server/") === true && to !== "server/protocol.ts";
    });
    expect(further).toEqual([]);
  });

  it("nothing of the product imports a test", () => {
    expect(
      offences(product, ({ path }, specifier) => target(path, specifier)?.startsWith("test/") === true),
    ).toEqual([]);
  });
});

describe("the files of server/", () => {
  it("have at most 350 lines", () => {
    const long = files
      .filter(({ path }) => path.startsWith("server/"))
      .map(({ path, text }) => ({ path, lines: text.split("\n").length }))
      .filter(({ lines }) => lines > 350);
    expect(long).toEqual([]);
  });

  it.each(PURE_ROOMS)("in %s throw no dice and look at no clock", (room) => {
    const unruly = inRooms
      .filter(({ path }) => roomOf(path) === room)
      .filter(({ text }) => /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)/.test(withoutComments(text)));
    expect(unruly.map(({ path }) => path)).toEqual([]);
  });
});

/** The table "room | may import of ours | packages", with `all of the above` written out. */
function architectureTable(): [room: string, rooms: string[]][] {
  const text = readFileSync(`${ROOT}ARCHITECTURE.md`, "utf8");
  const rows: [string, string[]][] = [];
  for (const [, room, allowed] of text.matchAll(/^\| `(\w+)\/` \| ([^|]*) \|/gm)) {
    const rooms = allowed.startsWith("all of the above")
      ? rows.map(([above]) => above)
      : Array.from(allowed.matchAll(/`(\w+)\/`/g), ([, name]) => name);
    rows.push([room, rooms.sort()]);
  }
  return rows;
}

/** The rooms that reach themselves. */
function circles(reaches: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...reaches.keys()].filter((start) => {
    const seen = new Set<string>();
    const next = [...(reaches.get(start) ?? [])];
    for (let room = next.pop(); room !== undefined; room = next.pop()) {
      if (seen.has(room)) continue;
      seen.add(room);
      next.push(...(reaches.get(room) ?? []));
    }
    return seen.has(start);
  });
}
