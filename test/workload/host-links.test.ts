/** The links between chips and their hosts: what passes them shares them, whoever it is. */
import { expect, test } from "vitest";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { hostLinkAssumptions } from "../../src/cluster/host-links.ts";
import { partOf } from "../../src/cluster/part.ts";
import { World } from "../../src/cluster/world.ts";
import { instances } from "../../src/hardware/instances.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { playExchange } from "../../src/network/graph/exchange-run.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import { AdapterStore } from "../../src/workload/inference/replica/adapter-store.ts";
import { HostInputs } from "../../src/workload/inference/replica/host-inputs.ts";
import { type Seen, seen } from "../laws/job-scenarios.ts";

const trn2 = instances.find(({ name }) => name === "trn2.48xlarge")!;
/** Of one chip, bytes/ns; its default is four ranks. */
const bandwidth = trn2.chip.hostBandwidth;

/** When `bytes` of each of these sets of ranks of a cluster are over its host links, all begun at once. */
function ends(sets: readonly (readonly number[])[], bytes: number): number[] {
  const simulator = new Simulator("links");
  const cluster = buildCluster({ instance: trn2, count: 1 });
  const world = new World(simulator, cluster);
  const claims = sets.map((ranks) => world.hostLinks.claim(cluster, ranks));
  const over: number[] = [];
  for (const [index, way] of claims.entries()) {
    const parts = way.parts();
    const [resources, amounts] = [parts.map(({ resource }) => resource), parts.map(({ part }) => part)];
    const client = {
      handle(_code: number, now: number) {
        over[index] = now;
      },
    };
    world.sharing.run({ work: bytes, usage: { resources, amounts } }, client, 0);
  }
  simulator.run();
  return over;
}

test("a rank alone has the whole link of its chip, ranks of one chip share it, of several chips each has its own", () => {
  expect(ends([[0]], 1000)[0]).toBeCloseTo(1000 / bandwidth, 9);
  for (const end of ends([[0], [3]], 1000)) expect(end).toBeCloseTo(2000 / bandwidth, 9);
  for (const end of ends([[0], [4]], 1000)) expect(end).toBeCloseTo(1000 / bandwidth, 9);
  // All ranks of two chips: half of the bytes over each.
  expect(ends([[0, 1, 2, 3, 4, 5, 6, 7]], 1000)[0]).toBeCloseTo(500 / bandwidth, 9);
});

test("ranks of a part are those of the whole: two jobs on one chip share its link", () => {
  const simulator = new Simulator("links");
  const cluster = buildCluster({ instance: trn2, count: 2 });
  const world = new World(simulator, cluster);
  const shared = { memory: 0.5, time: 0.5 };
  const one = partOf(cluster, { instances: [1, 1], ranks: [4, 7], shared });
  const other = partOf(cluster, { instances: [0, 1], shared });
  const first = world.hostLinks.claim(one, [0]);
  // Chip 1 of instance 1 is the 18th of all.
  const second = world.hostLinks.claim(other, [(16 + 1) * 4]);
  expect(first.parts().map(({ resource }) => resource)).toEqual(
    second.parts().map(({ resource }) => resource),
  );
});

test("messages between instances that are staged in hosts share the links of their chips with what else passes these", () => {
  const p3dn = instances.find(({ name }) => name === "p3dn.24xlarge")!;
  const bytes = 2 ** 28;
  const endsOf = (path: "direct" | "host", isBeside: boolean) => {
    const instance = { ...p3dn, scaleOut: { ...p3dn.scaleOut, path } };
    const simulator = new Simulator("staged");
    const cluster = buildCluster({ instance, count: 2 });
    const world = new World(simulator, cluster);
    const { network } = cluster;
    const planned = network.exchange({ operation: "point-to-point", bytes, ranks: [0, 8] })!;
    world.links.claim(world.links.newUser(), planned.graph);
    const way = world.hostLinks.claim(cluster, [0]);
    const ends = { sent: 0, passed: 0 };
    const tell = (what: keyof typeof ends) => ({
      handle(_code: number, now: number) {
        ends[what] = now;
      },
    });
    playExchange(world.links, { ...planned, bytes }, tell("sent"), 0);
    const parts = way.parts();
    const usage = { resources: parts.map((each) => each.resource), amounts: parts.map((each) => each.part) };
    if (isBeside) world.sharing.run({ work: bytes, usage }, tell("passed"), 0);
    simulator.run();
    return ends;
  };
  const link = p3dn.chip.hostBandwidth;
  // Over the card alone they do not meet; staged, both together are no faster than the link.
  expect(endsOf("direct", true).sent).toBeCloseTo(endsOf("direct", false).sent, 6);
  expect(endsOf("direct", true).passed).toBeCloseTo(bytes / link, 6);
  const { sent, passed } = endsOf("host", true);
  expect(Math.max(sent, passed)).toBeGreaterThan((2 * bytes) / link);
  expect(passed).toBeGreaterThan(endsOf("direct", true).passed);
});

test("an adapter is loaded by who finds it neither in memory nor on its way, the least recently used gives way, those in use stay", () => {
  const store = new AdapterStore({ count: 9, resident: 2, bytes: 1, loadNs: 7 });
  const started = (adapter: number) => {
    const request = new Request(0, { arrivalNs: 0, inputTokens: 1, outputTokens: 1 }, true);
    request.adapter = adapter;
    store.start(request);
    return request;
  };
  // 0 and 1 are there from the start.
  const held = started(0);
  expect(held.loadNs).toBe(0);
  store.release(started(1));
  const other = started(5);
  expect(other.loadNs).toBe(7);
  // 5 took the place of 1, which nobody held; 0 and 5 are in use.
  const third = started(1);
  expect(third.loadNs).toBe(7);
  for (const request of [other, third]) store.release(request);
  // Two have a place: 0, in use, and 1, used after 5.
  expect(started(1).loadNs).toBe(0);
  expect(started(5).loadNs).toBe(7);
  expect(started(0).loadNs).toBe(0);
});

/** Llama 3.2 1B on four replicas of one rank, all on one chip, with more adapters than places. */
const serving = (adapters: object | undefined, network = "flow") => ({
  name: "adapters",
  cluster: { instance: "trn2.3xlarge", network },
  model: "llama-3.2-1b",
  workload: {
    kind: "inference",
    arrivals: { kind: "batch", size: 16 },
    requests: 16,
    input: { kind: "constant", tokens: 16 },
    output: { kind: "constant", tokens: 4 },
    parallelism: { tensor: 1, replicas: 4 },
    batching: { kind: "continuous", maxBatch: 4 },
    adapters,
  },
});

test("adapters that come to replicas of one chip at the same time share its link", () => {
  const ttft = (network: string) => {
    const scenario = serving({ count: 4000, rank: 1024, resident: 4 }, network);
    return seen(scenario)?.record.jobs[0]?.result?.inference?.ttft.mean ?? Number.NaN;
  };
  expect(ttft("flow")).toBeGreaterThan(1.2 * ttft("analytic"));
  const all = seen(serving({ count: 4, rank: 64, resident: 4 }))?.worlds[0];
  expect(all?.tasks).toHaveLength(0);
});

test("what is assumed of these links is told where a run shares them, and nowhere else", () => {
  const tells = (adapters: object | undefined, network = "flow") =>
    seen(serving(adapters, network))?.record.jobs[0]?.result?.assumptions?.includes(
      hostLinkAssumptions[0] as string,
    );
  const some = { count: 8, rank: 64, resident: 4 };
  expect(tells(some)).toBe(true);
  expect(tells(some, "analytic")).toBe(false);
  expect(tells(undefined)).toBe(false);
});

test("what cards cannot read in the memory of chips is staged on their hosts: over host links, and later", () => {
  const p3dn = instances.find(({ name }) => name === "p3dn.24xlarge")!;
  const timeNs = (path: "direct" | "host", bytes: number) => {
    // Cards that are wider than the host link of a chip.
    const scaleOut = { ...p3dn.scaleOut, path, interfaces: 8, bandwidth: 8 * 50 };
    const { network } = buildCluster({ instance: { ...p3dn, scaleOut }, count: 2 });
    return network.transferNs(bytes, 0, 8);
  };
  expect(p3dn.scaleOut.path).toBe("host");
  // A copy of 10 us at each end.
  expect(timeNs("host", 0) - timeNs("direct", 0)).toBeCloseTo(2 * 10_000, 6);
  const slope = (path: "direct" | "host") => (timeNs(path, 2e9) - timeNs(path, 1e9)) / 1e9;
  expect(slope("host")).toBeCloseTo(1 / p3dn.chip.hostBandwidth, 9);
  expect(slope("direct")).toBeLessThan(slope("host"));
});

test("inputs of an encoder share the link with the adapters of a chat on the same chip, and take their time alone without it", () => {
  const adapters = { count: 4000, rank: 1024, resident: 1 };
  const chat = serving(adapters);
  const encoder = {
    model: "resnet-50",
    workload: {
      kind: "inference",
      arrivals: { kind: "closed-loop", users: 1 },
      requests: 200,
      parallelism: { tensor: 1, replicas: 4 },
      batching: { kind: "none" },
    },
  };
  const shared = { instances: [0, 0], shareChips: true };
  const jobs = [
    { name: "chat", ...shared, model: chat.model, workload: chat.workload },
    { name: "encoder", ...shared, ...encoder },
  ];
  const { record, worlds } = seen({ name: "both", cluster: chat.cluster, jobs })!;
  const [together, , alone] = worlds;
  const linkTasks = ({ world: { sharing }, tasks }: Seen) =>
    tasks.filter(
      ({ usage, owner }) =>
        owner === 1 &&
        Array.from(usage.resources).some((each) => sharing.nameOf(each).startsWith("host link")),
    );
  // One of a request, both ways at once: no faster than alone, where each rank has a quarter of the link.
  const inputs = linkTasks(together!);
  expect(inputs.length).toBeGreaterThan(0);
  expect(linkTasks(alone!)).toEqual([]);
  const aloneNs = Math.min(...inputs.map(({ startedNs, endedNs }) => endedNs - startedNs));
  const batch = (1 * (3 * 224 ** 2 + 1000) * 4) / (bandwidth / 4);
  expect(aloneNs).toBeGreaterThanOrEqual(batch * (1 - 1e-9));
  expect(together!.loadMax).toBeLessThanOrEqual(1 + 1e-9);
  expect(record.jobs[1]?.result?.assumptions).toEqual(expect.arrayContaining([...hostLinkAssumptions]));
});

test("inputs get one stream's part of a link that others crowd, and the others are over later for it", () => {
  const simulator = new Simulator("links");
  const cluster = buildCluster({ instance: trn2, count: 1 });
  const world = new World(simulator, cluster, { jobs: 2 });
  const [way, crowd] = [0, 1].map((owner) => world.hostLinks.claim(cluster, [0, 1, 2, 3], owner));
  const inputs = new HostInputs({ sharing: world.sharing, owner: 0, way: way!, isOver: () => false });
  expect(inputs.areShared).toBe(true);
  const ends: number[] = [];
  const tell = { handle: (_code: number, now: number) => ends.push(now) };
  const { resource } = crowd!.parts()[0]!;
  for (let stream = 0; stream < 7; stream++)
    world.sharing.run({ work: 1000, usage: { resources: [resource] } }, tell, 0);
  // A quarter of the link alone, an eighth beside seven others.
  inputs.move(1000, 4000 / bandwidth, tell, 0);
  simulator.run();
  expect(ends.length).toBe(8);
  for (const end of ends) expect(end).toBeCloseTo(8000 / bandwidth, 6);
});
