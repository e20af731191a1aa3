/**
 * Which tensor parallelism serves a load best, where a scenario leaves it open: of the degrees that the software loads and
 * that hold every request, the one that leaves most room under the latencies that must be met; without such objectives, the
 * one with most tokens a dollar. A cluster costs the same however it is divided, so these are the most tokens. A fleet that
 * scales costs what it needs: there it is the one that needs fewest instances (`scaled-fleet.ts`).
 *
 * What a degree would do is told by mean values. A prompt takes p of a replica for itself, a decode step of b sequences d(b),
 * and answers have O tokens, so that a replica with b requests serves x(b); how many run and wait at that rate, of those who
 * come at a rate or come again when they have thought, a small chain tells (`expected-queue.ts`):
 *
 *     x(b) = b / (b p + O d(b))                        prompts take a share x p of a replica's time
 *     time between tokens  d(b) / (1 - x p)            time to the first  wait for a slot + p / (1 - x p)
 *
 * The run tells what it really does; this only has to find the better degree.
 *
 * Exchanges between many ranks are what is dear to price. Each degree is therefore judged as if its exchanges took no time,
 * which it can only fall short of, and then as it is only where that would still beat the best degree found.
 */
import type { Objectives } from "../../workload.ts";
import type { ExpectedLoad } from "../load/expected-load.ts";
import { Request } from "../load/request.ts";
import { equalBatch, type StepTimer } from "../time/step-timer.ts";
import { expectedQueue } from "./expected-queue.ts";
import type { PlacedReplicas } from "./placed-replicas.ts";
import { type FleetScaling, type Rented, rentedBy } from "./scaled-fleet.ts";

/** A degree that could be taken, and how fast its replicas are. */
export interface DegreeCandidate {
  placed: PlacedReplicas;
  timer: StepTimer;
  /** The same where exchanges take no time. */
  atLeast: StepTimer;
}

/** What ranks exchange over that takes no time. */
const freeWires = {};

/** `placed` as if what its ranks exchange took no time; fixed costs of exchanges remain. */
export function withFreeExchanges(placed: PlacedReplicas): PlacedReplicas {
  const context = { ...placed.context, exchangeNs: () => 0 };
  return { ...placed, wires: () => freeWires, handOverNs: () => 0, context };
}

/** What a candidate would do under a load; times in ns. */
export interface ExpectedService {
  /** Requests/ns of the whole fleet: of users what they are given, of a rate what full batches would serve. */
  capacity: number;
  /** Time to the first token that a share of requests have at most. */
  ttft(share: number): number;
  tpot: number;
  /** Requests come faster than they can be served: latencies grow without end. */
  isOverloaded: boolean;
}

/** A candidate with what it would do. */
interface Judged {
  placed: PlacedReplicas;
  service: ExpectedService;
  /** Least ratio of a limit to what is expected. */
  room: number;
  /** Of a fleet that scales, what it rents to serve the load as asked. */
  rented?: Rented | undefined;
}

/**
 * Room under the objectives that a fleet which scales keeps at the mean rate: rates swing, and slow requests are slower than means
 * say. On a day with peaks of 1.8 times the mean, limits of 30 to 70 ms a token are all met with it, and two of four missed at 1.
 */
const scaledRoom = 1.3;

/** The best of `candidates`, which come in rising order, for a fleet of one size or one of `scaling`; of equal ones the smallest. */
export function chooseDegree(
  candidates: readonly DegreeCandidate[],
  load: ExpectedLoad,
  objectives: Objectives,
  scaling?: FleetScaling,
): PlacedReplicas {
  const degrees = [...new Set(candidates.map(({ placed }) => placed.tensor))].join(", ");
  const judge = (placed: PlacedReplicas, timer: StepTimer) => {
    const service = expectedService(placed, timer, load);
    const serves = (replicas: number) => {
      const each = expectedService({ ...placed, replicas }, timer, load);
      return !each.isOverloaded && roomUnder(each, load, objectives) >= scaledRoom;
    };
    const room = roomUnder(service, load, objectives);
    return { placed, service, room, rented: scaling && rentedBy(placed, scaling, serves) };
  };
  const isBetter = (one: Judged, other: Judged) => {
    const { service, room, rented } = one;
    if (service.isOverloaded !== other.service.isOverloaded) return other.service.isOverloaded;
    if (rented && other.rented) {
      if (rented.instances !== other.rented.instances) return rented.instances < other.rented.instances;
      if (rented.ranks !== other.rented.ranks) return rented.ranks < other.rented.ranks;
    }
    return Number.isFinite(room) && !service.isOverloaded
      ? room > other.room
      : service.capacity > other.service.capacity;
  };
  const inHope = candidates
    .map(({ placed, timer, atLeast }) => ({ placed, timer, hope: judge(placed, atLeast) }))
    .sort((a, b) => Number(isBetter(b.hope, a.hope)) - Number(isBetter(a.hope, b.hope)));
  let found: Judged | undefined;
  for (const { placed, timer, hope } of inHope) {
    if (found !== undefined && isBetter(found, hope)) continue;
    const each = judge(placed, timer);
    const isFirst = found === undefined || isBetter(each, found);
    const isSmaller = found !== undefined && !isBetter(found, each) && placed.tensor < found.placed.tensor;
    if (isFirst || isSmaller) found = each;
  }
  const best = found as Judged;
  const hasLimits = Number.isFinite(best.room);
  const merit = !degrees.includes(",")
    ? "the one"
    : best.rented && Number.isFinite(best.rented.ranks)
      ? `fewest ${scaling?.unit === "replica" ? "ranks" : "instances"} with which the fleet serves the load${hasLimits ? " within the objectives" : ""}`
      : hasLimits && !best.service.isOverloaded
        ? "most room under the objectives"
        : "most tokens a dollar";
  const degreeWhy = `${merit}, as expected, of the degrees that hold every request and that the software loads: ${degrees}`;
  return { ...best.placed, degreeWhy };
}

/** Beyond this part of a replica's time mean values say nothing of waiting. */
const shareMax = 0.95;

/** What `placed` would do under `load`. */
function expectedService(
  { memory, replicas, stages, compiled }: PlacedReplicas,
  timer: StepTimer,
  load: ExpectedLoad,
): ExpectedService {
  const { inputTokens, outputTokens, ratePerNs, users = Number.POSITIVE_INFINITY } = load;
  // Through pipeline stages as many batches are under way as there are stages.
  const batches = replicas * stages;
  const heldMax = Math.floor(memory.kvCapacityTokens / (inputTokens + outputTokens));
  const slotsEach = Math.max(1, Math.min(compiled.batch, heldMax));
  const largest = Math.min(slotsEach, Math.max(1, Math.ceil(users / batches)));
  const prompt = new Request(0, { arrivalNs: 0, inputTokens, outputTokens }, false);
  const promptNs = timer.prefill([prompt]).totalNs;
  const togetherNs = timer.prefill(Array.from({ length: largest }, () => prompt)).totalNs / largest;
  const steps = (outputTokens - 1) / (timer.tokensPerStep ?? 1);
  const stepNs = (batch: number) =>
    timer.decode(equalBatch(batch, Math.round(inputTokens + outputTokens / 2), inputTokens)).first.totalNs;
  // An answer of one token comes with the prompt.
  const decodeNs = steps > 0 ? betweenPowersOfTwo((batch) => steps * stepNs(batch), largest) : () => 0;
  const eachNs = Math.min(promptNs, togetherNs);
  const rate = (running: number) => {
    const batch = Math.max(1, running / batches);
    return Math.min(running, batches) / (eachNs + decodeNs(batch) / batch);
  };
  const queue = expectedQueue(load, { slots: batches * slotsEach, rate });
  const capacity = ratePerNs === undefined ? queue.throughput : rate(batches * largest);
  const prefillShare = Math.min(shareMax, (queue.throughput / batches) * promptNs);
  const batch = Math.max(1, queue.running / batches);
  return {
    capacity,
    ttft: (share) =>
      queue.waitNs(share) + Math.max(promptNs / (1 - prefillShare), (queue.before(share) / batches) * eachNs),
    tpot: steps > 0 ? decodeNs(batch) / (outputTokens - 1) / (1 - prefillShare) : 0,
    isOverloaded: ratePerNs !== undefined && ratePerNs >= capacity,
  };
}

/** `of` asked at powers of two and at `most` alone, and drawn straight between them. */
function betweenPowersOfTwo(of: (batch: number) => number, most: number): (batch: number) => number {
  const known = new Map<number, number>();
  const at = (batch: number) => {
    const found = known.get(batch) ?? of(batch);
    known.set(batch, found);
    return found;
  };
  return (batch) => {
    const below = Math.min(most, 2 ** Math.floor(Math.log2(batch)));
    const above = Math.min(most, 2 * below);
    if (batch <= below || above === below) return at(below);
    return at(below) + ((at(above) - at(below)) * (Math.min(batch, above) - below)) / (above - below);
  };
}

/** Least ratio of a limit to what is expected; infinite without limits on latencies. */
function roomUnder(
  { ttft, tpot }: ExpectedService,
  { outputTokens }: ExpectedLoad,
  objectives: Objectives,
): number {
  const expected: Record<string, (share: number) => number> = {
    ttft,
    tpot: () => tpot,
    e2el: (share) => ttft(share) + (outputTokens - 1) * tpot,
  };
  let room = Number.POSITIVE_INFINITY;
  for (const [objective, limit] of Object.entries(objectives)) {
    const [, latency = "", percent] = /^(ttft|tpot|e2el)P(\d+)$/.exec(objective) ?? [];
    const ns = expected[latency]?.(Number(percent) / 100) ?? 0;
    if (limit !== undefined && ns > 0) room = Math.min(room, limit / ns);
  }
  return room;
}
