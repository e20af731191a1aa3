/**
 * What must hold of any jobs on one cluster, seen from outside: from which tasks began and ended when, and how much of what
 * they used. Nothing here asks the solver for a rate but the load of each resource.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { aloneNs } from "../../src/network/graph/alone.ts";
import type { ExchangePlay } from "../../src/network/graph/exchange-run.ts";
import type { JobRecord } from "../../src/simulation/run-record.ts";
import { jobScenarios, type Seen, seen } from "./job-scenarios.ts";

const close = 1e-9;

/** How often something held, and how often the figure that is no law was seen. */
export interface Findings {
  scenarios: number;
  refused: number;
  tasks: number;
  exchanges: number;
  /** Memories of chips that passes and collectives used at the same time. */
  memories: number;
  /** Exchanges that ended before they do alone, and jobs faster beside others than alone, with the worst of each. */
  fasterExchanges: number;
  exchangeWorst: number;
  fasterJobs: { slowdown: number; scenario: object }[];
  slowedJobs: number;
}

/** Holds `runs` random scenarios to the laws. */
export function expectLawsOfJobs(runs: number, seed: number): Findings {
  const findings: Findings = {
    scenarios: 0,
    refused: 0,
    tasks: 0,
    exchanges: 0,
    memories: 0,
    fasterExchanges: 0,
    exchangeWorst: 1,
    fasterJobs: [],
    slowedJobs: 0,
  };
  const law = fc.property(jobScenarios, (scenario) => {
    const all = seen(scenario);
    findings.scenarios++;
    if (all === undefined) {
      findings.refused++;
      return;
    }
    for (const world of all.worlds) expectPhysics(world, findings);
    for (const { slowdown } of all.record.jobs) {
      if (slowdown == null) continue;
      if (slowdown < 1 - close) findings.fasterJobs.push({ slowdown, scenario });
      if (slowdown > 1 + close) findings.slowedJobs++;
    }
    const [lone, ...others] = all.record.jobs;
    if (lone !== undefined && others.length === 0) expectSameUnlisted(scenario, lone);
  });
  fc.assert(law, { numRuns: runs, seed });
  return findings;
}

function expectPhysics(of: Seen, findings: Findings): void {
  findings.tasks += of.tasks.length;
  findings.exchanges += of.exchanges.length;
  expect(of.loadMax).toBeLessThanOrEqual(1 + close);
  findings.memories += expectRoomInEveryInterval(of);
  expectNothingLostOnTheWay(of);
  for (const { play, startNs, endNs } of of.exchanges) {
    const tookNs = endNs - startNs;
    expect(tookNs).toBeGreaterThanOrEqual(narrowestNs(play) * (1 - close));
    const alone = aloneNsOf(play);
    if (tookNs < alone * (1 - close)) {
      findings.fasterExchanges++;
      findings.exchangeWorst = Math.min(findings.exchangeWorst, tookNs / alone);
    }
  }
}

/**
 * What began and ended within an interval moved within it: of each resource no more than capacity x interval. And a task by
 * itself is never over before its narrowest resource allows. Returns how many of them are memories of chips.
 */
function expectRoomInEveryInterval({ world: { sharing }, tasks }: Seen): number {
  let memories = 0;
  const byResource = new Map<number, { startNs: number; endNs: number; used: number }[]>();
  for (const { usage, work, startedNs: startNs, endedNs: endNs } of tasks) {
    for (let index = 0; index < usage.resources.length; index++) {
      const used = work * (usage.amounts?.[index] ?? 1);
      // Work that others begin beside in its first moment goes on as another task.
      if (used === 0) continue;
      const resource = usage.resources[index]!;
      const known = byResource.get(resource);
      if (known === undefined) byResource.set(resource, [{ startNs, endNs, used }]);
      else known.push({ startNs, endNs, used });
    }
  }
  for (const [resource, all] of byResource) {
    // What operators wait for changes with each step, and nothing moves through it.
    if (sharing.nameOf(resource).startsWith("operators of ")) continue;
    if (sharing.nameOf(resource).startsWith("memory of ")) memories++;
    const capacity = sharing.capacity(resource);
    const byEnd = [...all].sort((a, b) => a.endNs - b.endNs);
    const starts = [...new Set(all.map(({ startNs }) => startNs))].sort((a, b) => a - b);
    const step = Math.ceil(starts.length / intervalsMax);
    for (let place = 0; place < starts.length; place += step) {
      const fromNs = starts[place]!;
      let moved = 0;
      let worst = 0;
      for (const { startNs, endNs, used } of byEnd) {
        if (startNs < fromNs) continue;
        moved += used;
        // Times are known to a few of their last bits.
        worst = Math.max(worst, moved / (capacity * (endNs - fromNs + 2 ** -48 * endNs)));
      }
      expect(worst).toBeLessThanOrEqual(1 + close);
    }
  }
  return memories;
}

/** Beginnings of intervals that are looked at, of each resource. */
const intervalsMax = 24;

/** Bytes that leave ranks reach ranks: what goes into a switch or a card comes out of it. */
function expectNothingLostOnTheWay({ world: { links }, exchanges }: Seen): void {
  const { endpoints, links: wires, reducingSwitch } = links.topology;
  if (reducingSwitch !== undefined) return;
  const surplus = new Map<number, { into: number; out: number }>();
  const at = (node: number) => {
    const known = surplus.get(node) ?? { into: 0, out: 0 };
    surplus.set(node, known);
    return known;
  };
  for (const { play } of exchanges) {
    for (const [link, bytes] of bytesByLink(play)) {
      at(wires[link]!.source).out += bytes;
      at(wires[link]!.target).into += bytes;
    }
  }
  const sums = { into: 0, out: 0 };
  for (const [node, { into, out }] of surplus) {
    if (node >= endpoints) expect(Math.abs(into - out)).toBeLessThanOrEqual(close * into);
    else {
      sums.into += into;
      sums.out += out;
    }
  }
  expect(Math.abs(sums.into - sums.out)).toBeLessThanOrEqual(close * sums.into);
}

function bytesByLink({ graph, bytes, times = 1 }: ExchangePlay): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { units } of graph.tracks.flat()) {
    for (const { links, fractions } of units.flat()) {
      for (let index = 0; index < links.length; index++) {
        const before = sums.get(links[index]!) ?? 0;
        sums.set(links[index]!, before + times * bytes * fractions[index]!);
      }
    }
  }
  return sums;
}

function narrowestNs(play: ExchangePlay): number {
  const { links } = play.graph.topology;
  return [...bytesByLink(play)].reduce(
    (most, [link, bytes]) => Math.max(most, bytes / links[link]!.bandwidth),
    0,
  );
}

function aloneNsOf({
  graph,
  bytes,
  chunks,
  times = 1,
  softwareNs = 0,
  efficiency = 1,
}: ExchangePlay): number {
  return times * (softwareNs + aloneNs(graph, bytes, chunks) / efficiency);
}

/** The only job of a list is the job that the scenario writes without one. */
function expectSameUnlisted(
  scenario: { name: string; cluster: object; jobs: object[] },
  listed: JobRecord,
): void {
  const { jobs, ...rest } = scenario;
  const { model, workload } = jobs[0] as { model?: unknown; workload: unknown };
  // A list may leave chips and instances to nobody.
  const whole = { ...jobs[0], instances: undefined, ranks: undefined, start: "0 s" };
  const plain = seen({ ...rest, ...(model !== undefined && { model }), workload });
  const again = seen({ ...rest, jobs: [whole] });
  expect(again === undefined).toBe(plain === undefined);
  if (plain === undefined || again === undefined) return;
  expect(figuresOf(again.record.jobs[0]!)).toEqual(figuresOf(plain.record.jobs[0]!));
  // And wherever it stands, on as many chips.
  if (listed.result !== undefined && listed.job.cluster.ranks === plain.record.cluster.ranks)
    expect(listed.result.elapsedNs).toBeCloseTo(again.record.jobs[0]!.result?.elapsedNs ?? Number.NaN, 0);
}

function figuresOf({ result }: JobRecord) {
  const { inference, training, own, elapsedNs } = result ?? {};
  // Volumes belong to the cluster and not to one of its jobs, so that a listed job's hour costs less.
  return { inference, training: training && { ...training, usdPerHour: undefined }, own, elapsedNs };
}
