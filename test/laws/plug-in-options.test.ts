/** What the options of every plug-in take, where the bound lies and what stands where nothing is written: each list against what is said of it here. */
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import type { AnyPlugin } from "../../src/base/plugin.ts";
import { catalog, pluginKinds } from "../../src/catalog.ts";

/** Values on both sides of the bounds of each form. */
const forms: { readonly [form: string]: { takes: readonly unknown[]; refuses: readonly unknown[] } } = {
  "rate > 0": { takes: ["1/s"], refuses: ["0/s", "-1/s", 1] },
  "rate >= 0": { takes: ["0/s", "1/s"], refuses: ["-1/s", 1] },
  "time > 0": { takes: ["1 s"], refuses: ["0 s", "-1 s", 1] },
  "time >= 0": { takes: ["0 s", "1 s"], refuses: ["-1 s", 1] },
  "whole > 0": { takes: [1, 7], refuses: [0, 0.5, 1.5, -1] },
  "whole >= 0": { takes: [0, 1], refuses: [0.5, 1.5, -1] },
  "amount > 0": { takes: [0.5, 1.5], refuses: [0, -1] },
  "amount >= 0": { takes: [0, 0.5, 1.5], refuses: [-1] },
  share: { takes: [0, 0.5, 1, "50%"], refuses: [-0.5, 1.5, "150%"] },
  flag: { takes: [true, false], refuses: [0, "x"] },
  "shares of each or of all": { takes: [0, 1, [0.5], [0, 1]], refuses: [1.5, -0.5, [1.5], []] },
  "whole > 0 of each": { takes: [[1], [2, 3]], refuses: [[0], [0.5], [-1], 0, []] },
  "whole > 0 of any": { takes: [[], [1], [2, 3]], refuses: [[0], [0.5], [-1], 0] },
  "amounts >= 0 of any": { takes: [[], [0], [0.5]], refuses: [[-1], 0] },
  "amounts > 0 of any": { takes: [[], [0.5]], refuses: [[-1], [0], 0] },
  other: { takes: [], refuses: [-1, Number.NaN] },
};

const required = Symbol("required");
type Said = readonly [form: string, otherwise?: unknown];
const batch: Said = ["whole > 0", 32];
const open: Said = ["whole > 0", undefined];
const reserve: Said = ["other", "prompt"];
const must = (form: string): Said => [form, required];

const said: { readonly [plugin: string]: { readonly [option: string]: Said } } = {
  "arrivals.poisson": { rate: must("rate > 0") },
  "arrivals.gamma": { rate: must("rate > 0"), burstiness: ["amount > 0", 1] },
  "arrivals.constant": { rate: must("rate > 0") },
  "arrivals.bursty": {
    rate: must("rate > 0"),
    burstRate: must("rate > 0"),
    quiet: must("time > 0"),
    burst: must("time > 0"),
  },
  "arrivals.diurnal": {
    rate: must("rate > 0"),
    swing: ["share", 0.5],
    // A day.
    period: ["time > 0", 24 * 3600e9],
    peaks: ["other", []],
  },
  "arrivals.ramp": { from: must("rate >= 0"), to: must("rate > 0"), over: must("time > 0") },
  "arrivals.closed-loop": {
    users: must("whole > 0"),
    think: ["time >= 0", 0],
    retryAfter: ["time > 0", 1e9],
  },
  "arrivals.batch": { size: must("whole > 0") },
  "lengths.constant": { tokens: must("whole > 0") },
  "lengths.uniform": { min: must("whole > 0"), max: must("whole > 0") },
  "lengths.normal": { mean: must("amount > 0"), deviation: must("amount >= 0") },
  "lengths.lognormal": { mean: must("amount > 0"), p99: must("amount > 0"), max: open },
  "lengths.exponential": { mean: must("amount > 0") },
  "lengths.zipf": { min: ["whole > 0", 1], max: must("whole > 0"), exponent: ["amount > 0", 1] },
  "lengths.empirical": { values: must("whole > 0 of each"), weights: ["amounts >= 0 of any", undefined] },
  "orders.shortest-first": { by: ["other", "total"] },
  "batching.static": { maxBatch: batch },
  "batching.dynamic": {
    maxBatch: batch,
    maxWait: ["time >= 0", 0],
    preferredSizes: ["whole > 0 of any", []],
  },
  "batching.continuous": { maxBatch: open, maxPrefillTokens: ["whole > 0", 8192], reserve },
  "batching.chunked-prefill": { maxBatch: open, stepTokens: ["whole > 0", 2048], reserve },
  "batching.prefill-first": { maxBatch: open, maxPrefillTokens: ["whole > 0", 16_384], reserve },
  "batching.decode-first": { maxBatch: batch, refillBelow: ["whole >= 0", 0] },
  "batching.served-ratio": {
    maxBatch: batch,
    maxPrefillTokens: ["whole > 0", 4096],
    waitingServedRatio: ["amount >= 0", 0.3],
    maxWaitingTokens: ["whole > 0", 20],
    reserve,
  },
  "routers.prefix-affinity": { slack: ["whole >= 0", 8] },
  "autoscaling.target-tracking": { target: must("amount > 0") },
  "autoscaling.steps": { up: must("other"), down: must("other") },
  "autoscaling.scheduled": { plan: must("other") },
  "speculations.draft": {
    model: must("other"),
    tokens: ["whole > 0", 7],
    acceptance: ["shares of each or of all", undefined],
    acceptanceLength: ["amount > 0", undefined],
    fused: ["flag", true],
  },
  "speculations.eagle": {
    tokens: ["whole > 0", 3],
    tree: open,
    acceptance: ["shares of each or of all", undefined],
    acceptanceLength: ["amount > 0", undefined],
    fused: ["flag", true],
  },
  "speculations.medusa": {
    heads: ["whole > 0", 4],
    tree: ["whole > 0", 16],
    acceptance: ["shares of each or of all", [0.6]],
  },
  "schedules.interleaved": { chunks: ["whole > 0", 2] },
  "compressions.power-sgd": { rank: ["whole > 0", 4] },
  "queuePolicies.priority": { preempt: ["flag", false] },
  "queuePolicies.fair-share": { shares: ["other", {}] },
  "failures.rsc": { cluster: ["other", "rsc-1"] },
  "topologies.ring": { size: must("whole > 0") },
  "topologies.chain": { size: must("whole > 0") },
  "topologies.torus": { dimensions: must("whole > 0 of each") },
  "topologies.mesh": { size: must("whole > 0") },
  "topologies.switch": { size: must("whole > 0") },
  "topologies.reducing-switch": { size: must("whole > 0") },
  "topologies.fat-tree": {
    leaves: must("whole > 0"),
    nodesPerLeaf: must("whole > 0"),
    oversubscription: ["amount > 0", 1],
    spines: open,
  },
  "topologies.rail-optimised": {
    servers: must("whole > 0"),
    rails: must("whole > 0"),
    serversPerUnit: open,
    oversubscription: ["amount > 0", 1],
  },
  "topologies.dragonfly": {
    endpoints: must("whole > 0"),
    routers: must("whole > 0"),
    globals: must("whole > 0"),
    groups: open,
  },
  "topologies.hyperx": {
    dimensions: must("whole > 0 of each"),
    endpoints: ["whole > 0", 1],
    widths: ["amounts > 0 of any", undefined],
  },
};

const plugins = pluginKinds.flatMap((kind) =>
  (catalog[kind] as readonly AnyPlugin<unknown, unknown>[]).map((plugin) => ({ kind, plugin })),
);
const named = plugins
  .map(({ kind, plugin }) => ({
    name: `${kind}.${plugin.name}`,
    options: plugin.options as Record<string, z.ZodType>,
  }))
  .filter(({ options }) => Object.keys(options).length > 0);

test("something is said of every plug-in that has options, and of every option", () => {
  const has = Object.fromEntries(named.map(({ name, options }) => [name, Object.keys(options).sort()]));
  expect(has).toEqual(
    Object.fromEntries(Object.entries(said).map(([name, options]) => [name, Object.keys(options).sort()])),
  );
});

describe.each(named)("$name", ({ name, options }) => {
  test("takes what is said of it, up to the bound and not beyond it, and has what is said where nothing is written", () => {
    for (const [option, schema] of Object.entries(options)) {
      const [form, otherwise] = (said[name] as (typeof said)[string])[option] as Said;
      const { takes, refuses } = forms[form] as (typeof forms)[string];
      const isTaken = (value: unknown) => schema.safeParse(value).success;
      expect(
        takes.filter((value) => !isTaken(value)),
        `${option} refuses`,
      ).toEqual([]);
      expect(refuses.filter(isTaken), `${option} takes`).toEqual([]);
      const absent = schema.safeParse(undefined);
      expect(absent.success ? absent.data : required, `${option} when absent`).toEqual(otherwise);
    }
  });
});
