/**
 * Makes an instance from what is written of it, alone or on top of a catalog instance. A chip whose links changed takes
 * the instance's links with it in the same ratio. A derived instance has no list price: it keeps that of its base, marked
 * as assumed.
 */
import type { FigureSource } from "../base/figure.ts";
import type { Chip } from "./chip.ts";
import { baselessFigure, type HardwareProblem } from "./derive-chip.ts";
import {
  assemble,
  type FigureTable,
  flatten,
  numberAt,
  ownFigure,
  scenarioSource,
  tableOf,
} from "./figure-table.ts";
import type { Instance, Price } from "./instance.ts";
import { type InstanceFields, instancePaths } from "./instance-schema.ts";
import { scaleUpProblem } from "./scale-up-schema.ts";

/** What `deriveInstance` builds on: the parsed figures, the finished chip, prices if written. */
export interface InstanceParts {
  fields: InstanceFields;
  /** Absent: the base's chip. */
  chip?: Chip | undefined;
  /** Absent: the base's prices. */
  prices?: readonly Price[] | undefined;
}

/** The instance, or what keeps it from being one. */
export type InstanceResult = { instance: Instance; problems?: undefined } | { problems: HardwareProblem[] };

const wholeKeys = ["chip", "prices"];

const neededKeys: readonly [key: string, expected: string][] = [
  ["chip", "the instance's chip"],
  ["chips", "the number of chips"],
  ["vcpus", "the number of vCPUs of the host"],
  ["hostMemory", "the memory of the host"],
  ["networkBandwidth", "the bandwidth of the network cards"],
];

/** Path in `Instance` of a written key. */
function instancePath(key: string): string {
  return instancePaths[key] ?? key;
}

/**
 * The instance that `parts` describe, on top of `base` where there is one. `sourceOf` tells the source of a written key;
 * a scenario's figures are marked `scenario`. Returns the problems instead when figures are missing or at odds.
 */
export function deriveInstance(
  parts: InstanceParts,
  base?: Instance,
  sourceOf: (key: string) => FigureSource | undefined = () => scenarioSource,
): InstanceResult {
  const table: FigureTable = base ? tableOf(base, wholeKeys) : new Map();
  if (parts.fields.scaleUp) {
    for (const path of [...table.keys()]) if (path.startsWith("scaleUp.")) table.delete(path);
  }
  const baseless: HardwareProblem[] = [];
  for (const [key, written] of flatten(parts.fields)) {
    const path = instancePath(key);
    const value = ownFigure(table, path, written);
    if (value === undefined) baseless.push(baselessFigure(key));
    table.set(path, { value, source: typeof value === "string" ? undefined : sourceOf(key) });
  }
  if (baseless.length > 0) return { problems: baseless };
  if (parts.chip) table.set("chip", { value: parts.chip });
  if (parts.prices) table.set("prices", { value: parts.prices });
  if (base) {
    if (!parts.fields.name) table.set("name", { value: `${base.name}-derived` });
    table.set("derivedFrom", { value: base.derivedFrom ?? base.name });
    if (!parts.prices) table.set("prices", { value: base.prices.map((price) => carriedPrice(price, base)) });
    if (parts.chip && !parts.fields.scaleUp) scaleLinks(table, base.chip, parts.chip);
  }
  addDefaults(table);
  const problems = problemsOf(table);
  return problems.length > 0 ? { problems } : { instance: assemble(table) as unknown as Instance };
}

function carriedPrice(price: Price, base: Instance): Price {
  return { ...price, status: "assumed", source: `price of ${base.name}: ${price.source}` };
}

/** Chips with faster links make the instance's links faster in the same ratio. */
function scaleLinks(table: FigureTable, before: Chip, after: Chip): void {
  const [old, now] = [before.scaleUp?.bandwidth, after.scaleUp?.bandwidth];
  if (old === undefined || now === undefined || old === now) return;
  const factor = now / old;
  for (const [path, { value }] of [...table]) {
    if (!path.startsWith("scaleUp.") || !path.endsWith("Bandwidth")) continue;
    const scaled = Array.isArray(value) ? value.map((link) => link * factor) : (value as number) * factor;
    table.set(path, {
      value: scaled,
      source: { ...scenarioSource, source: "scaled with the chip's scaleUpBandwidth" },
    });
  }
}

function addDefaults(table: FigureTable): void {
  const fill = (path: string, value: unknown, reason?: string) => {
    if (table.has(path) || value === undefined) return;
    table.set(path, { value, source: reason ? { status: "assumed", source: reason } : undefined });
  };
  fill("name", "unnamed-instance");
  fill("title", table.get("name")?.value);
  fill("kind", "instance");
  fill("servers", 1, "one instance by itself");
  fill("prices", []);
  if (numberAt(table, "chips") === 1) fill("scaleUp.kind", "none");
  fill("scaleOut.name", "network");
  fill("scaleOut.interfaces", 0, "no EFA where none is written");
  fill("scaleOut.latencyNs", 50_000, "TCP between two instances of one zone, host to host");
  fill("scaleOut.path", "direct");
  fill("storage.nvmeBytes", 0, "no local drives where none are written");
  fill("storage.nvmeReadBandwidth", 0, "no local drives where none are written");
  fill("storage.nvmeWriteBandwidth", 0, "no local drives where none are written");
  fill("storage.ebsBandwidth", 0, "no EBS where none is written");
  fill("hostPowerWatts", 2500, "2.5 kW of host, network cards and fans");
}

function problemsOf(table: FigureTable): HardwareProblem[] {
  const missing = neededKeys
    .filter(([key]) => !table.has(instancePath(key)))
    .map(([key, expected]): HardwareProblem => ({ path: [key], expected }));
  const { scaleUp, chips } = assemble(table) as unknown as Partial<Instance>;
  if (chips === undefined) return missing;
  if (scaleUp === undefined)
    return [...missing, { path: ["scaleUp"], expected: `links between the ${chips} chips` }];
  const problem = scaleUpProblem(scaleUp, chips);
  return problem === undefined
    ? missing
    : [...missing, { path: ["scaleUp", problem[0]], expected: problem[1] }];
}
