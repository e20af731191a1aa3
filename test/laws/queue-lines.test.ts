/** Lines that are kept from one decision to the next: the same runs as by going through all who wait, at a cost that does not grow with them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyPlugin } from "../../src/base/plugin.ts";
import { type Catalog, catalog, catalogSchema, makeCatalog, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { JobLine } from "../../src/workload/queue/job-line.ts";
import { queuePolicies } from "../../src/workload/queue/queue-policies.ts";
import type { QueuePolicy } from "../../src/workload/queue/queue-policy.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";
import { played, policyNamed, pool } from "../workload/queue-builder.ts";

const noFile = () => {
  throw new Error("no file is named");
};

function parts(own: Catalog) {
  return { schema: catalogSchema(own, noFile), simulation: simulationCatalog(own, noFile, noFile) };
}

/** The same policy, of which the queue does not know how it looks at the line, as of one that a plug-in brings. */
function unlined(plugin: AnyPlugin<QueuePolicy>): AnyPlugin<QueuePolicy> {
  return {
    ...plugin,
    create(...given: Parameters<typeof plugin.create>) {
      const { order: _, ...policy } = plugin.create(...given) as QueuePolicy & { order?: unknown };
      return policy;
    },
  } as AnyPlugin<QueuePolicy>;
}

const kept = parts(catalog);
const gone = parts(makeCatalog({ ...catalog, queuePolicies: catalog.queuePolicies.map(unlined) }));

/** Every run of the scenario: who, where, when, and what stopped it; and what was in pieces. */
function runsOf(document: object, { schema, simulation }: ReturnType<typeof parts>) {
  const path = (each: string) => each;
  const options = { file: "lines.yaml", fromFile: path, fromCommandLine: path };
  const [read] = readScenarios(JSON.stringify(document), schema, options);
  if (read === undefined) throw new Error("nothing is read");
  const { result } = simulate(read.scenario as unknown as Scenario, simulation, read.resolved);
  if (result === undefined) throw new Error("it has no result");
  return { rows: [...(result.tables.jobs?.rows ?? [])], own: result.own };
}

const region = fc.constantFrom("here", "there");

/** What beside the policy says who may start where. */
const surroundings = fc.record(
  {
    pools: fc.array(
      fc.record(
        {
          count: fc.constantFrom(1, 2),
          region,
          from: fc.constantFrom("0 s", "5 h"),
          until: fc.constantFrom("12 h", "2 d"),
          reclaims: fc.constant({ mtbf: "6 h", away: "1 h" }),
        },
        { requiredKeys: ["count"] },
      ),
      { maxLength: 2 },
    ),
    quotas: fc.dictionary(fc.constantFrom("user 0", "user 1", "user 2", "pair"), fc.constantFrom(16, 20, 28)),
    placement: fc.constantFrom("anywhere", "packed", "spread"),
    // Who is told to stop saves for long, while a job waits for that place and no other.
    checkpoints: fc.constantFrom(undefined, { interval: "2 h", stall: "20 min", load: "1 min" }),
    preemption: fc.constant({ notice: "30 min" }),
  },
  { requiredKeys: ["pools"] },
);

const loads = fc.record({
  seed: fc.integer({ min: 1, max: 1000 }),
  instances: fc.constantFrom(1, 2),
  rate: fc.constantFrom("6/h", "30/h", "200/h"),
  users: fc.integer({ min: 3, max: 5 }),
  hasData: fc.boolean(),
});

const choices = [
  ...queuePolicies.map(({ name }) => ({ kind: name })),
  { kind: "priority", preempt: true },
  { kind: "fair-share", shares: { "user 1": 3 } },
];

describe.each(choices)("%j", (policy) => {
  const preempts = "preempt" in policy;

  test("starts whom it starts when it goes through all who wait", () => {
    fc.assert(
      fc.property(surroundings, loads, (around, { seed, instances, rate, users, hasData }) => {
        const { pools, preemption, ...more } = around;
        const document = {
          name: "lines",
          seed,
          cluster: { instance: "trn1.32xlarge", count: instances },
          workload: {
            kind: "queue",
            region: "here",
            policy,
            jobs: {
              count: 60,
              rate,
              accelerators: [1, 2, 4, 4, 12, 16],
              duration: { kind: "lognormal", mean: "1 h", sigma: 1.2 },
              users,
              priority: [0, 0, 1, 2],
              ...(hasData && { data: { size: "4 TB", regions: ["here", "there"] } }),
            },
            between: { bandwidth: "1 GB/s" },
            groups: { pair: ["user 0", "user 1"] },
            pools: pools.map((each, index) => ({ name: `pool ${index}`, ...each })),
            ...more,
            ...(preempts && preemption && { preemption }),
          },
        };
        expect(runsOf(document, kept)).toEqual(runsOf(document, gone));
      }),
      { numRuns: 16, seed: 19 },
    );
  });

  test("looks at as many jobs for each that starts, however many wait", () => {
    // All but the first come while that one runs, and wait.
    const readsEach = (count: number) => {
      let reads = 0;
      const jobs = Array.from({ length: count }, (_, index): QueuedJob => {
        const of = {
          index,
          name: `job ${index}`,
          submitNs: index,
          accelerators: index === 0 ? 8 : [1, 2, 3, 5][index % 4],
          durationNs: index === 0 ? 2 * count : 1 + ((index * 7919) % 101),
          user: `user ${index % 3}`,
          priority: index % 2,
        };
        const counted = Object.entries(of).map(([key, value]) => [
          key,
          {
            enumerable: true,
            get() {
              reads++;
              return value;
            },
          },
        ]);
        return Object.defineProperties({} as QueuedJob, Object.fromEntries(counted));
      });
      const quotas = { "user 1": 6 };
      played(jobs, [pool(8)], policyNamed(policy), { quotas });
      return reads / count;
    };
    const few = readsEach(250);
    expect(readsEach(2000)).toBeLessThan(1.1 * few);
  });
});

test("a line finds the next that is short enough, and all by their run times, as a search does", () => {
  const times = fc.array(fc.tuple(fc.nat(9), fc.nat(2), fc.boolean()), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(times, fc.nat(9), fc.nat(9), (rows, atMostNs, limitNs) => {
      const jobs = rows.map(([durationNs, accelerators], index) => {
        return { index, name: "job", submitNs: 0, accelerators, durationNs, user: "all", priority: 0 };
      });
      const line = new JobLine(jobs, { laneOf: ({ accelerators }) => accelerators });
      for (const job of jobs) line.add(job);
      for (const [index, [, , goes]] of rows.entries()) if (goes) line.remove(index);
      const waiting = jobs.filter(({ index }) => !rows[index]?.[2]);
      line.limitNs = limitNs;
      for (const lane of line.lanes) {
        const found: number[] = [];
        for (let place = line.next(lane, lane.start, atMostNs); place >= 0; ) {
          found.push(line.at(place).index);
          place = line.next(lane, place + 1, atMostNs);
        }
        const own = waiting.filter(({ accelerators, durationNs }) => {
          return accelerators === lane.key && durationNs <= Math.min(atMostNs, limitNs);
        });
        expect(found).toEqual(own.map(({ index }) => index));
      }
      const all = new JobLine(jobs, {});
      for (const job of waiting) all.add(job);
      all.limitNs = limitNs;
      const short = waiting.filter(({ durationNs }) => durationNs <= limitNs);
      const sorted = short.sort((one, other) => one.durationNs - other.durationNs || one.index - other.index);
      expect([...all.shortestFirst()]).toEqual(sorted);
      // Who was looked at is still there.
      expect([...all.shortestFirst()]).toEqual(sorted);
      expect(jobs.map((job) => all.has(job))).toEqual(jobs.map((job) => short.includes(job)));
    }),
    { numRuns: 200 },
  );
});
