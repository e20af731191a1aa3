/** Jobs of any kind side by side: what no link can do, what a lone job must be, and that shortcuts change nothing. */
import { expect, test } from "vitest";
import { expectLawsOfJobs } from "./job-laws.ts";
import { seen } from "./job-scenarios.ts";
import { expectLongWay } from "./shortcuts.ts";

test("no resource gives more than it has in any interval, nothing is lost on the way, no exchange beats its narrowest link", () => {
  const { scenarios, refused, exchanges } = expectLawsOfJobs(5, 3);
  expect(refused).toBeLessThan(scenarios / 2);
  expect(exchanges).toBeGreaterThan(0);
});

test("folded and unfolded, jumped and step by step, scenarios have the same records", () => {
  expect(expectLongWay(3, 21)).toBeGreaterThan(1);
});

test("no link is busy for longer than what a step of Mixtral waits for its exchanges", () => {
  const played = seen({
    name: "mixtral",
    cluster: { instance: "p4d.24xlarge", count: 9 },
    jobs: [
      {
        name: "experts",
        model: "mixtral-8x7b",
        instances: [0, 7],
        workload: {
          kind: "training",
          sequenceLength: 4096,
          globalBatch: 64,
          samples: 64,
          parallelism: { tensor: 8, expert: 8, sequence: true, zero: 1 },
        },
      },
      // Company, so that the step is played on links.
      { name: "other", instances: [8, 8], workload: { kind: "host-work", time: "1 h" } },
    ],
  });
  const { result } = played?.record.jobs[0] ?? {};
  const waitedNs = (result?.training?.exposedCommunicationFraction ?? 0) * (result?.training?.stepNs ?? 0);
  const { world, exchanges } = played!.worlds[0]!;
  const wires = world.links.topology.links;
  const busyNs = new Map<number, number>();
  for (const { play } of exchanges) {
    const { graph, bytes, times = 1 } = play;
    for (const { links, fractions } of graph.classes) {
      for (const [index, link] of links.entries()) {
        const ns = (times * bytes * fractions[index]!) / wires[link]!.bandwidth;
        busyNs.set(link, (busyNs.get(link) ?? 0) + ns);
      }
    }
  }
  expect(exchanges.length).toBeGreaterThan(0);
  expect(Math.max(...busyNs.values())).toBeLessThanOrEqual(waitedNs);
  // Experts keep the busiest link at work for most of it.
  expect(Math.max(...busyNs.values())).toBeGreaterThan(0.5 * waitedNs);
});
