/** Cost, energy and attribution are readings of one account, in which every chip-second stands once. */
import { expect, test } from "vitest";
import { type ChipUse, workingWatts } from "../../src/hardware/chip-power.ts";
import { instances } from "../../src/hardware/instances.ts";
import { ChipAccount } from "../../src/metrics/chip-account.ts";
import { energyOf } from "../../src/metrics/energy.ts";
import { expectOneAccount, record, summary } from "./account-scenarios.ts";

test("states sum to chips x elapsed; dollars, energy and shares of the time are sums over them", () => {
  expectOneAccount(20);
});

test("what took no time drew no power, and every instance draws its parts of what its chips did", () => {
  for (const instance of instances) {
    const { chips, chip, hostPowerWatts } = instance;
    expect(energyOf(instance, new ChipAccount(chips, 0, [])).meanWatts).toBe(0);
    const hour = 3600e9;
    // Half of the chips for half of the hour at work, a quarter of the time given back, the rest held.
    const told = [
      { state: "busy", what: "work", chipNs: (chips * hour) / 4 },
      { state: "off", what: "given back", chipNs: (chips * hour) / 4 },
      { state: "warming", what: "start", chipNs: (chips * hour) / 8 },
    ] as const;
    const { kwh, meanWatts, partsKwh } = energyOf(instance, new ChipAccount(chips, hour, told));
    const full = (chips * chip.powerWatts) / 1000;
    expect(partsKwh.busyChips).toBeCloseTo(full / 4, 9);
    expect(partsKwh.waitingChips).toBeCloseTo((full * chip.idlePowerFraction) / 2, 9);
    expect(partsKwh.hosts).toBeCloseTo((0.75 * hostPowerWatts) / 1000, 9);
    const equipment = partsKwh.busyChips + partsKwh.waitingChips + partsKwh.hosts;
    expect(meanWatts).toBeCloseTo(equipment * 1000, 6);
    expect(kwh).toBeCloseTo(equipment + partsKwh.building, 9);
  }
});

test("a chip draws for what of it works: all of it at once its full power, nothing what it draws at rest", () => {
  for (const { chip } of instances) {
    const { engines, memory, links } = workingWatts(chip);
    expect(engines + memory + links).toBeCloseTo(chip.powerWatts * (1 - chip.idlePowerFraction), 9);
    for (const watts of [engines, memory]) expect(watts, chip.name).toBeGreaterThan(0);
  }
  const h100 = instances.find(({ name }) => name === "p5.48xlarge") as (typeof instances)[number];
  const watts = (use: ChipUse) => {
    const entries = [{ state: "busy", what: "work", chipNs: 3600e9, use }] as const;
    return energyOf(h100, new ChipAccount(1, 3600e9, entries)).partsKwh.busyChips * 1000;
  };
  // 3,350 GB/s x 8 x 5 pJ = 134 W; 450 GB/s in two directions likewise 36 W; engines have what is left of 490 W.
  expect(watts({ engines: 0, memory: 0, links: 0 })).toBeCloseTo(210, 6);
  expect(watts({ engines: 0.1, memory: 1, links: 0 })).toBeCloseTo(210 + 134 + 0.1 * (490 - 134 - 36), 6);
  expect(watts({ engines: 0, memory: 0, links: 1 })).toBeCloseTo(210 + 36, 6);
  expect(watts({ engines: 1, memory: 1, links: 1 })).toBeCloseTo(700, 6);
});

test("a decode step that waits for memory draws less than a prompt that engines compute", () => {
  const drawn = (input: number, output: number) => {
    const of = summary(
      record(
        loaded(
          { tensor: 1, replicas: 8 },
          { input: { kind: "constant", tokens: input }, output: { kind: "constant", tokens: output } },
        ),
      ),
    );
    return (of.energy.kwh_by_part.busy_chips * 3.6e6) / of.chip_seconds.busy;
  };
  const [prompts, tokens] = [drawn(4000, 1), drawn(1, 500)];
  expect(prompts).toBeGreaterThan(450);
  expect(tokens).toBeLessThan(400);
  expect(tokens).toBeGreaterThan(210 + 60);
});

test("volumes draw for their size, each instance's own once an instance", () => {
  const kwh = (count: number, tier: string) => {
    const storage = { data: { tier, size: "100 TB" } };
    const scenario = { ...loaded({ tensor: 1 }), cluster: { instance: "p5.48xlarge", count, storage } };
    const { energy, elapsed_s } = summary(record(scenario));
    return (energy.kwh_by_part.storage * 3.6e6) / elapsed_s;
  };
  // A copy on flash at 1.2 W a TB, three on disks at .65, two of each instance's own; drives of hosts are in their power.
  expect(kwh(1, "fsx-ssd-1000")).toBeCloseTo(120, 6);
  expect(kwh(2, "s3")).toBeCloseTo(3 * 65, 6);
  expect(kwh(2, "ebs-gp3")).toBeCloseTo(2 * 2 * 120, 6);
  expect(kwh(2, "nvme")).toBe(0);
});

const loaded = (parallelism: object, more: object = {}) => ({
  cluster: { instance: "p5.48xlarge", count: 1 },
  model: "llama-3.1-8b",
  workload: {
    kind: "inference",
    arrivals: { kind: "batch", size: 64 },
    input: { kind: "constant", tokens: 2000 },
    output: { kind: "constant", tokens: 16 },
    parallelism,
    batching: { kind: "continuous", maxBatch: 256 },
    ...more,
  },
});

test("of a training the ranks of all degrees are at work, and no other chip", () => {
  for (const [tensor, context, data] of [
    [2, 1, 2],
    [1, 2, 1],
    [2, 2, 1],
  ] as const) {
    const parallelism = { tensor, context, data, pipeline: 1 };
    const workload = { kind: "training", sequenceLength: 1024, globalBatch: 8, tokens: "1M", parallelism };
    const run = record({ cluster: { instance: "p5.48xlarge" }, model: "llama-3.2-1b", workload });
    const { chip_seconds, elapsed_s } = summary(run);
    expect(chip_seconds.idle / elapsed_s).toBeCloseTo(8 - tensor * context * data, 9);
  }
});

test("one busy chip of eight draws the power of one at work and seven at rest, and the account names the unused", () => {
  const { energy, chip_seconds, attribution, elapsed_s, warnings } = summary(
    record(loaded({ tensor: 1, pipeline: 1, replicas: 1 })),
  );
  const { chip, chips, hostPowerWatts } = record(loaded({ tensor: 1, replicas: 1 })).cluster.instance;
  const idle = chips * chip.powerWatts * chip.idlePowerFraction + hostPowerWatts;
  const busy = chip_seconds.busy / elapsed_s;
  expect(busy).toBeGreaterThan(0.9);
  expect(busy).toBeLessThanOrEqual(1);
  const above = chip.powerWatts * (1 - chip.idlePowerFraction);
  const { rest, ...parts } = energy.busy_chips_kwh;
  const worked = ((parts.engines + parts.memory + parts.links) * 3.6e6) / elapsed_s;
  expect((rest * 3.6e6) / elapsed_s).toBeCloseTo(busy * chip.powerWatts * chip.idlePowerFraction, 6);
  expect(energy.mean_watts).toBeCloseTo(idle + worked, 6);
  // Mostly prompts of 2,000 tokens, which engines compute.
  expect(worked).toBeGreaterThan(0.5 * busy * above);
  expect(worked).toBeLessThan(busy * above);
  expect(attribution.find(({ what }) => what === "unused chips")?.fraction).toBeCloseTo(7 / 8, 9);
  expect(warnings.join()).toMatch(/7 of 8 ranks have nothing to do/);
});

test("halving every price halves every cost and changes nothing else", () => {
  const priced = (usd: number) => {
    const { cost, weighed_by, ...rest } = summary(
      record({
        ...loaded({ tensor: 1 }),
        cluster: { instance: "p5.48xlarge", count: 1, pricing: { usdPerHour: usd } },
      }),
    );
    const { price_option, price_source, price_date, ...dollars } = cost;
    const weighed = { ...weighed_by, cost: null };
    const weighedUsd = weighed_by.cost?.value ?? Number.NaN;
    return {
      dollars: { ...dollars, weighedUsd },
      rest: { ...rest, weighed, assumptions: [], scenario: {}, uncertainty: [] },
    };
  };
  const [whole, half] = [priced(10), priced(5)];
  expect(half.rest).toEqual(whole.rest);
  for (const [name, usd] of Object.entries(whole.dollars)) {
    expect(half.dollars[name as keyof typeof half.dollars], name).toBeCloseTo((usd as number) / 2, 9);
  }
});

test("a replica that is off neither costs nor draws where replicas are rented; on an instance it shares, the instance does", () => {
  const scaled = (unit: string) =>
    summary(
      record(
        loaded(
          { tensor: 4, replicas: 2 },
          { autoscaling: { policy: { kind: "target-tracking", target: 1000 }, min: 1, unit } },
        ),
      ),
    );
  const [byReplica, byInstance] = [scaled("replica"), scaled("instance")];
  expect(byReplica.chip_seconds.off).toBeCloseTo(4 * byReplica.elapsed_s, 6);
  expect(byInstance.chip_seconds.off).toBe(0);
  expect(byReplica.cost.usd_total).toBeCloseTo((byInstance.cost.usd_total as number) / 2, 6);
  expect(byReplica.attribution.find(({ what }) => what === "idle")?.fraction ?? 0).toBeLessThan(0.05);
});

test("input and output tokens priced apart are the whole bill, by the time of prefill and decode, and meet an API's price", () => {
  const api = { inputUsdPerMillion: 0.5, outputUsdPerMillion: 4 };
  const { cost, inference, attribution, elapsed_s } = summary(
    record({
      ...loaded({ tensor: 1 }),
      cluster: { instance: "p5.48xlarge", count: 1, pricing: { usdPerHour: 50, api } },
    }),
  );
  const { total_input_tokens: input = 0, total_output_tokens: output = 0, duration = 0 } = inference ?? {};
  const { split_usd_per_million_input_tokens: apartIn, split_usd_per_million_output_tokens: apartOut } = cost;
  const inputUsd = ((apartIn ?? 0) * input) / 1e6;
  const outputUsd = ((apartOut ?? 0) * output) / 1e6;
  // Tokens came over `duration`; without a warm-up it is the whole run.
  expect(duration).toBeCloseTo(elapsed_s, 9);
  expect(inputUsd + outputUsd).toBeCloseTo(cost.usd_total ?? 0, 9);
  const spent = (phase: string) =>
    attribution.reduce((sum, { what, fraction }) => sum + (what.startsWith(phase) ? fraction : 0), 0);
  expect(inputUsd / outputUsd).toBeCloseTo(spent("prefill") / spent("decode"), 9);
  const apiUsd = (input * api.inputUsdPerMillion + output * api.outputUsdPerMillion) / 1e6;
  expect(cost.usd_over_api).toBeCloseTo((cost.usd_total ?? 0) / apiUsd, 9);
});
