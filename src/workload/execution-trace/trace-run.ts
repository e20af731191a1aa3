/**
 * Plays the graph of all ranks. A node starts when all that it waits for is over and what it uses is free:
 *
 *     computation, memory, host: one at a time on each rank, in the order in which they became ready
 *     collective: when it is ready on all ranks of its group, one at a time in each group
 *     message: when it is ready to be sent; the receipt is over when the message is there and somebody receives it
 *
 * Exchanges share links with whatever else is on them. Events: one a node, and those of exchanges.
 */

import { counted } from "../../base/counted.ts";
import type { World } from "../../cluster/world.ts";
import { FifoServer } from "../../kernel/fifo-server.ts";
import type { Simulator, Worker } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";
import type { Timeline } from "../../metrics/timeline.ts";
import type { ClusterNetwork } from "../../network/cluster-network.ts";
import { playExchange } from "../../network/graph/exchange-run.ts";
import type { Meeting } from "./meetings.ts";
import { type Activity, RankClock } from "./rank-clock.ts";
import type { Graph, TraceGraph, Use } from "./trace-graph.ts";

/** Where a graph is played. */
export interface TracePlace {
  network: ClusterNetwork;
  owner: number;
  timeline: Timeline | undefined;
}

/** A meeting in simulated time. */
interface Gathering {
  meeting: Meeting;
  /** Ranks that are not there yet. */
  missing: number;
  line: Line | undefined;
  startNs: number;
  endNs: number | undefined;
}

/** Collectives of one group that are ready, the first of them under way. */
interface Line {
  isBusy: boolean;
  ready: number[];
}

/** A meeting that took place. */
export interface PlayedMeeting {
  meeting: Meeting;
  startNs: number;
  endNs: number;
}

const activityOf: Readonly<Record<Exclude<Use, "exchange" | "nothing">, Activity>> = {
  computation: "computation",
  memory: "memory traffic",
  host: "host work",
};

/** The graph of all ranks under way. */
export class TraceRun implements Target, Worker {
  readonly #place: TracePlace;
  readonly #world: World;
  readonly #gatherings: Gathering[];
  readonly #ranks: Rank[];
  #left: number;
  readonly #done: () => void;

  constructor(graph: TraceGraph, place: TracePlace, world: World, done: () => void) {
    this.#place = place;
    this.#world = world;
    this.#done = done;
    const lines = new Map<string, Line>();
    this.#gatherings = graph.meetings.map((meeting) => {
      const { group, ranks, parts } = meeting;
      if (group === undefined) return { meeting, missing: 1, line: undefined, startNs: 0, endNs: undefined };
      const key = `${group} ${ranks}`;
      const line = lines.get(key) ?? { isBusy: false, ready: [] };
      lines.set(key, line);
      return { meeting, missing: parts.length, line, startNs: 0, endNs: undefined };
    });
    this.#ranks = graph.graphs.map((own, rank) => new Rank(this, own, rank, world.simulator, place.timeline));
    graph.meetings.forEach(({ parts }, index) => {
      for (const { rank, node } of parts) this.#ranks[rank]?.meetingOf.set(node, index);
    });
    this.#left = graph.graphs.reduce((sum, { needs }) => sum + needs.length, 0);
    world.simulator.watch(this);
  }

  /** Accounts of the ranks until `now`. */
  clocks(now: number): RankClock[] {
    return this.#ranks.map(({ clock }) => {
      clock.settle(now);
      return clock;
    });
  }

  /** Meetings that are over. */
  get played(): PlayedMeeting[] {
    return this.#gatherings.flatMap(({ meeting, startNs, endNs }) =>
      endNs === undefined ? [] : [{ meeting, startNs, endNs }],
    );
  }

  /** Starts all that waits for nothing. */
  start(): void {
    for (const rank of this.#ranks) rank.start();
  }

  /** A meeting is over. */
  handle(index: number, now: number): void {
    const gathering = this.#gatherings[index] as Gathering;
    const { meeting, line } = gathering;
    gathering.endNs = now;
    for (const { rank, node } of meeting.parts) {
      this.#rank(rank).leave(node, gathering.startNs, now, meeting);
    }
    if (line === undefined) return;
    line.isBusy = false;
    this.#next(line);
  }

  /** Node `node` of `rank`, part of meeting `index`, is ready. */
  come(rank: number, node: number, index: number): void {
    const gathering = this.#gatherings[index] as Gathering;
    const { meeting, line } = gathering;
    const isReceipt = line === undefined && meeting.parts[1]?.rank === rank && meeting.parts[1].node === node;
    if (isReceipt) return;
    gathering.missing--;
    if (gathering.missing > 0) return;
    if (line === undefined) this.#begin(index);
    else {
      line.ready.push(index);
      this.#next(line);
    }
  }

  /** Whether meeting `index` is over. */
  isOver(index: number): boolean {
    return this.#gatherings[index]?.endNs !== undefined;
  }

  /** A node is over. */
  ended(): void {
    this.#left--;
    if (this.#left === 0) this.#done();
  }

  unfinished(): string[] {
    if (this.#left === 0) return [];
    const waiting = this.#gatherings.flatMap(({ meeting, missing, endNs }) => {
      if (endNs !== undefined || missing === 0 || missing === meeting.parts.length) return [];
      const away = meeting.parts.filter(({ rank, node }) => !this.#rank(rank).isThere(node));
      return [
        `${meeting.what} in ${meeting.group ?? "messages"} waits for ranks ${away.map(({ rank }) => rank).join(", ")}`,
      ];
    });
    return [`${counted(this.#left, "node")} of the traces did not end`, ...waiting.slice(0, waitingShown)];
  }

  #rank(rank: number): Rank {
    return this.#ranks[rank] as Rank;
  }

  #next(line: Line): void {
    if (line.isBusy) return;
    const index = line.ready.shift();
    if (index === undefined) return;
    line.isBusy = true;
    this.#begin(index);
  }

  #begin(index: number): void {
    const gathering = this.#gatherings[index] as Gathering;
    const { simulator, links, fidelity } = this.#world;
    const { network, owner } = this.#place;
    const { operation, bytes, ranks, parts } = gathering.meeting;
    gathering.startNs = simulator.now;
    for (const { rank, node } of parts) this.#rank(rank).enter(node);
    const request = { operation, bytes, ranks };
    const exchange = bytes === 0 ? undefined : network.exchange(request);
    if (exchange === undefined) simulator.schedule(0, this, index);
    else if (fidelity === "analytic") simulator.schedule(network.collectiveNs(request), this, index);
    else playExchange(links, { ...exchange, bytes, owner }, this, index);
  }
}

const waitingShown = 5;

/** Where the nodes of one rank stand. */
class Rank implements Target {
  readonly clock = new RankClock();
  /** Meetings by the node that is a part of them. */
  readonly meetingOf = new Map<number, number>();
  readonly #run: TraceRun;
  readonly #graph: Graph;
  readonly #index: number;
  readonly #simulator: Simulator;
  readonly #timeline: Timeline | undefined;
  readonly #servers: Readonly<Record<keyof typeof activityOf, FifoServer>>;
  /** Nodes that each still waits for. */
  readonly #needs: Int32Array;
  /** Exchanges that are ready here and have not begun, and those under way. */
  readonly #there = new Set<number>();
  readonly #entered = new Set<number>();

  constructor(
    run: TraceRun,
    graph: Graph,
    index: number,
    simulator: Simulator,
    timeline: Timeline | undefined,
  ) {
    this.#run = run;
    this.#graph = graph;
    this.#index = index;
    this.#simulator = simulator;
    this.#timeline = timeline;
    this.#needs = graph.needs.slice();
    const server = (what: string) => new FifoServer(simulator, { name: `${what} of rank ${index}` });
    this.#servers = { computation: server("engines"), memory: server("memory"), host: server("host") };
  }

  start(): void {
    this.#begin([...this.#needs.keys()].filter((node) => this.#needs[node] === 0));
  }

  /** A node that used the rank's own is over. */
  handle(node: number, now: number): void {
    const use = this.#graph.uses[node] as keyof typeof activityOf;
    this.clock.change(activityOf[use], -1, now);
    this.#tell(use, node, now - (this.#graph.durations[node] as number), now);
    this.#end(node);
  }

  /** The exchange that `node` is part of has begun. */
  enter(node: number): void {
    const { now } = this.#simulator;
    if (this.#there.has(node)) this.clock.change("waiting for other ranks", -1, now);
    this.clock.change("exposed communication", 1, now);
    this.#entered.add(node);
  }

  /** It is over. A message may have come before anybody receives it. */
  leave(node: number, startNs: number, now: number, { what, group }: Meeting): void {
    this.clock.change("exposed communication", -1, now);
    this.#entered.delete(node);
    this.#tell(group ?? "messages", node, startNs, now, what);
    if (this.#there.has(node)) this.#end(node);
  }

  /** Whether exchange `node` is ready here. */
  isThere(node: number): boolean {
    return this.#there.has(node);
  }

  #begin(ready: number[]): void {
    const { now } = this.#simulator;
    for (const node of ready) {
      const use = this.#graph.uses[node] as Use;
      if (use === "nothing") this.#free(node, ready);
      else if (use !== "exchange") {
        this.clock.change(activityOf[use], 1, now);
        this.#servers[use].submit(this.#graph.durations[node] as number, this, node);
      } else if (this.#run.isOver(this.#meeting(node))) this.#free(node, ready);
      else {
        this.#there.add(node);
        if (!this.#entered.has(node)) this.clock.change("waiting for other ranks", 1, now);
        this.#run.come(this.#index, node, this.#meeting(node));
      }
    }
  }

  #meeting(node: number): number {
    return this.meetingOf.get(node) as number;
  }

  #end(node: number): void {
    const ready: number[] = [];
    this.#free(node, ready);
    this.#begin(ready);
  }

  /** Marks `node` as over and adds to `ready` what waited for nothing else. */
  #free(node: number, ready: number[]): void {
    this.#run.ended();
    for (const child of this.#graph.children[node] ?? []) {
      const left = (this.#needs[child] as number) - 1;
      this.#needs[child] = left;
      if (left === 0) ready.push(child);
    }
  }

  #tell(row: string, node: number, startNs: number, endNs: number, what?: string): void {
    if (this.#timeline === undefined) return;
    const { name, id } = this.#graph.trace.nodes[node] as Graph["trace"]["nodes"][number];
    const details = what === undefined ? { id } : { id, what };
    this.#timeline.span(this.#timeline.row(`rank ${this.#index}`, row), name, startNs, endNs, details);
  }
}
