/** Random scenarios of serving and training, and what the accounts of each must come to. */
import fc from "fast-check";
import { expect } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { type ChipUse, workingWatts } from "../../src/hardware/chip-power.ts";
import { powerUsageEffectiveness } from "../../src/hardware/facility.ts";
import { chipStates } from "../../src/metrics/chip-account.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { RunRecord } from "../../src/simulation/run-record.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { type Summary, summaryOf } from "../../src/simulation/summary.ts";

const noFile = () => {
  throw new Error("no file is read here");
};

/** The record of a scenario given as an object, in terms of `from`, with the files that `readText` gives. */
export function record(
  scenario: object,
  from = catalog,
  readText: (path: string) => string = noFile,
): RunRecord {
  const schema = catalogSchema(from, readText);
  const path = (each: string) => each;
  const options = { file: "account.yaml", fromFile: path, fromCommandLine: path };
  const [entry] = readScenarios(JSON.stringify({ name: "account", ...scenario }), schema, options);
  const { scenario: read, resolved } = entry as { scenario: unknown; resolved: unknown };
  return simulate(read as Scenario, simulationCatalog(from, readText), resolved);
}

/** Its summary. */
export function summary(of: RunRecord): Summary {
  return summaryOf(of, { file: "account.yaml", variant: "base", hash: "", catalogHash: "" });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const autoscaling = fc.record({
  policy: fc.constant({ kind: "target-tracking", target: 2 }),
  min: fc.integer({ min: 0, max: 1 }),
  unit: fc.constantFrom("instance", "replica"),
  interval: fc.constant("1 s"),
  cooldown: fc.constant("2 s"),
  provision: fc.constantFrom("0 s", "3 s"),
});

const serving = fc.record(
  {
    kind: fc.constant("inference"),
    arrivals: fc.record({ kind: fc.constant("poisson"), rate: fc.constantFrom("2/s", "20/s") }),
    requests: fc.constant(30),
    input: fc.constant({ kind: "constant", tokens: 200 }),
    output: fc.constant({ kind: "constant", tokens: 20 }),
    parallelism: fc.constantFrom(
      { tensor: 1, replicas: 3 },
      { tensor: 2, replicas: 8 },
      { tensor: 4, replicas: "auto" },
    ),
    autoscaling,
    failures: fc.constant({ mtbf: "5 s", repair: "1 s" }),
  },
  { requiredKeys: ["kind", "arrivals", "requests", "input", "output", "parallelism"] },
);

const training = fc.record(
  {
    kind: fc.constant("training"),
    sequenceLength: fc.constant(1024),
    globalBatch: fc.constant(192),
    tokens: fc.constantFrom("1M", "50M"),
    parallelism: fc.constantFrom({ tensor: 2 }, { tensor: 2, pipeline: 2 }, { tensor: 1, zero: 3 }),
    checkpoints: fc.constant({ interval: "1 min" }),
  },
  { requiredKeys: ["kind", "sequenceLength", "globalBatch", "tokens", "parallelism"] },
);

const scenarios = fc.record({
  cluster: fc.record({
    instance: fc.constantFrom("p5.48xlarge", "inf2.48xlarge", "trn1.32xlarge"),
    count: fc.constantFrom(1, 2),
  }),
  model: fc.constant("llama-3.2-1b"),
  workload: fc.oneof(serving, training),
});

/** States sum to chips x elapsed; dollars, energy and shares of the time are sums over them, in each of `runs` scenarios. */
export function expectOneAccount(runs: number): void {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const run = record(scenario);
      if (run.status !== "completed") return;
      const { chip_seconds, cost, energy, attribution, elapsed_s, cluster, memory } = summary(run);
      const whole = cluster.chips * elapsed_s;
      const close = (value: number, to: number) => expect(value / to).toBeCloseTo(1, 9);
      close(sum(chipStates.map((state) => chip_seconds[state])), whole);
      const ofMemory = memory as Readonly<Record<string, number>> | null;
      if (ofMemory) close(ofMemory.use_fraction!, ofMemory.per_device_bytes! / ofMemory.capacity_bytes!);
      const held = whole - chip_seconds.off;
      if (held > 0) close(sum(attribution.map(({ fraction }) => fraction)), 1);
      if (held > 0 && run.result?.attribution === undefined) {
        const heldNs = (named?: string) =>
          sum(
            run.account.entries.map(({ state, what, chipNs }) =>
              state === "off" || (named ?? what) !== what ? 0 : chipNs,
            ),
          );
        for (const { what, fraction } of attribution) close(fraction * heldNs(), heldNs(what));
      }
      const { instance } = run.cluster;
      const hours = held / instance.chips / 3600;
      if (cost.usd_total !== null && held > 0)
        close(cost.usd_total, hours * (run.cost.price.usdPerHour as number));
      const { powerWatts, idlePowerFraction } = instance.chip;
      const restWatts = powerWatts * idlePowerFraction;
      const above = run.account.entries.reduce((joules, { state, chipNs, use }) => {
        if (state !== "busy") return joules;
        const { engines, memory, links } = use as ChipUse;
        const each = workingWatts(instance.chip);
        const drawn = engines * each.engines + memory * each.memory + links * each.links;
        return joules + (drawn * chipNs) / 1e9;
      }, 0);
      expect(above).toBeLessThanOrEqual((powerWatts - restWatts) * chip_seconds.busy * (1 + 1e-9));
      const joules = restWatts * held + above + instance.hostPowerWatts * hours * 3600;
      if (held > 0) close(energy.kwh, (joules * powerUsageEffectiveness) / 3.6e6);
      if (held > 0) close(sum(Object.values(energy.kwh_by_part)), energy.kwh);
      close(1 + sum(Object.values(energy.busy_chips_kwh)), 1 + energy.kwh_by_part.busy_chips);
    }),
    { numRuns: runs, seed: 7 },
  );
}
