/** State in the host's memory: room for it, what a step costs there, and who shares the host. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { record } from "../laws/account-scenarios.ts";

const workload = (more: object = {}) => ({
  kind: "training",
  sequenceLength: 2048,
  globalBatch: 32,
  samples: 64,
  recompute: "full",
  parallelism: { tensor: 2 },
  ...more,
});

const trained = (instance: string, more: object, model = "llama-3.2-3b", count = 1) =>
  record({ cluster: { instance, count }, model, workload: workload(more) });
const stepNs = (of: ReturnType<typeof trained>) => of.result?.training?.stepNs as number;

test("a host has to have room for what its ranks keep there, and is told apart from the chips", () => {
  const small = trained("g5.xlarge", { offload: true, parallelism: {} });
  expect(small.status).toBe("out-of-memory");
  expect(small.reason).toMatch(
    /does not fit the hosts of 1 x g5.xlarge: its ranks keep 35\.9 GiB of optimizer state in the memory of a host, of which they have 16 GiB: 19\.9 GiB too much/,
  );
});

test("state that a host has room for is stepped by it, at the pace of its memory", () => {
  // 3.2 billion parameters, tensor 2: each of four copies steps a quarter of the state (ZeRO-1), the eight ranks all of it.
  const p4d = trained("p4d.24xlarge", { offload: true });
  const optimizer = p4d.account.entries.find(({ what }) => what === "optimizer");
  const tookNs = (optimizer?.chipNs as number) / (8 * 2);
  const parameters = 3.2e9 / 8;
  // 24 bytes of state read and written, 6 of gradients and weights, 4 over the link, from 96 vCPUs of 2 GB/s each.
  expect(tookNs).toBeGreaterThan((8 * parameters * (24 + 6 + 4)) / (96 * 2));
  expect(tookNs).toBeLessThan(1.02 * ((8 * parameters * (24 + 6 + 4)) / (96 * 2)));
});

test("offloading more is never faster than offloading less", () => {
  fc.assert(
    fc.property(
      fc.record({
        instance: fc.constantFrom("p4d.24xlarge", "trn1.32xlarge", "trn2.48xlarge", "g5.48xlarge"),
        tensor: fc.constantFrom(2, 4),
        zero: fc.constantFrom(0, 1, 3),
        pipeline: fc.constantFrom(1, 2),
        optimizer: fc.constantFrom("adamw", "sgd", "adamw-8bit"),
        gradientBuckets: fc.constantFrom(1, 4),
      }),
      ({ instance, tensor, zero, pipeline, ...more }) => {
        const parallelism = { tensor, zero, pipeline };
        const steps = [false, "optimizer", "parameters"].map((offload) =>
          trained(instance, { ...more, parallelism, offload }, "llama-3.2-1b"),
        );
        const [none, optimizer, parameters] = steps.map((each) =>
          each.status === "completed" ? stepNs(each) : undefined,
        );
        if (none && optimizer) expect(optimizer).toBeGreaterThanOrEqual(none);
        // Where weights are gathered beside passes of other stages, a gather that comes later can leave those the links:
        // it gives them no more than all the time that they wait for links.
        const entries = steps[1]?.account.entries ?? [];
        const bookedNs = (booked: typeof entries) => booked.reduce((sum, { chipNs }) => sum + chipNs, 0);
        const waits =
          bookedNs(entries.filter(({ what }) => what === "tensor communication")) / bookedNs(entries);
        const given = zero === 3 && pipeline > 1 ? waits : 0;
        if (optimizer && parameters) expect(parameters).toBeGreaterThan(optimizer * (1 - given));
      },
    ),
    { numRuns: 12, seed: 3 },
  );
});

describe("jobs with ranks on one host share its memory and cores", () => {
  const beside = (other: object) =>
    record({
      cluster: { instance: "p4d.24xlarge", count: 1 },
      jobs: [
        {
          name: "offloads",
          model: "llama-3.2-3b",
          instances: [0, 0],
          ranks: [0, 3],
          workload: workload({ offload: true }),
        },
        { name: "other", instances: [0, 0], ranks: [4, 7], ...other },
      ],
    });

  test("two that step there at the same time take twice as long for it", () => {
    const { jobs } = beside({ model: "llama-3.2-3b", workload: workload({ offload: true }) });
    for (const { slowdown, account } of jobs) {
      const optimizer = account.entries.find(({ what }) => what === "optimizer")?.chipNs as number;
      // Half of what the optimizer takes is the other's.
      expect(slowdown).toBeCloseTo(1 / (1 - optimizer / 2 / (4 * account.elapsedNs)), 6);
      expect(slowdown).toBeGreaterThan(1.1);
    }
  });

  test("a data loader has the cores that others leave idle, and its own part of them where they do not", () => {
    const loads = (cpuTime: string, otherTime: string) => {
      const { jobs } = record({
        cluster: { instance: "p4d.24xlarge", count: 1 },
        jobs: [
          {
            name: "loads",
            model: "llama-3.2-1b",
            instances: [0, 0],
            ranks: [0, 3],
            workload: workload({ dataLoading: { sampleBytes: "1 MB", cpuTime }, samples: 320 }),
          },
          {
            name: "other",
            instances: [0, 0],
            ranks: [4, 7],
            workload: { kind: "host-work", vcpuTime: otherTime },
          },
        ],
      });
      return jobs[0];
    };
    const plainNs = loads("1 us", "1 s")!.result?.training?.stepNs as number;
    // 32 samples on 96 vCPUs in 0.9 of a step; on half of them they take 1.8.
    const cpuTime = `${Math.round((0.9 * plainNs * 96) / 32)} ns`;
    const job = loads(cpuTime, "100 h");
    expect(job!.slowdown).toBeGreaterThan(1.6);
    expect(job!.slowdown).toBeLessThan(1.81);
    expect(job!.result?.warnings.join()).toMatch(/waits for hosts that other jobs use too/);
  });

  test("preprocessing there leaves the memory to the state and the chips alone", () => {
    const [offloads, other] = beside({ workload: { kind: "host-work", vcpuTime: "10 min" } }).jobs;
    // Half of 96 vCPUs, each 6 GB/s, are more than the memory's 192 GB/s.
    expect(offloads?.slowdown).toBeCloseTo(1, 9);
    expect(other?.result?.elapsedNs).toBeCloseTo(600e9 / 48, 0);
  });
});
