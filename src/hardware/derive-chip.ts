/**
 * Makes a chip from what is written of it, alone or on top of a catalog chip. A changed figure takes with it the figures
 * that are the same thing seen from another side, unless they are written too:
 *
 *   peaks.T of the chip     <->  tensor.peaks.T of a core (and both sparse peaks of that type)
 *   tensor clock or array    ->  the tensor engine's peaks
 *   clock or lanes           ->  the peak of the vector, scalar or GPSIMD engine
 *   cores                    ->  chip peaks, on-chip and accumulator memory, DMA engines
 *   memory                   ->  usableMemory
 *   memoryBandwidth          ->  bandwidth of a DMA engine, which the vendors size to the memory
 */
import type { FigureSource } from "../base/figure.ts";
import type { Chip } from "./chip.ts";
import { type ChipFields, chipPaths } from "./chip-schema.ts";
import {
  assemble,
  type FigureTable,
  flatten,
  numberAt,
  ownFigure,
  scale,
  scenarioSource,
  tableOf,
} from "./figure-table.ts";

/** A figure that is missing or at odds with another one: where, as written, and what was due. */
export interface HardwareProblem {
  path: readonly string[];
  expected: string;
}

/** The chip, or what keeps it from being one. */
export type ChipResult = { chip: Chip; problems?: undefined } | { problems: HardwareProblem[] };

/** Vendors call 80 GiB "80 GB"; what a driver reports may exceed the nominal decimal figure by this factor. */
const gibPerGb = 2 ** 30 / 1e9;

const neededKeys: readonly [key: string, expected: string][] = [
  ["kind", "neuron, gpu, tpu or cpu"],
  ["memory", "the memory of the chip"],
  ["memoryBandwidth", "the memory bandwidth of the chip"],
  ["hostBandwidth", "the bandwidth of the chip's host link"],
  ["power", "the power of the chip at full load"],
];

/** Keys that a group of figures needs once any of it is written. */
const neededInGroup: readonly [key: string, group: string][] = [
  ["vector.peak", "vector."],
  ["scalar.peak", "scalar."],
  ["gpsimd.peak", "gpsimd."],
  ["dma.engines", "dma."],
  ["dma.bandwidth", "dma."],
  ["scaleUpBandwidth", "scaleUp."],
];

/** The problem of a multiple whose base has no such figure. */
export function baselessFigure(key: string): HardwareProblem {
  return {
    path: key.split("."),
    expected: "a quantity with its unit: there is no figure of a base to multiply",
  };
}

/** Path in `Chip` of a written key. */
function chipPath(key: string): string {
  return chipPaths[key] ?? key;
}

/**
 * The chip that `fields` describe, on top of `base` where there is one. `sourceOf` tells the source of a written key; a
 * scenario's figures are marked `scenario`. Returns the problems instead when figures are missing or at odds.
 */
export function deriveChip(
  fields: ChipFields,
  base?: Chip,
  sourceOf: (key: string) => FigureSource | undefined = () => scenarioSource,
): ChipResult {
  const table: FigureTable = base ? tableOf(base) : new Map();
  const given = new Set<string>();
  const baseless: HardwareProblem[] = [];
  for (const [key, written] of flatten(fields)) {
    const path = chipPath(key);
    const value = ownFigure(table, path, written);
    if (value === undefined) baseless.push(baselessFigure(key));
    given.add(path);
    table.set(path, { value, source: typeof value === "string" ? undefined : sourceOf(key) });
  }
  if (baseless.length > 0) return { problems: baseless };
  if (base) {
    if (!given.has("name")) table.set("name", { value: `${base.name}-derived` });
    table.set("derivedFrom", { value: base.derivedFrom ?? base.name });
    followChanges(table, tableOf(base), given);
  }
  addDefaults(table);
  const problems = problemsOf(table);
  return problems.length > 0 ? { problems } : { chip: assemble(table) as unknown as Chip };
}

function followChanges(table: FigureTable, before: FigureTable, given: ReadonlySet<string>): void {
  const ratio = (path: string): number => {
    const old = numberAt(before, path);
    const now = numberAt(table, path);
    return given.has(path) && old && now !== undefined ? now / old : 1;
  };
  const follow = (path: string, factor: number, leader: string): void => {
    if (!given.has(path)) scale(table, path, factor, `scaled with ${leader}`);
  };
  followPeaks(table, given, ratio, follow);
  for (const engine of ["vector", "scalar", "gpsimd"]) {
    follow(`${engine}.peak`, ratio(`${engine}.clockPerNs`) * ratio(`${engine}.lanes`), `clock and lanes`);
  }
  for (const path of ["onChipBytes", "accumulatorBytes", "dma.count"]) follow(path, ratio("cores"), "cores");
  follow("memory.usableBytes", ratio("memory.bytes"), "memory");
  for (const path of ["dma.bandwidth", "dma.sustainedBandwidth"]) {
    follow(path, ratio("memory.bandwidth"), "memoryBandwidth");
  }
}

/** Keeps chip peak = cores x core peak (up to what other engines add) when one of the three changes. */
function followPeaks(
  table: FigureTable,
  given: ReadonlySet<string>,
  ratio: (path: string) => number,
  follow: (path: string, factor: number, leader: string) => void,
): void {
  const array = ratio("tensor.clockPerNs") * ratio("tensor.rows") * ratio("tensor.columns");
  for (const type of ["fp32", "tf32", "bf16", "fp16", "fp8", "fp4", "int8"]) {
    const [whole, core] = [`peaks.${type}`, `tensor.peaks.${type}`];
    const coreRatio = given.has(core)
      ? ratio(core)
      : given.has(whole)
        ? ratio(whole) / ratio("cores")
        : array;
    const wholeRatio = given.has(whole) ? ratio(whole) : coreRatio * ratio("cores");
    follow(core, coreRatio, "peaks");
    follow(whole, wholeRatio, "peaks and cores");
    follow(`tensor.sparsePeaks.${type}`, coreRatio, "peaks");
    follow(`sparsePeaks.${type}`, wholeRatio, "peaks and cores");
  }
  for (const [path, { value, source }] of [...table]) {
    if (!path.startsWith("tensor.peaks.") && !path.startsWith("tensor.sparsePeaks.")) continue;
    const whole = path.slice("tensor.".length);
    if (!table.has(whole))
      table.set(whole, { value: (value as number) * (numberAt(table, "cores") ?? 1), source });
  }
}

function addDefaults(table: FigureTable): void {
  const fill = (path: string, value: unknown, source?: FigureSource) => {
    if (!table.has(path) && value !== undefined) table.set(path, { value, source });
  };
  const has = (group: string) => [...table.keys()].some((path) => path.startsWith(group));
  fill("name", "unnamed-chip");
  const name = table.get("name")?.value;
  for (const label of ["title", "coreGeneration"]) fill(label, name);
  fill("vendor", "unnamed");
  fill("cores", 1, { status: "assumed", source: "one core where none is written" });
  fill("coresPerRank", [1], { status: "assumed", source: "a core is a rank" });
  fill("memory.usableBytes", table.get("memory.bytes")?.value, {
    status: "assumed",
    source: "all of the memory: no reserve is published",
  });
  fill("idlePowerFraction", 0.3, { status: "assumed", source: "0.25 to 0.35 of full power is usual" });
  if (has("tensor.")) {
    const cores = numberAt(table, "cores") ?? 1;
    for (const [path, { value }] of [...table]) {
      if (!path.startsWith("peaks.") && !path.startsWith("sparsePeaks.")) continue;
      fill(`tensor.${path}`, (value as number) / cores, { status: "derived", source: "chip peak / cores" });
    }
  }
  if (has("scaleUp.")) {
    fill("scaleUp.name", "links");
    fill("scaleUp.latencyNs", 1500, {
      status: "assumed",
      source: "as NeuronLink: middle of 1 to 2 us a hop",
    });
  }
}

function problemsOf(table: FigureTable): HardwareProblem[] {
  const paths = [...table.keys()];
  const problems: HardwareProblem[] = neededKeys
    .filter(([key]) => !table.has(chipPath(key)))
    .map(([key, expected]) => ({ path: [key], expected }));
  for (const [key, group] of neededInGroup) {
    if (paths.some((path) => path.startsWith(group)) && !table.has(chipPath(key))) {
      problems.push({ path: key.split("."), expected: `${key} beside the other figures of its group` });
    }
  }
  if (!paths.some((path) => path.startsWith("peaks."))) {
    problems.push({ path: ["peaks"], expected: "the peak of at least one data type" });
  } else if (!table.has("peaks.fp32") && !table.has("vector.peak")) {
    const expected =
      "the peak of fp32, at which work that is no matmul runs, or a vector engine (vector: ...)";
    problems.push({ path: ["peaks", "fp32"], expected });
  }
  const cores = numberAt(table, "cores") ?? 1;
  const coresPerRank = table.get("coresPerRank")?.value as number[];
  if (coresPerRank.some((perRank) => cores % perRank !== 0)) {
    problems.push({ path: ["coresPerRank"], expected: `numbers that divide the ${cores} cores` });
  }
  const [bytes, usable] = [numberAt(table, "memory.bytes"), numberAt(table, "memory.usableBytes")];
  if (bytes !== undefined && usable !== undefined && usable > bytes * gibPerGb) {
    problems.push({ path: ["usableMemory"], expected: "at most the memory of the chip" });
  }
  return problems;
}
