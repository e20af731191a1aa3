import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { keysMarkdown } from "../../src/report/text/reference-text.ts";
import { scenarioJsonSchema } from "../../src/scenario/json-schema.ts";
import { keysBelow, scenarioKeys } from "../../src/scenario/key-reference.ts";

const file = new URL("../../scenarios/KEYS.md", import.meta.url).pathname;
const keys = scenarioKeys(scenarioJsonSchema(catalogSchema(catalog, () => "")));
const paths = new Set(keys.map(({ path }) => path));
const partsSeenBefore = keys.flatMap(({ path, takes }) => {
  const [, first] = /^as (.*)$/.exec(takes) ?? [];
  return first === undefined ? [] : [{ path, first }];
});

describe("the reference of keys", () => {
  test("is what the schema gives (UPDATE_README=1 writes it)", () => {
    const text = keysMarkdown(keys);
    if (process.env.UPDATE_README === "1") writeFileSync(file, text);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("gives the meaning of every key, in words of its own", () => {
    expect(keys.filter(({ description }) => description === "").map(({ path }) => path)).toEqual([]);
  });

  test("names each key once, and refers only to parts that it lists", () => {
    expect(paths.size).toBe(keys.length);
    for (const { path, first } of partsSeenBefore) {
      expect(paths.has(first) || [...paths].some((each) => each.startsWith(`${first}[`)), path).toBe(true);
    }
  });

  test("lists every key that a shipped scenario uses, but those of plug-ins", () => {
    const missing = readdirSync("scenarios")
      .filter((name) => name.endsWith(".yaml"))
      .flatMap((name) =>
        parseAllDocuments(readFileSync(`scenarios/${name}`, "utf8"))
          .map((document) => document.toJS())
          .filter(({ plugins }) => plugins === undefined)
          .flatMap((document) => usedPaths(document))
          .filter((path) => !isListed(path))
          .map((path) => `${name}: ${path}`),
      );
    expect([...new Set(missing)]).toEqual([]);
  });

  test("of a part are found by its path with the kinds or without", () => {
    const poisson = keysBelow(keys, "workload[inference].arrivals[poisson]").map(({ path }) => path);
    expect(poisson).toEqual([
      "workload[inference].arrivals[poisson]",
      "workload[inference].arrivals[poisson].rate",
    ]);
    const arrivals = keysBelow(keys, "workload.arrivals").map(({ path }) => path);
    expect(arrivals).toContain("workload[inference].arrivals[poisson].rate");
    expect(arrivals.every((path) => path.startsWith("workload[inference].arrivals"))).toBe(true);
    expect(keysBelow(keys, "workload.arrival")).toEqual([]);
  });

  test("tells quantities by their kind, what must be written, and defaults as a scenario writes them", () => {
    const key = (path: string) => keys.find((each) => each.path === path);
    expect(key("workload[inference].arrivals[poisson].rate")).toMatchObject({
      takes: "rate",
      isRequired: true,
    });
    expect(key("cluster.network")).toMatchObject({ takes: "flow, analytic", default: "flow" });
    expect(key("cluster.instance.hostMemory")).toMatchObject({
      takes: "size, or a multiple such as 2x",
      description: "Of the host.",
    });
  });
});

/** Dotted paths of the keys of `value`, lists as `[]`. */
function usedPaths(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => usedPaths(each, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return key === "kind" ? [] : [at, ...usedPaths(child, at)];
  });
}

/** Patterns of paths, in which names of the writer's own are any. */
const plain = (path: string) => path.replaceAll(/\[[^\]]+\]/g, "");
const pattern = (path: string) =>
  plain(path)
    .replaceAll(/[.[\]]/g, "\\$&")
    .replaceAll("NAME", "[^.[]+");
const listed = new RegExp(`^(${[...new Set([...paths].map(pattern))].join("|")})$`);
const elsewhere = partsSeenBefore.map(({ path, first }) => ({
  start: new RegExp(`^${pattern(path)}(?=[.[])`),
  first: plain(first),
}));

/** Whether `path` is a key, or one of a part that is listed elsewhere, or below a key under which anything may stand. */
function isListed(path: string, depth = 0): boolean {
  if (listed.test(path) || /^(variants\[\]\.set|space|objectives)\b/.test(path)) return true;
  if (depth > 3) return false;
  return elsewhere.some(
    ({ start, first }) => start.test(path) && isListed(path.replace(start, first), depth + 1),
  );
}
