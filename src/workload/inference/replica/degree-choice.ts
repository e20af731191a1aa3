/**
 * Which tensor parallelism serves a load best, where a scenario leaves it open: of the degrees that the software loads and
 * that hold every request, the one that leaves most room under the latencies that must be met; without such objectives, the
 * one with most tokens a dollar. A cluster costs the same however it is divided, so these are the most tokens.
 *
 * What a degree would do is told by mean values: a prompt takes p of a replica for itself, a decode step of b sequences
 * d(b), and b is the number under way (Little's law), with r requests coming to each replica:
 *
 *     time between tokens  g = d(b) / (1 - r p)        time to the first  p / (1 - utilisation)
 *     b = r (p + O g)                                  utilisation        r (p + O d(B) / B), B the largest batch
 *
 * In a closed loop b is the users of each replica, and prompts take b p of every b p + O d(b).
 *
 * The run tells what it really does; this only has to find the better degree.
 */
import type { Objectives } from "../../workload.ts";
import type { ExpectedLoad } from "../load/expected-load.ts";
import { Request } from "../load/request.ts";
import { equalBatch, type StepTimer } from "../time/step-timer.ts";
import type { PlacedReplicas } from "./placement.ts";

/** A degree that could be taken, and how fast its replicas are. */
export interface DegreeCandidate {
  placed: PlacedReplicas;
  timer: StepTimer;
}

/** What a candidate would do under a load; times in ns. */
export interface ExpectedService {
  /** Requests/ns of the whole fleet with full batches. */
  capacity: number;
  ttft: number;
  tpot: number;
  /** Requests come faster than they can be served: latencies grow without end. */
  isOverloaded: boolean;
}

/** The best of `candidates`, which come in rising order; of equal ones the smallest. */
export function chooseDegree(
  candidates: readonly DegreeCandidate[],
  load: ExpectedLoad,
  batchMax: number,
  objectives: Objectives,
): PlacedReplicas {
  const degrees = candidates.map(({ placed }) => placed.tensor).join(", ");
  const judged = candidates.map(({ placed, timer }) => {
    const service = expectedService(placed, timer, load, batchMax);
    return { placed, service, room: roomUnder(service, load, objectives) };
  });
  const hasLimits = judged.some(({ room }) => Number.isFinite(room));
  const isBetter = (one: (typeof judged)[0], other: (typeof judged)[0]) => {
    if (one.service.isOverloaded !== other.service.isOverloaded) return other.service.isOverloaded;
    return hasLimits && !one.service.isOverloaded
      ? one.room > other.room
      : one.service.capacity > other.service.capacity;
  };
  const best = judged.reduce((best, each) => (isBetter(each, best) ? each : best));
  const merit =
    candidates.length === 1
      ? "the one"
      : hasLimits && !best.service.isOverloaded
        ? "most room under the objectives"
        : "most tokens a dollar";
  const degreeWhy = `${merit}, as expected, of the degrees that hold every request and that the software loads: ${degrees}`;
  return { ...best.placed, degreeWhy };
}

/** Beyond this part of a replica's time mean values say nothing of waiting. */
const shareMax = 0.95;

/** What `placed` would do under `load`, with batches of at most `batchMax`. */
function expectedService(
  { memory, replicas, stages }: PlacedReplicas,
  timer: StepTimer,
  load: ExpectedLoad,
  batchMax: number,
): ExpectedService {
  const { inputTokens, outputTokens, ratePerNs, users = Number.POSITIVE_INFINITY } = load;
  const heldMax = Math.floor(memory.kvCapacityTokens / (inputTokens + outputTokens));
  const sharedOut = Math.round(users / replicas / stages);
  const largest = Math.max(1, Math.min(batchMax, heldMax, sharedOut));
  const prompt = new Request(0, { arrivalNs: 0, inputTokens, outputTokens }, false);
  const promptNs = timer.prefill([prompt]).totalNs;
  const togetherNs = timer.prefill(Array.from({ length: largest }, () => prompt)).totalNs / largest;
  const steps = (outputTokens - 1) / (timer.tokensPerStep ?? 1);
  const stepNs = (batch: number) =>
    timer.decode(equalBatch(batch, Math.round(inputTokens + outputTokens / 2), inputTokens)).first.totalNs;
  // An answer of one token comes with the prompt.
  const decodeNs = (batch: number) => (steps > 0 ? steps * stepNs(batch) : 0);
  const fullNs = Math.min(promptNs, togetherNs) + decodeNs(largest) / largest;
  // Through pipeline stages as many batches are under way as there are stages.
  const capacity = (replicas * stages) / fullNs;
  // What comes to each batch that is under way.
  const rate = ratePerNs === undefined ? undefined : ratePerNs / replicas / stages;
  const utilisation = rate === undefined ? 0 : rate * fullNs;
  let batch = largest;
  let prefillShare = (batch * promptNs) / (batch * promptNs + decodeNs(batch));
  if (rate !== undefined) {
    prefillShare = Math.min(shareMax, rate * promptNs);
    batch = 1;
    while (batch < largest && batch < rate * (promptNs + decodeNs(batch) / (1 - prefillShare))) batch++;
  }
  return {
    capacity,
    ttft: promptNs / (1 - Math.min(shareMax, utilisation)),
    tpot: steps > 0 ? decodeNs(batch) / (outputTokens - 1) / (1 - prefillShare) : 0,
    isOverloaded: utilisation >= 1,
  };
}

/** Least ratio of a limit to what is expected; infinite without limits on latencies. */
function roomUnder(
  { ttft, tpot }: ExpectedService,
  { outputTokens }: ExpectedLoad,
  objectives: Objectives,
): number {
  const expected = { ttft, tpot, e2el: ttft + (outputTokens - 1) * tpot };
  let room = Number.POSITIVE_INFINITY;
  for (const [latency, ns] of Object.entries(expected)) {
    for (const [objective, limit] of Object.entries(objectives)) {
      const isMeant = objective.startsWith(`${latency}P`);
      if (isMeant && limit !== undefined && ns > 0) room = Math.min(room, limit / ns);
    }
  }
  return room;
}
