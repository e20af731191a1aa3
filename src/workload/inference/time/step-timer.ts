/**
 * How long the steps of a replica take. The engine asks for prefills of given prompts, for decode steps of a given batch,
 * and for steps in which both share one pass. Decode steps of an unchanged batch form a straight line in the step number,
 * which is what lets the engine jump over them in one event.
 */
import { type TimeParts, totalNs } from "../../../timing/forward-time.ts";
import type { Request } from "../load/request.ts";
import { joined, noExchanges, type StepExchange } from "./step-exchange.ts";

/** Where the time of a step goes; the order of `StepCost.parts`. */
export const stepParts = ["compute", "memory", "overhead", "communication", "loading"] as const;

/** Time of one step and what limits it; the parts sum to the total. */
export interface StepCost {
  totalNs: number;
  /** ns by `stepParts`. */
  parts: Float64Array;
  /** Time in which engines compute for it, and in which the memory works, whichever of them operators wait for, ns. */
  computeBusyNs: number;
  memoryBusyNs: number;
  /** Inputs and results that pass between chips and host, bytes, and the time of it alone: a part of the part `loading`. */
  hostBytes: number;
  hostNs: number;
  /** What ranks exchange in it; how long that takes is the part `communication`. */
  exchanges: readonly StepExchange[];
}

/** Places of what operators wait for the engines, for memory, and of what ranks wait for each other. */
export const computePart = stepParts.indexOf("compute");
export const memoryPart = stepParts.indexOf("memory");
export const communicationPart = stepParts.indexOf("communication");
export const loadingPart = stepParts.indexOf("loading");

/** What a step costs whose computation takes `parts`, and in which ranks exchange `exchanges`. */
export function costOf(parts: TimeParts, exchanges: readonly StepExchange[] = noExchanges): StepCost {
  const { compute, memory, overhead, communication, computeBusy, memoryBusy } = parts;
  return {
    totalNs: totalNs(parts),
    parts: Float64Array.of(compute, memory, overhead, communication, 0),
    computeBusyNs: computeBusy,
    memoryBusyNs: memoryBusy,
    hostBytes: 0,
    hostNs: 0,
    exchanges,
  };
}

/** A step that costs nothing yet. */
export function emptyCost(): StepCost {
  return {
    totalNs: 0,
    parts: new Float64Array(stepParts.length),
    computeBusyNs: 0,
    memoryBusyNs: 0,
    hostBytes: 0,
    hostNs: 0,
    exchanges: noExchanges,
  };
}

/** Adds `times` times `cost` to `sum`. */
export function addCost(sum: StepCost, cost: StepCost, times = 1): void {
  sum.totalNs += times * cost.totalNs;
  sum.computeBusyNs += times * cost.computeBusyNs;
  sum.memoryBusyNs += times * cost.memoryBusyNs;
  sum.hostBytes += times * cost.hostBytes;
  sum.hostNs += times * cost.hostNs;
  if (cost.exchanges.length > 0) sum.exchanges = joined(sum.exchanges, cost.exchanges, times);
  for (let part = 0; part < stepParts.length; part++) sum.parts[part]! += times * cost.parts[part]!;
}

const overheadPart = stepParts.indexOf("overhead");

/** Adds what the host or launches take, `ns`, to `sum`. */
export function addOverhead(sum: StepCost, ns: number): void {
  sum.totalNs += ns;
  sum.parts[overheadPart]! += ns;
}

/** Makes `target` equal to `source`. */
export function copyCost(target: StepCost, source: StepCost): void {
  target.totalNs = source.totalNs;
  target.computeBusyNs = source.computeBusyNs;
  target.memoryBusyNs = source.memoryBusyNs;
  target.hostBytes = source.hostBytes;
  target.hostNs = source.hostNs;
  target.exchanges = source.exchanges;
  for (let part = 0; part < stepParts.length; part++) target.parts[part] = source.parts[part]!;
}

/** Decode steps of an unchanged batch: step i (0-based) takes `first + i * growth`, for `validSteps` steps. */
export interface DecodeCost {
  first: StepCost;
  growth: StepCost;
  validSteps: number;
}

/** Requests that decode together. */
export interface DecodeBatch {
  /** Sequences computed, empty slots of a fixed batch included. */
  slots: number;
  /** Tokens they hold together. */
  contextTotal: number;
  /** Tokens of the longest. */
  contextMax: number;
  /** Prompt tokens among them: of all together, and of the longest prompt. */
  promptTotal: number;
  promptMax: number;
  /** Answer tokens of the longest answer. */
  answerMax: number;
  /** Sequences that joined others since the last step; 0 where nobody else runs. */
  newcomers: number;
}

/** `count` sequences of `contextTokens` tokens each, `promptTokens` of them the prompt. */
export function equalBatch(count: number, contextTokens: number, promptTokens = 0): DecodeBatch {
  return {
    slots: count,
    contextTotal: count * contextTokens,
    contextMax: contextTokens,
    promptTotal: count * promptTokens,
    promptMax: promptTokens,
    answerMax: contextTokens - promptTokens,
    newcomers: 0,
  };
}

/** The part of a prompt that one step computes. */
export interface PromptChunk {
  request: Request;
  tokens: number;
}

/** Timing of one replica. Returned objects belong to the timer and are overwritten by the next call. */
export interface StepTimer {
  /** Output tokens that a decode step gives each sequence on average: more than 1 with speculation; 1 when absent. */
  readonly tokensPerStep?: number | undefined;
  /** Groups of ranks that attend to requests of their own; 1 when absent. */
  readonly attentionGroups?: number | undefined;
  /** KV positions a decode step may write for each sequence; 1 when absent. */
  readonly lookaheadTokens?: number | undefined;
  /** The host makes up each step while the one before it runs, so that a request joins the step after next; false when absent. */
  readonly schedulesAhead?: boolean | undefined;
  /** One prefill of all `requests`, each over the tokens it still has to compute. */
  prefill(requests: readonly Request[]): StepCost;
  /** Decode steps of `batch`. */
  decode(batch: DecodeBatch): DecodeCost;
  /** One step over chunks of prompts and one token (or its speculation) of each sequence of `batch`, which may be empty. */
  mixed(chunks: readonly PromptChunk[], batch: DecodeBatch): StepCost;
}
