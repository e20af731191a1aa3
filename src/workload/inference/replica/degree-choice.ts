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
 *
 * Exchanges between many ranks are what is dear to price. Each degree is therefore judged as if its exchanges took no time,
 * which it can only fall short of, and then as it is only where that would still beat the best degree found.
 */
import type { Objectives } from "../../workload.ts";
import type { ExpectedLoad } from "../load/expected-load.ts";
import { Request } from "../load/request.ts";
import { equalBatch, type StepTimer } from "../time/step-timer.ts";
import type { PlacedReplicas } from "./placed-replicas.ts";

/** A degree that could be taken, and how fast its replicas are. */
export interface DegreeCandidate {
  placed: PlacedReplicas;
  timer: StepTimer;
  /** The same where exchanges take no time. */
  atLeast: StepTimer;
}

/** `placed` as if what its ranks exchange took no time; fixed costs of exchanges remain. */
export function withFreeExchanges(placed: PlacedReplicas): PlacedReplicas {
  return { ...placed, handOverNs: () => 0, context: { ...placed.context, exchangeNs: () => 0 } };
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

/** A candidate with what it would do. */
interface Judged {
  placed: PlacedReplicas;
  service: ExpectedService;
  /** Least ratio of a limit to what is expected. */
  room: number;
}

/** The best of `candidates`, which come in rising order; of equal ones the smallest. */
export function chooseDegree(
  candidates: readonly DegreeCandidate[],
  load: ExpectedLoad,
  batchMax: number,
  objectives: Objectives,
): PlacedReplicas {
  const degrees = candidates.map(({ placed }) => placed.tensor).join(", ");
  const judge = (placed: PlacedReplicas, timer: StepTimer) => {
    const service = expectedService(placed, timer, load, batchMax);
    return { placed, service, room: roomUnder(service, load, objectives) };
  };
  const isBetter = ({ service, room }: Judged, other: Judged) => {
    if (service.isOverloaded !== other.service.isOverloaded) return other.service.isOverloaded;
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
