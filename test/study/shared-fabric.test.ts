import { expect, test } from "vitest";
import { networkOf } from "../../src/cluster/wiring.ts";
import { instances } from "../../src/hardware/instances.ts";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";
import { shareFabric } from "../../src/study/shared-fabric.ts";

const ranks = (first: number, count: number, stride = 1) =>
  Array.from({ length: count }, (_, i) => first + i * stride);
const named = (name: string) => instances.find((each) => each.name === name) as (typeof instances)[number];
const job = (name: string, members: number[]) =>
  ({ name, ranks: members, operation: "all-reduce", bytes: 2 ** 24, repeat: 2 }) as const;

test("jobs as tasks end when their messages do, alone and beside each other, and load the same links", () => {
  const network = networkOf({ instance: named("p4d.24xlarge"), count: 8 });
  // Eight groups of eight, each over all instances: they share every card.
  const jobs = Array.from({ length: 8 }, (_, index) => job(`group ${index}`, ranks(index, 8, 8)));
  const [tasks, messages] = (["tasks", "messages"] as const).map((as) => shareFabric(network, jobs, as));
  for (const [index, { alone_ns, shared_ns, slowdown }] of messages!.jobs.entries()) {
    expect(slowdown).toBeGreaterThan(1.5);
    expect(tasks!.jobs[index]!.alone_ns / alone_ns).toBeCloseTo(1, 2);
    expect(tasks!.jobs[index]!.shared_ns / shared_ns).toBeCloseTo(1, 2);
  }
  const [one, other] = [tasks!.hottest_links[0], messages!.hottest_links[0]];
  expect(one!.bytes).toBeCloseTo(other!.bytes, 0);
  expect(one!.utilisation / other!.utilisation).toBeCloseTo(1, 2);
});

test("jobs whose groups cross the same narrow links slow each other down; jobs apart do not", () => {
  const network = new AnalyticNetwork(topologyOf("fat-tree:2x4:4", { bandwidth: 40, latencyNs: 100 }));
  // Two leaves of four: jobs that each keep to one leaf share nothing, jobs across both share the narrow uplinks.
  const apart = shareFabric(network, [job("a", ranks(0, 4)), job("b", ranks(4, 4))]);
  for (const { slowdown } of apart.jobs) expect(slowdown).toBeCloseTo(1, 9);
  const across = shareFabric(network, [job("a", ranks(0, 4, 2)), job("b", ranks(1, 4, 2))]);
  for (const { slowdown } of across.jobs) expect(slowdown).toBeGreaterThan(1.2);
  const [hottest] = across.hottest_links;
  expect(Object.keys(hottest?.bytesByJob ?? {}).sort()).toEqual(["a", "b"]);
  expect(hottest?.utilisation).toBeGreaterThan(0.8);
});
