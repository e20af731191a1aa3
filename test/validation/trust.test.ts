import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import { trustLevelsText, trustText } from "../../src/report/text/trust-text.ts";
import { fineTuning, type Situation } from "../../src/timing/situation.ts";
import type { SoftwareProfile } from "../../src/timing/software-profile.ts";
import { leastTrust, trustIn, trustLevels } from "../../src/timing/trust.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { measuredRows } from "../../src/validation/validate.ts";

const known = simulating(catalog);
const profileNamed = (name: string | null) => catalog.profiles.find((each) => each.name === name);
const llama = profileNamed("tnx-2.18") as SoftwareProfile;

const chat = {
  name: "chat",
  cluster: { instance: "inf2.48xlarge", count: 1, software: "tnx-2.18" },
  model: "llama-2-13b",
  workload: {
    kind: "inference",
    arrivals: { kind: "closed-loop", users: 2 },
    requests: 4,
    input: { kind: "constant", tokens: 1024 },
    output: { kind: "constant", tokens: 64 },
    parallelism: { tensor: 24, replicas: 1 },
    precision: { weights: "bf16" },
    batching: { kind: "continuous", maxBatch: 2 },
  },
};

describe("trust", () => {
  test("in hardware of one's own is an estimate only, however small the change, and so in software with constants of one's own", () => {
    const asListed = known.simulate(chat);
    expect(asListed.trust?.level).toBe("validated");
    expect(trustText(asListed)).toBe(`validated, by ${llama.fit?.rows}`);
    const own = (change: object) =>
      known.simulate({ ...chat, cluster: { ...chat.cluster, ...change } }).trust;
    const chip = own({ instance: { from: "inf2.48xlarge", chip: { memoryBandwidth: "1.01x" } } });
    expect(chip).toMatchObject({ level: "estimate only" });
    expect(chip?.figures[0]?.why).toEqual(["hardware of one's own"]);
    const software = own({ software: { from: "tnx-2.18", set: { attentionDecodeEfficiency: 0.5 } } });
    expect(software?.figures[0]).toMatchObject({
      level: "estimate only",
      why: ["constants of software that the scenario sets"],
    });
  });

  test("takes a chip of quite other figures for another chip, whose bands are wider", () => {
    const width = (memoryBandwidth: string) => {
      const instance = { from: "inf2.48xlarge", chip: { memoryBandwidth } };
      const { uncertainty } = known.simulate({ ...chat, cluster: { ...chat.cluster, instance } });
      const { low, high } = uncertainty?.find(({ metric }) => metric === "mean_tpot_ms") ?? {};
      return (high as number) / (low as number);
    };
    expect(width("1.2x")).toBeCloseTo(width("1x"), 12);
    expect(width("2x")).toBeGreaterThan(width("1x"));
    expect(width("0.5x")).toBeCloseTo(width("2x"), 12);
  });

  test("falls with what lies outside: nothing, one or two things, three; a kind of layers never measured, a feature no row had", () => {
    const covered: Situation = { chip: "inferentia2", kinds: ["decoder layers"], tensor: 24, batch: 8 };
    const level = (change: Partial<Situation>) => trustIn(llama, ["step"], { ...covered, ...change }).level;
    expect(level({})).toBe("validated");
    expect(level({ batch: 80 })).toBe("near what was validated");
    expect(level({ batch: 80, tensor: 2 })).toBe("near what was validated");
    expect(level({ batch: 80, tensor: 2, chip: "trainium2" })).toBe("estimate only");
    expect(level({ kinds: ["decoder state-space layers"] })).toBe("near what was validated");
    expect(level({ features: ["speculative decoding"] })).toBe("near what was validated");
    expect(trustIn(llama, ["training"], covered)).toEqual({
      level: "estimate only",
      why: ["this was never measured on tnx-2.18"],
    });
    expect(trustIn(llama, ["step"], covered, false).level).toBe("estimate only");
  });

  test("takes a feature as measured where rows of the stack had it", () => {
    const why = (name: string) => {
      const profile = profileNamed(name) as SoftwareProfile;
      const [chip = ""] = profile.evidence?.covers?.chips ?? [];
      return trustIn(profile, ["training"], { chip, features: [fineTuning] }).why;
    };
    expect(why("megatron-core")).toEqual([]);
    expect(why("nxd-training")).toEqual([fineTuning]);
  });

  test("tells experts of another number and another width than measured ones apart", () => {
    const profile = profileNamed("megatron-core") as SoftwareProfile;
    const [kind] = profile.evidence?.covers?.kinds.filter((each) => each.includes("expert")) ?? [];
    const of = (count: number, width: number) =>
      trustIn(profile, ["training"], { chip: "h100", kinds: [kind as string], experts: { count, width } })
        .why;
    expect(of(128, 1536)).toEqual([]);
    expect(of(8, 16_384)).toEqual([
      expect.stringMatching(/^8 experts a layer \(measured: /),
      expect.stringMatching(/^experts of 16384 columns \(measured: /),
    ]);
  });

  test("of a run is the least of its figures'", () => {
    expect(leastTrust(trustLevels)).toBe("estimate only");
    expect(leastTrust(["validated", "near what was validated"])).toBe("near what was validated");
    expect(leastTrust([])).toBeUndefined();
  });

  test("is none where nothing fits, and an estimate of several jobs side by side", () => {
    const cluster = { ...chat.cluster, instance: "inf2.xlarge" };
    const workload = { ...chat.workload, parallelism: { tensor: 2, replicas: 1 } };
    const tooLarge = known.simulate({ ...chat, cluster, model: "llama-2-70b", workload });
    expect(tooLarge.trust).toBeNull();
    expect(trustText(tooLarge)).toBeNull();
    const { cluster: shared, name: _, ...job } = chat;
    const jobs = ["one", "two"].map((name) => ({ name, ...job }));
    const both = known.simulate({
      name: "both",
      cluster: { ...shared, count: 2 },
      jobs: jobs.map((each, at) => ({ ...each, instances: [at, at] })),
    });
    expect(trustText(both)).toBe("estimate only: runs of this kind were never measured");
    expect(trustLevelsText([both])).toEqual(["Estimate only."]);
  });

  test("in a network of one's own is that in the catalog's, as far as clusters of measured rows had such", () => {
    const training = shippedMeasurements.filter(({ name }) => name.startsWith("gpu_training"));
    const perChip = training.flatMap((file) => {
      const { kind, measured } = measuredRows(file, false);
      const written = measured.slice(0, 6).map((row) => kind.scenario?.(row, known)) as {
        cluster: { instance: { from: string; networkBandwidth?: string }; count: number };
      }[];
      return written.flatMap(({ cluster: { instance, count } }) => {
        const { chips } = catalog.instances.find(({ name }) => name === instance.from) ?? {};
        return count > 1 && chips ? [Number.parseFloat(instance.networkBandwidth ?? "") / chips] : [];
      });
    });
    expect(perChip.length).toBeGreaterThan(10);
    expect(Math.min(...perChip)).toBeGreaterThanOrEqual(6.25);
    expect(Math.max(...perChip)).toBeLessThanOrEqual(50);
    const level = (networkBandwidth: string) => {
      const instance = { from: "trn1.32xlarge", networkBandwidth };
      const workload = {
        kind: "training",
        sequenceLength: 4096,
        globalBatch: 64,
        parallelism: { tensor: 8, sequence: true },
      };
      const cluster = { instance, count: 2, software: "nxd-training" };
      return known.simulate({ name: "own-network", cluster, model: "llama-2-7b", workload }).trust?.level;
    };
    expect(level("200 GB/s")).toBe("validated");
    expect(level("2 TB/s")).toBe("near what was validated");
  });
});
