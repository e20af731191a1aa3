/**
 * Operators: the units of work a model asks of a rank. Shapes only; how long one takes is the timing model's business.
 *
 * FLOPs count a multiply and an add as two. Bytes are what a perfect kernel must move between device memory and the
 * core: weights once, inputs in, outputs out. Both are the physical floor that no prediction may beat.
 */

import type { WeightFamily } from "../layer/weight.ts";

/** Bytes of one element of weights, activations and KV cache. */
export interface ElementBytes {
  weights: number;
  activations: number;
  kvCache: number;
  /** Families of weights that are stored in another type. */
  families?: Readonly<Partial<Record<WeightFamily, number>>>;
}

/** Bytes of one weight of `family`, the scales of its blocks included. */
export function weightElementBytes(bytes: ElementBytes, family: WeightFamily | undefined): number {
  return (family && bytes.families?.[family]) ?? bytes.weights;
}

/**
 * `[m, k] x [k, n]`, `count` times with distinct weights (experts) or batches. For experts `m` (tokens an expert gets) and
 * `count` (experts touched) are expected values and need not be whole.
 */
export interface Matmul {
  kind: "matmul";
  name: string;
  m: number;
  k: number;
  n: number;
  count: number;
  /** The right operand is weights; else it is an activation. */
  weights: boolean;
  /** Family of the weights; stored as most weights are when absent. */
  family?: WeightFamily;
  /** Name of the weights where the work is called otherwise. */
  weightName?: string;
  /** Of routed experts, those that a rank holds and the tokens that choose among them. */
  routed?: { held: number; tokens: number };
  /** The work follows from the context rather than from the new tokens (keys and values expanded anew from a cache). */
  ofContext?: boolean;
}

/** A matmul of `m` rows with one weight matrix of `k` x `n`. */
export function weightMatmul(name: string, family: WeightFamily, m: number, k: number, n: number): Matmul {
  return { kind: "matmul", name, m, k, n, count: 1, weights: true, family };
}

/**
 * Scores, softmax and weighted sum of one layer for `sequences` sequences on this rank. In prefill and training
 * `queryTokens` = new tokens per sequence; in decode it is 1 (or the tokens verified at once). `contextTokens` = tokens
 * attended to per sequence, new ones included. Causal masks halve the work on the new tokens' own square.
 */
export interface Attention {
  kind: "attention";
  name: string;
  sequences: number;
  queryTokens: number;
  contextTokens: number;
  /** Query and KV heads on this rank. */
  heads: number;
  kvHeads: number;
  /** Width of a query and a key. */
  headDim: number;
  /** Width of a value; that of a key when absent. */
  valueDim?: number;
  /** Elements of the cache for each token on this rank; a key and a value of every KV head when absent. */
  cacheElements?: number;
  causal: boolean;
  /** Keys and values come from the KV cache in device memory (decode), not from the layer before. */
  fromCache: boolean;
  /** Each token attends to at most this many, itself included; all when absent. */
  window?: number;
  /**
   * Products of query-by-key size. Forward 2, when absent: scores, weighted sum. Backward 4 (gradients of values,
   * probabilities, queries, keys), or 5 where the scores are computed anew instead of stored.
   */
  products?: number;
}

/** Element-wise or reduction work on the vector and scalar engines: norms, activations, residuals, rotary embedding. */
export interface VectorWork {
  kind: "vector";
  name: string;
  elements: number;
  flopsPerElement: number;
  /** Elements read plus elements written, per element: 2 for an in-place map. */
  transfersPerElement: number;
}

/** Rows of a table read from device memory: token and position embeddings. */
export interface Gather {
  kind: "gather";
  name: string;
  rows: number;
  width: number;
}

/**
 * A state of fixed size that every token of a sequence updates and reads: linear attention, state-space models. Whole
 * sequences are computed in chunks by matmuls, so FLOPs count at the matmul rate; a decode step reads and writes the state.
 */
export interface Recurrence {
  kind: "recurrence";
  name: string;
  sequences: number;
  queryTokens: number;
  flopsPerToken: number;
  /** Bytes of the state of one sequence on this rank. */
  stateBytes: number;
  /** Elements read and written for each token. */
  inputElements: number;
  outputElements: number;
}

/** A 2D convolution over a batch of images, NCHW. */
export interface Convolution {
  kind: "convolution";
  name: string;
  images: number;
  inChannels: number;
  outChannels: number;
  kernel: number;
  outHeight: number;
  outWidth: number;
  stride: number;
  groups: number;
}

/** One unit of work on one rank. */
export type Operator = Matmul | Attention | Recurrence | VectorWork | Gather | Convolution;

/**
 * Query-key pairs one sequence computes: a causal prefill of s tokens on empty context has s(s+1)/2. With a window of w
 * the query at position p (from 1) sees min(p, w) keys.
 */
export function attendedPairs(op: Attention): number {
  const { queryTokens, contextTokens, window = Number.POSITIVE_INFINITY } = op;
  if (!op.causal) return queryTokens * Math.min(contextTokens, window);
  const pairsUpTo = (position: number) =>
    position <= window
      ? (position * (position + 1)) / 2
      : (window * (window + 1)) / 2 + (position - window) * window;
  return pairsUpTo(contextTokens) - pairsUpTo(contextTokens - queryTokens);
}

/** Tokens of the context whose keys and values some query of `op` reads. */
export function attendedTokens(op: Attention): number {
  const { queryTokens, contextTokens, window = Number.POSITIVE_INFINITY } = op;
  return Math.min(contextTokens, op.causal ? window + queryTokens - 1 : window);
}

/** Mean width of a head's keys and values: 192 and 128 are 160. */
export function meanHeadDim({ headDim, valueDim = headDim }: Attention): number {
  return (headDim + valueDim) / 2;
}

/** Elements of the cache that one token of the context takes on this rank. */
export function cacheElements(op: Attention): number {
  return op.cacheElements ?? 2 * op.kvHeads * meanHeadDim(op);
}

/** Floating-point operations of `op`: a matmul of 4 x 8 by 8 x 16 has 2 * 4 * 8 * 16 = 1,024. */
export function operatorFlops(op: Operator): number {
  switch (op.kind) {
    case "matmul":
      return 2 * op.m * op.k * op.n * op.count;
    case "attention":
      return 2 * (op.products ?? 2) * op.sequences * attendedPairs(op) * op.heads * meanHeadDim(op);
    case "recurrence":
      return op.sequences * op.queryTokens * op.flopsPerToken;
    case "vector":
      return op.elements * op.flopsPerElement;
    case "gather":
      return 0;
    case "convolution":
      return (
        (2 * op.images * op.outHeight * op.outWidth * op.outChannels * op.inChannels * op.kernel ** 2) /
        op.groups
      );
  }
}

/** Bytes of weights that `op` reads: none for attention and vector work. */
export function operatorWeightBytes(op: Operator, bytes: ElementBytes): number {
  switch (op.kind) {
    case "matmul":
      return op.weights ? op.k * op.n * op.count * weightElementBytes(bytes, op.family) : 0;
    case "gather":
      return op.rows * op.width * weightElementBytes(bytes, "embeddings");
    case "convolution":
      return ((op.inChannels * op.outChannels * op.kernel ** 2) / op.groups) * bytes.weights;
    default:
      return 0;
  }
}

/** Bytes of KV cache that `op` reads from device memory, or of a state that it reads and writes; else zero. */
export function operatorKvBytes(op: Operator, bytes: ElementBytes): number {
  if (op.kind === "recurrence") return 2 * op.sequences * op.stateBytes;
  if (op.kind !== "attention" || !op.fromCache) return 0;
  return op.sequences * attendedTokens(op) * cacheElements(op) * bytes.kvCache;
}

/** Bytes of activations that `op` reads and writes. */
export function operatorActivationBytes(op: Operator, bytes: ElementBytes): number {
  switch (op.kind) {
    case "matmul":
      return (op.m * op.k + op.m * op.n + (op.weights ? 0 : op.k * op.n)) * op.count * bytes.activations;
    case "attention": {
      const queries = 2 * op.sequences * op.queryTokens * op.heads * meanHeadDim(op);
      const keysAndValues = op.fromCache
        ? 0
        : 2 * op.sequences * op.contextTokens * op.kvHeads * meanHeadDim(op);
      // Backward moves the gradient of each of the four tensors beside the tensor itself.
      const tensors = (op.products ?? 2) > 2 ? 2 : 1;
      return tensors * (queries + keysAndValues) * bytes.activations;
    }
    case "recurrence":
      return op.sequences * op.queryTokens * (op.inputElements + op.outputElements) * bytes.activations;
    case "vector":
      return op.elements * op.transfersPerElement * bytes.activations;
    case "gather":
      return op.rows * op.width * bytes.activations;
    case "convolution":
      return (
        op.images *
        (op.inChannels * op.outHeight * op.outWidth * op.stride ** 2 +
          op.outChannels * op.outHeight * op.outWidth) *
        bytes.activations
      );
  }
}

/** FLOPs of all `operators`. */
export function totalFlops(operators: readonly Operator[]): number {
  return operators.reduce((sum, op) => sum + operatorFlops(op), 0);
}

/** Bytes of weights that all `operators` read. */
export function totalWeightBytes(operators: readonly Operator[], bytes: ElementBytes): number {
  return operators.reduce((sum, op) => sum + operatorWeightBytes(op, bytes), 0);
}
