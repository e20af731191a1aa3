/** What becomes of a fuzzed scenario: figures that are finite, or problems that name their place; nothing else, and not without end. */
import { ScenarioError } from "../../src/base/errors.ts";
import { type Catalog, catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";
import { type Document, fuzzed } from "./fuzz.ts";

const noFile = () => {
  throw new ScenarioError([{ found: "a file", expected: "no file here" }]);
};
const shipped = parts(catalog);

function parts(own: Catalog, readText: () => string = noFile, readBytes: () => Uint8Array = noFile) {
  return {
    schema: catalogSchema(own, readText),
    simulation: simulationCatalog(own, readText, readBytes),
  };
}

/** `document` as a file would hold it: JSON has no word for what is no number. */
export function textOf(document: Document): string {
  return JSON.stringify(document, (_, value) =>
    typeof value === "number" && !Number.isFinite(value) ? `.${value}` : value,
  );
}

/** What is wrong with scenario `seed`: nothing, an odd exception, a figure that is no number, or time without end. */
export function failureOf(seed: number): string | undefined {
  return failureOfDocument(fuzzed(seed), shipped);
}

/** The same of a document that may name the plug-ins of `own`. */
export function failureWith(document: Document, own: Catalog): string | undefined {
  return failureOfDocument(document, parts(own));
}

/** The same of a document each of whose files holds `bytes`. */
export function failureReading(document: Document, bytes: Uint8Array): string | undefined {
  const text = () => new TextDecoder().decode(bytes);
  return failureOfDocument(
    document,
    parts(catalog, text, () => bytes),
  );
}

function failureOfDocument(
  document: Document,
  { schema, simulation }: ReturnType<typeof parts>,
): string | undefined {
  const path = (each: string) => each;
  const start = process.cpuUsage();
  try {
    const options = { file: "fuzz.yaml", fromFile: path, fromCommandLine: path };
    for (const { scenario, resolved } of readScenarios(textOf(document), schema, options)) {
      const record = simulate(scenario as unknown as Scenario, simulation, resolved);
      const summary = summaryOf(record, { file: "fuzz.yaml", variant: "base", hash: "", catalogHash: "" });
      const wrong = notFinite(summary, "summary");
      if (wrong !== undefined) return wrong;
    }
  } catch (error) {
    if (process.env.WHY) console.log("WHY", (error as Error).message.slice(0, 150).replace(/\n/g, " "));
    if (!(error instanceof ScenarioError)) return `${(error as Error).stack}`;
    const vague = error.problems.find(({ expected }) => !expected);
    if (vague !== undefined) return `a problem that expects nothing: ${JSON.stringify(vague)}`;
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  return seconds > 20 ? `${seconds} s of CPU time` : undefined;
}

/** The first figure of `value` that is no number, by its path. */
export function notFinite(value: unknown, path: string): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, each] of Object.entries(value)) {
    const wrong = notFinite(each, `${path}.${key}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
