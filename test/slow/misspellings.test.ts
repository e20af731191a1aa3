/** Keys and names of the shipped scenarios, each misspelt alone: the message quotes it and says what was meant. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";

type Path = readonly (string | number)[];

const folder = new URL("../../scenarios/", import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, folder), "utf8");
const schema = catalogSchema(catalog, textOf);
const paths = (path: string) => path;

/** The first scenario of each shipped file without its variants; those that load code aside. */
const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => {
    const [first] = parseAllDocuments(textOf(name)).map((each) => each.toJS() as Record<string, unknown>);
    const { variants, ...scenario } = first ?? {};
    return { name, scenario };
  })
  .filter(({ scenario }) => !("plugins" in scenario));

/** Every place below `path`. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [
    path,
    ...[...steps].flatMap((step) => placesIn(value[step as keyof typeof value], [...path, step])),
  ];
}

const valueAt = (root: unknown, path: Path) =>
  path.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], root);

/** A word that is not meant: cut short, or with a letter too many. */
const misspelt = (word: string) => (word.length > 6 ? word.slice(0, -1) : `${word}x`);

/** Some of `all`, evenly. */
const some = <T>(all: readonly T[], most: number) =>
  all.filter((_, index) => index % Math.ceil(all.length / most) === 0);

function problemsOf(scenario: object): string[] {
  try {
    readScenarios(stringify(scenario), schema, { file: "a.yaml", fromFile: paths, fromCommandLine: paths });
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split("\n");
    throw error;
  }
  return [];
}

/** Keys below which names are one's own. */
const ownNames = ["space", "storage", "mesh"];

test("a misspelt key is told, and which was meant", () => {
  const keys = scenarios.flatMap(({ name, scenario }) =>
    placesIn(scenario)
      .filter((path) => typeof path.at(-1) === "string" && !ownNames.includes(String(path.at(-2))))
      .map((path) => ({ name, scenario, path })),
  );
  expect(keys.length).toBeGreaterThan(1500);
  for (const { name, scenario, path } of some(keys, 150)) {
    const changed = structuredClone(scenario);
    const holder = valueAt(changed, path.slice(0, -1)) as Record<string, unknown>;
    const key = path.at(-1) as string;
    const wrong = misspelt(key);
    holder[wrong] = holder[key];
    delete holder[key];
    const told = problemsOf(changed).filter((line) => line.includes(wrong));
    expect(told.join(), `${name}: ${path.join(".")}`).toMatch(new RegExp(`did you mean ".*\\b${key}\\b`));
  }
});

/** Keys whose texts are names of one's own, or are looked at when the run is built. */
const ownTexts = ["name", "description", "file", "region", "volume", "teacher", "pool", "needs"];

test("a misspelt name is told where it stands, and what was due", () => {
  const names = scenarios.flatMap(({ name, scenario }) =>
    placesIn(scenario).flatMap((path) => {
      const word = valueAt(scenario, path);
      const key = String(path.findLast((step) => typeof step === "string"));
      const isName = typeof word === "string" && /^[a-z][\w.-]{3,}$/.test(word) && !ownTexts.includes(key);
      const isLate = key === "model" && path.length > 1;
      return isName && !isLate && path[0] !== "space" ? [{ name, scenario, path, word }] : [];
    }),
  );
  expect(names.length).toBeGreaterThan(300);
  for (const { name, scenario, path, word } of some(names, 60)) {
    const changed = structuredClone(scenario);
    const holder = valueAt(changed, path.slice(0, -1)) as Record<string, unknown>;
    const wrong = misspelt(word);
    holder[path.at(-1) as string] = wrong;
    const told = problemsOf(changed).join("\n");
    expect(told, `${name}: ${path.join(".")}`).toContain(`found "${wrong}"; expected `);
  }
});
