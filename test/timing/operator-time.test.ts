import { expect, test } from "vitest";
import { rankDevice } from "../../src/hardware/chip.ts";
import { trainium } from "../../src/hardware/chips/trainium.ts";
import type { Attention, Matmul } from "../../src/models/operators/operator.ts";
import { behavioursFor, plainBehaviours } from "../../src/timing/behaviours.ts";
import { neutralConstants } from "../../src/timing/constants.ts";
import { type OperatorSetting, operatorTime } from "../../src/timing/operator-time.ts";

const device = rankDevice(trainium.make(), 1);
/** A NeuronCore-v2: 92 TFLOPS in bf16 and half of 820 GB/s. */
const peak = 92_000;
const bandwidth = 410;
/** 16 of the chip's 32 DMA engines, 17 GB/s each. */
const dma = 272;

function setting(changes: Partial<OperatorSetting> = {}): OperatorSetting {
  const bytes = { weights: 2, activations: 2, kvCache: 2 };
  const precision = { compute: "bf16", bytes } as const;
  return { device, precision, constants: neutralConstants, behaviours: plainBehaviours, ...changes };
}

const matmul = (m: number, k: number, n: number): Matmul => ({
  kind: "matmul",
  name: "test",
  m,
  k,
  n,
  count: 1,
  weights: true,
});

const attention = (changes: Partial<Attention> = {}): Attention => ({
  kind: "attention",
  name: "test",
  sequences: 1,
  queryTokens: 1024,
  contextTokens: 1024,
  heads: 4,
  kvHeads: 4,
  headDim: 128,
  causal: true,
  fromCache: false,
  ...changes,
});

test("a matmul of whole tiles takes its FLOPs at the peak of the core", () => {
  const { computeNs } = operatorTime(matmul(1024, 256, 512), setting());
  expect(computeNs).toBeCloseTo((2 * 1024 * 256 * 512) / peak, 6);
});

test("100 columns cost the 128 that the array has", () => {
  const narrow = operatorTime(matmul(64, 128, 100), setting()).computeNs;
  expect(narrow).toBeCloseTo(operatorTime(matmul(64, 128, 128), setting()).computeNs, 9);
});

test("weights stream at the fraction that the profile reaches of what memory and DMA engines can move", () => {
  const constants = { ...neutralConstants, weightBandwidthEfficiency: 0.6, activationTraffic: 0 };
  const { memoryNs } = operatorTime(matmul(1, 4096, 4096), setting({ constants }));
  expect(memoryNs).toBeCloseTo((4096 * 4096 * 2) / (0.6 * Math.min(bandwidth, dma)), 6);
});

test("memory moves at the least of HBM and what the DMA engines of the core sustain", () => {
  const constants = { ...neutralConstants, activationTraffic: 0 };
  const bound = operatorTime(matmul(1, 4096, 4096), setting({ constants }));
  expect(bound.memoryNs).toBeCloseTo((4096 * 4096 * 2) / dma, 6);
  const { dma: _, ...without } = trainium.make();
  const free = setting({ constants, device: rankDevice(without, 1) });
  expect(operatorTime(matmul(1, 4096, 4096), free).memoryNs).toBeCloseTo((4096 * 4096 * 2) / bandwidth, 6);
});

test("a feed-forward shard moves in equal parts of at most 32 tiles, and each takes 1.25 tiles' time to start", () => {
  const constants = { ...neutralConstants, activationTraffic: 0 };
  const tileNs = (tiles: number) => {
    const shard = { ...matmul(1, 4096, 2 * 128 * tiles), name: "gate-up projection" };
    return operatorTime(shard, setting({ constants })).memoryNs / tiles;
  };
  const whole = 1 + 1.25 / 32;
  const parts = { 43: 1, 74: 2, 86: 2, 112: 28, 96: 32 };
  for (const [tiles, part] of Object.entries(parts)) {
    expect(tileNs(Number(tiles)) / tileNs(32)).toBeCloseTo((1 + 1.25 / part) / whole, 6);
  }
  for (const narrow of [7, 11, 31]) expect(tileNs(narrow)).toBeCloseTo(tileNs(32), 6);
});

test("functions of elements take a cycle of a lane of ScalarE, beside the matmuls of attention and the products of a gate", () => {
  const scalar = 128 * 1.4;
  const fast = setting({ constants: { ...neutralConstants, activationTraffic: 0 } });
  const scores = (1024 * 1025) / 2;
  const narrow = attention({ heads: 1, kvHeads: 1, headDim: 16 });
  expect(operatorTime(narrow, fast).computeNs / (scores / scalar)).toBeCloseTo(1, 2);
  const wide = attention({ heads: 1, kvHeads: 1, headDim: 512 });
  expect(operatorTime(wide, fast).computeNs / ((4 * 512 * scores) / peak)).toBeCloseTo(1, 2);
  const gate = {
    kind: "vector",
    name: "activation",
    elements: 1e6,
    flopsPerElement: 6,
    transfersPerElement: 3,
  } as const;
  expect(operatorTime(gate, fast).computeNs).toBeCloseTo(1e6 / scalar, 6);
  expect(operatorTime({ ...gate, name: "norm" }, fast).computeNs).toBeCloseTo(6e6 / 2300, 6);
});

test("few tokens fetch the weights of an expert for each choice, more of all experts once, a prompt for each block of tokens", () => {
  const constants = { ...neutralConstants, activationTraffic: 0, expertTileNs: 10, expertChoiceNs: 1000 };
  const behaviours = { ...plainBehaviours, expertBlockTokens: 256 };
  // Two choices a token among eight experts.
  const timeOf = (tokens: number) => {
    const touched = Math.min(8, 2 * tokens);
    const routed = { held: 8, tokens };
    const each = matmul((2 * tokens) / touched, 1024, 512);
    return operatorTime(
      { ...each, name: "expert gate-up projection", count: touched, routed },
      setting({ constants, behaviours }),
    );
  };
  const read = (1024 * 512 * 2) / Math.min(bandwidth, dma);
  const multiplied = (rows: number) => (2 * rows * 1024 * 512) / peak;
  // Of the fixed cost of three tokens, six choices, the gate and up matmul has half.
  expect(timeOf(3).memoryNs).toBeCloseTo(6 * read, 6);
  expect(timeOf(3).overheadNs).toBeCloseTo((6 * 1000) / 2, 6);
  // Five tokens fill the 128 rows of the array no less than 128 do; fetching and multiplying take turns.
  for (const tokens of [5, 128, 256]) {
    const { computeNs, memoryNs, overheadNs } = timeOf(tokens);
    const rows = Math.max(128, tokens);
    expect(computeNs).toBeCloseTo(8 * multiplied(rows), 3);
    expect(memoryNs).toBeCloseTo(8 * read, 6);
    expect(overheadNs).toBeCloseTo((8 * 1000) / 2 + 8 * Math.min(read, multiplied(rows)), 3);
  }
  const blocks = (2 * 512 - 8) / 256 + 8;
  expect(timeOf(512).computeNs).toBeCloseTo(blocks * multiplied(256), 3);
  expect(timeOf(512).overheadNs).toBeCloseTo((blocks * 8 * 10) / 2, 6);
});

test("a block of experts has a cost for each 128 columns of the hidden state, and reads its expert's weights as often as told", () => {
  const behaviours = { ...plainBehaviours, expertBlockTokens: 256 };
  const expert = (hidden: number) => ({
    ...matmul(512, hidden, 512),
    name: "expert gate-up projection",
    count: 8,
  });
  const at = (hidden: number, changes: object) =>
    operatorTime(expert(hidden), setting({ constants: { ...neutralConstants, ...changes }, behaviours }))
      .overheadNs;
  const blocks = (8 * 512 - 8) / 256 + 8;
  expect(at(1024, { expertTileNs: 50 })).toBeCloseTo((blocks * 8 * 50) / 2, 6);
  expect(at(1100, { expertTileNs: 50 })).toBeCloseTo((blocks * 9 * 50) / 2, 6);
  const weights = (blocks * 1024 * 512 * 2) / Math.min(bandwidth, dma);
  expect(at(1024, { expertWeightPasses: 3 })).toBeCloseTo(3 * weights, 6);
});

test("decode attention reads keys and values of the context, and pays for positions and scattered sequences", () => {
  const constants = {
    ...neutralConstants,
    contextOverheadNs: 2,
    sequenceOverheadNs: 100,
    activationTraffic: 0,
  };
  const op = attention({ sequences: 8, queryTokens: 1, contextTokens: 2048, fromCache: true });
  const { memoryNs, overheadNs } = operatorTime(op, setting({ constants }));
  expect(memoryNs).toBeCloseTo((2 * 8 * 2048 * 4 * 128 * 2) / dma, 6);
  expect(overheadNs).toBe(2 * 2048 + 100 * 8);
});

test("two cores in one rank have a fused kernel of their own, from another length on than one core", () => {
  const constants = { ...neutralConstants, scorePasses: 100 };
  const lengths = { flashFromTokens: 4096, flashFromTokensLnc2: 1024 };
  const memoryOf = (cores: number, changes: object) => {
    const of = { device: rankDevice(trainium.make(), cores), constants };
    return operatorTime(
      attention({ queryTokens: 2048, contextTokens: 2048 }),
      setting({ ...of, behaviours: { ...plainBehaviours, ...changes } }),
    ).memoryNs;
  };
  for (const cores of [1, 2]) {
    const [fused, written] = [
      memoryOf(cores, { flashFromTokens: 0 }),
      memoryOf(cores, { flashFromTokens: null }),
    ];
    expect(written).toBeGreaterThan(10 * fused);
    expect(memoryOf(cores, lengths)).toBe(cores === 2 ? fused : written);
    expect(memoryOf(cores, { ...lengths, flashFromTokensLnc2: null })).toBe(written);
  }
});

test("without a fused kernel attention computes the masked half too and moves its scores", () => {
  const constants = { ...neutralConstants, scorePasses: 5, activationTraffic: 0 };
  const behaviours = { ...plainBehaviours, flashFromTokens: null };
  const { computeNs, memoryNs } = operatorTime(attention(), setting({ constants, behaviours }));
  const pairs = 1024 * 1024 * 4;
  expect(computeNs).toBeCloseTo((2 * 2 * pairs * 128) / peak, 6);
  expect(memoryNs).toBeCloseTo((5 * pairs * 2) / bandwidth, 6);
});

test("a fused kernel computes half the square and is used from its threshold on", () => {
  const behaviours = { ...plainBehaviours, flashFromTokens: 1024 };
  const constants = { ...neutralConstants, flashAttentionEfficiency: 0.5 };
  const fused = operatorTime(attention(), setting({ behaviours, constants })).computeNs;
  expect(fused).toBeCloseTo((2 * 2 * ((1024 * 1025) / 2) * 4 * 128) / (0.5 * peak), 6);
  const short = attention({ queryTokens: 512, contextTokens: 512 });
  const whole = (2 * 2 * 512 * 512 * 4 * 128) / peak;
  expect(operatorTime(short, setting({ behaviours })).computeNs).toBeCloseTo(whole, 6);
});

test("scores that the on-chip memory of the core holds do not pass through device memory where the software keeps them", () => {
  const constants = { ...neutralConstants, scorePasses: 10, activationTraffic: 0 };
  const unfused = { ...plainBehaviours, flashFromTokens: null };
  const memoryNs = (tokens: number, keepsScoresOnChip: boolean) => {
    const op = attention({ queryTokens: tokens, contextTokens: tokens });
    return operatorTime(op, setting({ constants, behaviours: { ...unfused, keepsScoresOnChip } })).memoryNs;
  };
  // Four heads of 1,024 x 1,024 scores of four bytes are 16 MiB, of 2,048 x 2,048 are 64 MiB; a core has 24 MiB.
  const passes = (tokens: number) => (10 * 4 * tokens ** 2 * 2) / bandwidth;
  expect(memoryNs(1024, true)).toBeCloseTo(0, 6);
  expect(memoryNs(1024, false)).toBeCloseTo(passes(1024), 6);
  expect(memoryNs(2048, true)).toBeCloseTo(passes(2048), 6);
});

test("models with code of their own get a fused kernel only where the compiler makes one", () => {
  const behaviours = { ...plainBehaviours, unfusedModels: ["mistral"], compilerFlashFromTokens: 8192 };
  expect(behavioursFor("llama-3.1-8b", behaviours)).toBe(behaviours);
  expect(behavioursFor("Mistral-7B", behaviours)).toMatchObject({
    flashFromTokens: 8192,
    flashSequencesMax: 1,
  });
});

test("a head narrower than the array takes its full width, in a fused kernel and without one", () => {
  for (const flashFromTokens of [0, null]) {
    const behaviours = { ...plainBehaviours, flashFromTokens };
    // Slow enough for the matmuls to take longer than the exponentials.
    const constants = { ...neutralConstants, attentionEfficiency: 0.1, flashAttentionEfficiency: 0.1 };
    const timeOf = (headDim: number) =>
      operatorTime(attention({ headDim }), setting({ behaviours, constants })).computeNs;
    expect(timeOf(40)).toBeCloseTo(timeOf(128), 6);
    // 192 columns fill two tiles of 128.
    expect(timeOf(192)).toBeCloseTo(2 * timeOf(128), 6);
  }
});

test("each KV head of each sequence has the start of its transfers, beside the bytes, shared by the cores of a rank", () => {
  const constants = { ...neutralConstants, cacheHeadNs: 2600 };
  const decode = attention({ sequences: 3, queryTokens: 1, kvHeads: 2, fromCache: true });
  expect(operatorTime(decode, setting({ constants })).overheadNs).toBe(3 * 2 * 2600);
  const two = { ...device, cores: 2 };
  expect(operatorTime(decode, setting({ constants, device: two })).overheadNs).toBe((3 * 2 * 2600) / 2);
  expect(operatorTime(attention(), setting({ constants })).overheadNs).toBe(0);
});
