/**
 * How long one operator takes on one rank.
 *
 *     compute = FLOPs with tiles filled / (peak x efficiency)
 *     memory  = sum of bytes / (bandwidth x efficiency)
 *     time    = max(compute, memory), or their sum where the software does not overlap them
 *
 * Matmuls fill whole tiles of the array: rows of the contraction and columns of the result are rounded up to the array's
 * sides (128 x 128 on a NeuronCore), so a 100-column slice costs 128, and so do the 40, 64 or 80 columns of an attention
 * head. Attention without a fused kernel computes the whole
 * square, masked half included, and moves its score matrix through memory several times; a fused kernel does neither.
 * Functions of elements run on an engine of their own (`scalar-engine.ts`): the slower of the two counts.
 * Decode attention is bound by the KV cache it reads; software adds a cost for each position (mask, softmax) and each
 * sequence (scattered updates) that more ranks do not divide. Transfers of KV heads are started by the cores of a rank, each
 * with DMA engines of its own: two sequences of two heads at 2.6 us take 10.4 us of one core, 5.2 us of two.
 *
 * Efficiencies are at most 1, tiles and overheads only add, so the time is never below FLOPs / peak or bytes / bandwidth.
 */
import type { DataType, RankDevice } from "../hardware/chip.ts";
import type { WeightFamily } from "../models/layer/weight.ts";
import {
  type Attention,
  type ElementBytes,
  type Matmul,
  meanHeadDim,
  type Operator,
  operatorActivationBytes,
  operatorFlops,
  operatorKvBytes,
  operatorWeightBytes,
} from "../models/operators/operator.ts";
import type { Behaviours } from "./behaviours.ts";
import type { ProfileConstants } from "./constants.ts";
import { scalarNs } from "./scalar-engine.ts";

/** What the numbers of a model are stored in and computed in. */
export interface Precision {
  /** Data type of matmuls. */
  compute: DataType;
  bytes: ElementBytes;
  /** Data type of matmuls with weights of a family that is stored in another format than most are. */
  families?: Readonly<Partial<Record<WeightFamily, DataType>>>;
}

/** What one operator's time follows from, beside the operator. */
export interface OperatorSetting {
  device: RankDevice;
  precision: Precision;
  constants: ProfileConstants;
  behaviours: Behaviours;
}

/** Time an operator needs of the compute engines and of the memory, and what software adds, ns. */
export interface OperatorTime {
  computeNs: number;
  memoryNs: number;
  overheadNs: number;
}

/** Time of `op` on one rank. Throws when the device has no rate for the precision. */
export function operatorTime(op: Operator, setting: OperatorSetting): OperatorTime {
  switch (op.kind) {
    case "matmul":
      return isRouted(op) ? expertMatmulTime(op, setting) : matmulTime(op, setting);
    case "attention":
      return op.fromCache && op.queryTokens <= decodeQueriesMax
        ? decodeAttentionTime(op, setting)
        : wholeAttentionTime(op, setting);
    case "recurrence":
      // Chunked matmuls over whole sequences; a decode step is bound by the state it reads and writes.
      return {
        computeNs:
          operatorFlops(op) /
          (matmulPeak(setting.device, widest(setting.precision.compute)) *
            setting.constants.flashAttentionEfficiency),
        memoryNs: memoryNs(op, setting),
        overheadNs: 0,
      };
    case "convolution":
      return {
        computeNs: operatorFlops(op) / matmulRate(setting),
        memoryNs: memoryNs(op, setting),
        overheadNs: 0,
      };
    default: {
      const rate = setting.device.vectorPeak * setting.constants.vectorEfficiency;
      const computeNs = Math.max(operatorFlops(op) / rate, scalarNs(op, setting.device));
      return { computeNs, memoryNs: memoryNs(op, setting), overheadNs: 0 };
    }
  }
}

function matmulTime(op: Matmul, setting: OperatorSetting): OperatorTime {
  return { computeNs: matmulComputeNs(op, setting), memoryNs: memoryNs(op, setting), overheadNs: 0 };
}

/** Matmuls of routed experts are named so; a shared expert is a dense layer. */
function isRouted({ name, weights }: Matmul): boolean {
  return weights && name.startsWith("expert ");
}

/**
 * Routed experts, both matmuls sharing the fixed costs in halves. Software that computes prompts in blocks, NxD Inference, has three
 * ways. Where tokens make fewer choices than there are experts, the chosen one's weights are fetched for each choice, each fetch
 * with a cost. Else up to a block of tokens pass through all experts, one expert after the other: its weights are fetched, at the
 * cost of a choice, then multiplied with all tokens, which fill the rows of the array. Longer prompts fill blocks.
 */
function expertMatmulTime(op: Matmul, setting: OperatorSetting): OperatorTime {
  const { device, constants, behaviours } = setting;
  const { expertBlockTokens: block } = behaviours;
  const choices = op.m * op.count;
  const fetching = (fetches: number) => (fetches * constants.expertChoiceNs) / 2;
  if (block === null) return { ...matmulTime(op, setting), overheadNs: fetching(choices) };
  const { held, tokens } = op.routed ?? { held: op.count, tokens: op.m };
  if (choices < held) {
    return { ...matmulTime({ ...op, m: 1, count: choices }, setting), overheadNs: fetching(choices) };
  }
  if (tokens > block) return expertBlockTime(op, block, setting);
  const time = matmulTime({ ...op, m: Math.max(tokens, tileOf(device).rows), count: held }, setting);
  return { ...time, overheadNs: fetching(held) + Math.min(time.computeNs, time.memoryNs) };
}

/**
 * Whole prompts: tokens that chose an expert fill blocks of b tokens, of which T k choices over E experts need (T k - E) / b + E
 * at most; each is computed in full, reads its expert's weights in short rows, which takes the DMA engines many times the time of
 * their bytes, and has a cost of its own for each tile of the hidden state, whose tokens are gathered, turned and scattered: 191
 * blocks of 40 tiles at 7.1 us take 54 ms.
 */
function expertBlockTime(op: Matmul, block: number, setting: OperatorSetting): OperatorTime {
  const { constants } = setting;
  const choices = op.m * op.count;
  const blocks = (choices - op.count) / block + op.count;
  const inBlocks = { ...op, m: block, count: blocks };
  const hidden = /down/.test(op.name) ? op.n : op.k;
  const { bytes } = setting.precision;
  const tiles = Math.ceil(hidden / tileOf(setting.device).rows);
  const weightBytes = constants.expertWeightPasses * operatorWeightBytes(inBlocks, bytes);
  const movingNs = weightBytes / movingBandwidth(setting.device);
  return {
    ...matmulTime(inBlocks, setting),
    overheadNs: (blocks * tiles * constants.expertTileNs) / 2 + movingNs,
  };
}

/** Tokens verified at once up to which attention over the cache counts as decode. */
export const decodeQueriesMax = 16;

/** Sides of the matmul array; tensor cores of GPUs work in tiles of 64 at least. */
function tileOf({ chip }: RankDevice): { rows: number; columns: number } {
  const gpuTile = 64;
  const side = chip.kind === "gpu" ? gpuTile : 1;
  return { rows: chip.tensor?.rows ?? side, columns: chip.tensor?.columns ?? side };
}

/** `value` rounded up to whole tiles; a share below one tile still fills one. */
function filled(value: number, tile: number): number {
  return Math.ceil(value / tile) * tile;
}

function matmulComputeNs(op: Matmul, setting: OperatorSetting): number {
  const { rows, columns } = tileOf(setting.device);
  const flops = 2 * op.m * filled(op.k, rows) * filled(op.n, columns) * op.count;
  const share = op.name.startsWith("expert ") ? setting.constants.expertEfficiency : 1;
  return flops / (matmulRate(setting) * share);
}

/** Matmul rate that the software reaches, flops/ns. */
function matmulRate({ device, precision, constants }: OperatorSetting): number {
  const narrow = widest(precision.compute) !== precision.compute;
  const efficiency = narrow ? constants.matmulEfficiency8Bit : constants.matmulEfficiency;
  return matmulPeak(device, precision.compute) * efficiency;
}

function decodeAttentionTime(op: Attention, setting: OperatorSetting): OperatorTime {
  const { device, precision, constants } = setting;
  return {
    computeNs: Math.max(
      operatorFlops(op) / matmulPeak(device, widest(precision.compute)),
      scalarNs(op, device),
    ),
    memoryNs: memoryNs(op, setting),
    overheadNs:
      constants.contextOverheadNs * op.contextTokens +
      (op.sequences * op.kvHeads * constants.cacheHeadNs) / device.cores +
      (op.sequences > 1 ? op.sequences : 0) *
        (constants.sequenceOverheadNs + constants.sequencePositionNs * op.contextTokens),
  };
}

/** Scores and sums are computed in 16 bits where weights and projections are in 8. */
export function widest(type: DataType): DataType {
  return type === "fp8" || type === "fp4" || type === "int8" ? "bf16" : type;
}

/** Times the width of a head that a matmul array takes for it: 2 of 64 columns on an array of 128. */
function headFill(op: Attention, device: RankDevice): number {
  if (device.chip.kind !== "neuron") return 1;
  const { rows, columns } = tileOf(device);
  const { headDim, valueDim = headDim } = op;
  return (filled(headDim, rows) + filled(valueDim, columns)) / (headDim + valueDim);
}

function wholeAttentionTime(op: Attention, setting: OperatorSetting): OperatorTime {
  const { device, precision, constants } = setting;
  const peak = matmulPeak(device, widest(precision.compute)) / headFill(op, device);
  if (isFused(op, setting)) {
    return {
      computeNs: Math.max(
        operatorFlops(op) / (peak * constants.flashAttentionEfficiency),
        scalarNs(op, device),
      ),
      memoryNs: memoryNs(op, setting),
      overheadNs: 0,
    };
  }
  const pairs = op.sequences * op.queryTokens * op.contextTokens * op.heads;
  const products = op.products ?? 2;
  // A backward pass of four products moves the scores about half again as often as the forward pass of two.
  const passes = constants.scorePasses * (products > 2 ? 1.5 : 1);
  const scoreBytes = staysOnChip(op, setting) ? 0 : passes * pairs * precision.bytes.activations;
  return {
    computeNs: Math.max(
      (2 * products * pairs * meanHeadDim(op)) / (peak * constants.attentionEfficiency),
      scalarNs(op, device),
    ),
    memoryNs:
      memoryNs(op, setting) + scoreBytes / (device.memoryBandwidth * constants.activationBandwidthEfficiency),
    overheadNs: 0,
  };
}

/** Bytes of a score before its softmax, which is computed in 32 bits. */
const scoreElementBytes = 4;

/** Whether the on-chip memory of the rank holds the scores of all heads of a sequence. */
function staysOnChip(op: Attention, { device, behaviours }: OperatorSetting): boolean {
  const { onChipBytes = 0, cores } = device.chip;
  const held = (onChipBytes * device.cores) / cores;
  return (
    behaviours.keepsScoresOnChip && op.heads * op.queryTokens * op.contextTokens * scoreElementBytes <= held
  );
}

/** Whether attention over whole sequences runs in one kernel that keeps its scores on chip. */
function isFused(op: Attention, { device, behaviours }: OperatorSetting): boolean {
  const { flashFromTokens, flashFromTokensLnc2, flashSequencesMax } = behaviours;
  const from = device.cores > 1 ? (flashFromTokensLnc2 ?? flashFromTokens) : flashFromTokens;
  return from !== null && op.contextTokens >= from && op.sequences <= flashSequencesMax;
}

function memoryNs(op: Operator, { device, precision, constants }: OperatorSetting): number {
  const { bytes } = precision;
  const activationBytes = operatorActivationBytes(op, bytes) * constants.activationTraffic;
  const rate = (efficiency: number) => movingBandwidth(device) * efficiency;
  const weightRate = rate(constants.weightBandwidthEfficiency) * shardShare(op, device);
  return (
    operatorWeightBytes(op, bytes) / weightRate +
    operatorKvBytes(op, bytes) / rate(constants.attentionDecodeEfficiency) +
    activationBytes / rate(constants.activationBandwidthEfficiency)
  );
}

/** At most what moves between memory and the chip, bytes/ns: the memory gives it and the DMA engines carry it. */
export function movingBandwidth(device: RankDevice): number {
  return Math.min(device.memoryBandwidth, dmaBandwidth(device));
}

/** What the DMA engines of a rank sustain, bytes/ns; no limit on chips without them (Trainium 1: 16 x 17 GB/s a core). */
function dmaBandwidth({ chip, cores }: RankDevice): number {
  const { dma } = chip;
  if (dma?.sustainedBandwidth === undefined) return Number.POSITIVE_INFINITY;
  return (dma.count * dma.sustainedBandwidth * cores) / chip.cores;
}

/** Tiles of weights that one transfer takes at most: 32 of 128 columns, rows of 8 KiB in 16 bits. */
const transferTilesMax = 32;
/** Tiles that would move in the time in which a transfer starts: shards of 43 tiles move at .45 of the rate of others, of 74 and 86 at .63. */
const transferStartTiles = 1.25;

/**
 * Share of the bandwidth that the feed-forward weights of `op` reach on a tiled array. A shard wider than a transfer moves
 * in equal ones, of as many tiles as divide it: 43 tiles one by one, 74 in pairs, 112 in groups of 28.
 */
function shardShare(op: Operator, { chip }: RankDevice): number {
  if (op.kind !== "matmul" || !op.weights || chip.tensor?.columns === undefined) return 1;
  if (chip.kind !== "neuron" || !/gate|up |up-|down/.test(op.name)) return 1;
  const columns = /down/.test(op.name) ? op.k : /gate/.test(op.name) ? op.n / 2 : op.n;
  const tiles = Math.ceil(columns / chip.tensor.columns);
  const startsOf = (transferTiles: number) => 1 + transferStartTiles / transferTiles;
  return tiles <= transferTilesMax ? 1 : startsOf(transferTilesMax) / startsOf(largestPart(tiles));
}

/** The largest number of tiles up to a transfer's that divides `tiles`. */
function largestPart(tiles: number): number {
  let part = transferTilesMax;
  while (tiles % part !== 0) part--;
  return part;
}

/** Peak matmul rate of `device` in `type`, flops/ns; fp16 and bf16 stand in for each other, and for a missing 8-bit rate. */
export function matmulPeak(device: RankDevice, type: DataType): number {
  const { peaks } = device;
  const peak = peaks[type] ?? peaks.bf16 ?? peaks.fp16 ?? peaks.fp32;
  if (peak === undefined) throw new Error(`${device.chip.name} has no matmul rate`);
  return peak;
}
