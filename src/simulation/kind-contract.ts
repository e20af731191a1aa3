/** What a kind of workload promises of its result: amounts that can be, shares that sum, figures that it has declared. */
import { z } from "zod";
import { Contract } from "../base/contract.ts";
import { nearest } from "../base/nearest.ts";
import { chipStates } from "../metrics/chip-account.ts";
import { metricParts } from "../workload/metric-parts.ts";
import {
  type GivenResult,
  type WorkloadKind,
  type WorkloadResult,
  wholeResult,
} from "../workload/workload.ts";

/** Judges `kind`. */
export function contractOf({ name, file }: WorkloadKind): Contract {
  return new Contract(`workload kind ${name}${file === undefined ? "" : ` of ${file}`}`);
}

const tolerance = 1e-6;

const amount = z.number().min(0);
const texts = z.array(z.string());
const chipTime = z.array(z.object({ state: z.enum(chipStates), what: z.string(), chipNs: amount }));
const isIterable = (value: unknown) =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

/** The form of a result, but for the metrics of serving and training, which are judged by the figures that they give. */
const form = z.looseObject({
  elapsedNs: amount,
  busyFraction: amount.max(1 + tolerance).optional(),
  paceNs: amount.optional(),
  transferUsd: z.number().optional(),
  warnings: texts,
  restsOn: texts,
  assumptions: texts.optional(),
  chosen: z.record(z.string(), z.union([z.string(), z.number()])),
  choices: z
    .array(z.looseObject({ key: z.string(), value: z.union([z.string(), z.number()]), why: z.string() }))
    .optional(),
  attribution: z.array(z.looseObject({ what: z.string(), fraction: amount })).optional(),
  chipTime: chipTime.optional(),
  otherInstances: z
    .array(
      z.looseObject({
        instance: z.looseObject({ name: z.string(), chips: amount, chip: z.looseObject({}) }),
        count: amount,
        chipTime,
      }),
    )
    .optional(),
  produced: z
    .looseObject({ input: z.looseObject({ tokensPerNs: amount, share: amount.max(1) }).optional() })
    .catchall(z.union([amount, z.looseObject({})]).optional())
    .optional(),
  memory: z
    .looseObject({
      perDeviceBytes: amount,
      capacityBytes: amount,
      parts: z.record(z.string(), amount),
    })
    .optional(),
  own: z.record(z.string(), z.number().nullable()).optional(),
  tables: z.record(
    z.string(),
    z.looseObject({
      columns: texts,
      rows: z.custom<Iterable<unknown>>(isIterable, "rows, one after the other"),
    }),
  ),
  series: z.array(
    z.looseObject({
      name: z.string(),
      unit: z.string(),
      startNs: z.array(z.number()),
      values: z.array(z.number()),
    }),
  ),
});

/**
 * The result that `give` gives, once it has been found to be what a result must be, of a job on `chips`. Of a user's own kind
 * it is a copy: what was judged stays as it was.
 */
export function checkedResult(kind: WorkloadKind, chips: number, give: () => GivenResult): WorkloadResult {
  const contract = contractOf(kind);
  const given = contract.call("result", give);
  const result = kind.file === undefined ? wholeResult(given) : formed(contract, given);
  const { elapsedNs, busyFraction = 0, attribution = [], own = {} } = result;
  contract.atLeast(elapsedNs, "elapsedNs", 0);
  contract.atLeast(busyFraction, "busyFraction", 0);
  if (busyFraction > 1 + tolerance) throw contract.breach(`busyFraction ${busyFraction}`, "a fraction");
  for (const { what, fraction } of attribution) contract.atLeast(fraction, `attribution of ${what}:`, 0);
  const sum = attribution.reduce((total, { fraction }) => total + fraction, 0);
  if (sum > 1 + tolerance) throw contract.breach(`attribution that sums to ${sum}`, "shares of one whole");
  if (kind.file !== undefined) checkChipTime(contract, result, chips);
  const declared = (kind.metrics ?? []).map((metric) => metric.name);
  for (const [name, value] of Object.entries(own)) {
    if (!declared.includes(name)) {
      const hint = nearest(name, declared);
      const expected = `one of its metrics${hint === undefined ? "" : `, such as ${hint}`}`;
      throw contract.breach(`a figure ${name}`, expected);
    }
    if (value !== null && !Number.isFinite(value)) {
      throw contract.breach(`${name} ${value}`, "a finite number, or null where it is not known");
    }
  }
  const missing =
    kind.file === undefined || result.own === undefined
      ? undefined
      : declared.find((name) => own[name] === undefined);
  if (missing !== undefined)
    throw contract.breach(
      `nothing at own.${missing}`,
      "every metric of the kind: a number, or null where it is not known",
    );
  return result;
}

/** `given` in the form of a result, read once; whatever figures of serving and training it gives can be read too. */
function formed(contract: Contract, given: GivenResult): WorkloadResult {
  return contract.call("result", () => {
    const { data, error } = form.safeParse(given instanceof Object ? wholeResult(given) : given);
    if (error?.issues[0]) throw breachOf(contract, error.issues[0], given);
    const result = data as unknown as WorkloadResult;
    for (const { part, figures } of metricParts) {
      for (const [name, value] of Object.entries(figures(result) ?? {})) {
        if (typeof value === "number") contract.atLeast(value, `${part}.${name}:`, Number.NEGATIVE_INFINITY);
      }
    }
    return result;
  });
}

/** Chips do one thing at a time. */
function checkChipTime(
  contract: Contract,
  { elapsedNs, chipTime: own = [], otherInstances = [] }: WorkloadResult,
  chips: number,
) {
  const held = [
    { of: "the cluster", chips, told: own },
    ...otherInstances.map(({ instance, count, chipTime: told }) => {
      return { of: instance.name, chips: count * instance.chips, told };
    }),
  ];
  for (const { of, chips: each, told } of held) {
    const toldNs = told.reduce((sum, { chipNs }) => sum + chipNs, 0);
    if (toldNs <= each * elapsedNs * (1 + tolerance)) continue;
    const found = `chipTime of ${toldNs} chip-ns on ${of}`;
    throw contract.breach(found, `at most ${each} chips x ${elapsedNs} ns`);
  }
}

/** The first of `issues` with the part of `value` that it is about, as a breach. */
export function breachOf(
  contract: Contract,
  { path, message }: { path: PropertyKey[]; message: string },
  value: unknown,
): Error {
  const found = path.reduce<unknown>((of, key) => (of as { [key: PropertyKey]: unknown })?.[key], value);
  const where = path.length === 0 ? "it gives" : path.join(".");
  return contract.breach(
    `${where} ${textOf(found)}`,
    /expected (.*?)(?:, received .*)?$/.exec(message)?.[1] ?? message,
  );
}

function textOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  return typeof value === "object" && value !== null
    ? Array.isArray(value)
      ? "a list"
      : "an object"
    : String(value);
}
