/** A request: what a client asks for, and what has become of it so far. */
import { type KvLoad, type KvUse, noUses } from "./kv-use.ts";

/** What arrives: a time and token counts. */
export interface RequestSpec {
  /** ns from the start of the run. */
  arrivalNs: number;
  inputTokens: number;
  outputTokens: number;
  /** Identities of the prompt's leading blocks, for prefix caches; equal numbers are equal content. */
  prefixBlocks?: readonly number[];
  /** Number of the request class it belongs to. */
  classIndex?: number;
  /** The conversation it is a turn of; equal numbers are one conversation. */
  session?: number;
  /** Requests of its conversation before it; counted as they come where it is of one and this is absent. */
  turn?: number;
  /** Less is more urgent. */
  priority?: number;
}

/** The longest prompt and the longest answer of some requests, tokens. */
export interface LongestRequest {
  inputTokens: number;
  outputTokens: number;
}

/** Of a request that has or holds no prompt blocks. */
export const noSlots: readonly number[] = [];

/** How a request stands, or how it ended. */
export type RequestStatus =
  | "waiting"
  | "running"
  | "completed"
  | "too-long"
  | "rejected"
  | "timed-out"
  | "failed";

/**
 * A request in the system. Times in ns; -1 until they are known. While it decodes its progress stands in the rows of its
 * batch (`batch-rows.ts`).
 */
export class Request {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Output tokens produced so far. */
  generated = 0;
  lastTokenNs = -1;
  /** Decode steps it took part in. */
  decodeSteps = 0;
  /** Blocks of the KV cache it holds, shared ones included. */
  kvBlocks = 0;
  /** Tokens that prefills produced, one each. */
  prefills = 0;
  readonly id: number;
  readonly arrivalNs: number;
  readonly measured: boolean;
  readonly prefixBlocks: readonly number[];
  readonly classIndex: number;
  readonly session: number;
  readonly priority: number;
  status: RequestStatus = "waiting";
  replica = -1;
  /** Requests of its conversation before it; -1 where it is of none, or they have not been counted. */
  turn: number;
  /** The region its client is in; -1 until drawn. */
  region = -1;
  /** Prompt tokens that the prefix cache spares, of the prefill under way. */
  cachedTokens = 0;
  /** Tokens whose keys and values are there, cached ones included, of the prefill under way. */
  prefilledTokens = 0;
  /** Number of its LoRA adapter; -1 where it has none. */
  adapter = -1;
  /** The attention group that computes its prompt. */
  attentionGroup = 0;
  /** Its keys and values are at hand, by transfer or in host memory: it needs no prefill to go on. */
  kvReady = false;
  /** Time to bring keys and values back before its prefill can end, ns. */
  loadNs = 0;
  /** What that shares with others. */
  loadUses: readonly KvUse[] = noUses;
  /** Whether the prefix cache was asked for it. */
  lookedUp = false;
  /** Start of its first prefill. */
  startedNs = -1;
  firstTokenNs = -1;
  finishedNs = -1;
  /** Since when it waits in the line it stands in. */
  waitingNs = -1;
  /** Time in line after it lost its KV cache, ns. */
  stalledNs = 0;
  /** Time its keys and values took from the prefill replica to the decode replica, ns. */
  transferNs = 0;
  /** Time on the network between client and replica, both ways, ns. */
  networkNs = 0;
  /** Where the leading prompt blocks stand that it holds in the KV cache together with others. */
  prefixSlots: readonly number[] = noSlots;
  /** Times it lost its KV cache. */
  preemptions = 0;
  /** Times it was sent to another replica after a failure. */
  retries = 0;
  /** To be dropped at the next step boundary: its client has gone. */
  abandoned = false;

  constructor(id: number, spec: RequestSpec, measured: boolean) {
    this.id = id;
    this.arrivalNs = spec.arrivalNs;
    this.inputTokens = spec.inputTokens;
    this.outputTokens = spec.outputTokens;
    this.measured = measured;
    this.prefixBlocks = spec.prefixBlocks ?? noSlots;
    this.classIndex = spec.classIndex ?? 0;
    this.session = spec.session ?? -1;
    this.turn = spec.turn ?? -1;
    this.priority = spec.priority ?? 0;
  }

  /** Tokens whose keys and values it holds while it runs: prompt and answer so far. */
  get contextTokens(): number {
    return this.inputTokens + this.generated;
  }

  /** Output tokens still to come. */
  get remaining(): number {
    return this.outputTokens - this.generated;
  }

  /** Tokens of its prompt (and lost answer) that a prefill must still compute. */
  get prefillLeft(): number {
    return this.contextTokens - this.prefilledTokens;
  }

  /** Has its whole answer at `now`; returns itself. */
  complete(now: number): this {
    this.status = "completed";
    this.finishedNs = now;
    return this;
  }

  /** Loses its place in a batch at `now`, and waits again. */
  losePlace(now: number): void {
    this.status = "waiting";
    this.waitingNs = now;
    this.preemptions++;
  }

  /** Has to get `load` before it can go on; nothing when absent. */
  needs(load?: KvLoad): void {
    this.loadNs = load?.ns ?? 0;
    this.loadUses = load?.uses ?? noUses;
  }
}
