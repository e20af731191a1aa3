/** A request: what a client asks for, and what has become of it so far. */

/** What arrives: a time and token counts. */
export interface RequestSpec {
  /** ns from the start of the run. */
  arrivalNs: number;
  inputTokens: number;
  outputTokens: number;
  /** Identities of the prompt's leading blocks, for prefix caches; equal numbers are equal content. */
  prefixBlocks?: readonly number[];
}

/** How a request ended. */
export type RequestStatus = "waiting" | "running" | "completed" | "too-long";

/** A request in the system. Times in ns; -1 until they are known. */
export class Request {
  readonly id: number;
  readonly arrivalNs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly measured: boolean;
  status: RequestStatus = "waiting";
  replica = -1;
  /** Output tokens produced so far. */
  generated = 0;
  /** Start of its first prefill. */
  startedNs = -1;
  firstTokenNs = -1;
  lastTokenNs = -1;
  finishedNs = -1;
  /** Blocks of the KV cache it holds. */
  kvBlocks = 0;
  /** Times it lost its KV cache and had to be prefilled again. */
  preemptions = 0;

  constructor(id: number, spec: RequestSpec, measured: boolean) {
    this.id = id;
    this.arrivalNs = spec.arrivalNs;
    this.inputTokens = spec.inputTokens;
    this.outputTokens = spec.outputTokens;
    this.measured = measured;
  }

  /** Tokens whose keys and values it holds while it runs: prompt and answer so far. */
  get contextTokens(): number {
    return this.inputTokens + this.generated;
  }

  /** Output tokens still to come. */
  get remaining(): number {
    return this.outputTokens - this.generated;
  }
}
