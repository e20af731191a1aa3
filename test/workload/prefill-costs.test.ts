/** What a prefill and a step cost beside the operators: fixed parts, sequences of a batch, and the host's choice of tokens. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { plainProfile } from "../../src/timing/profiles.ts";
import { promptOf, replicaOf } from "../../src/validation/rows/replica.ts";
import { equalBatch } from "../../src/workload/inference/inference.ts";

const model = catalog.models.find(({ name }) => name === "llama-3.1-8b");
const instance = catalog.instances.find(({ name }) => name === "inf2.48xlarge");

function timer(set: Partial<typeof plainProfile.constants>, compiledBatch = false) {
  if (model === undefined || instance === undefined) throw new Error("not in the catalog");
  const { timer: found } = replicaOf({
    model,
    instance,
    profile: {
      ...plainProfile,
      constants: { ...plainProfile.constants, ...set },
      behaviours: { ...plainProfile.behaviours, prefill: "padded", compiledBatch },
    },
    tensor: 8,
    weights: "bf16",
    kvCache: "bf16",
    batch: 4,
    tokens: 1024,
  });
  return found;
}

const prefillNs = (set: object, prompts: number) =>
  timer(set).prefill(Array.from({ length: prompts }, () => promptOf(256, 8))).totalNs;
const stepNs = (set: object, sequences: number) =>
  timer(set).decode(equalBatch(sequences, 300)).first.totalNs;

test("a prefill pays its fixed cost once, and a step none of it", () => {
  for (const prompts of [1, 4]) {
    expect(prefillNs({ prefillOverheadNs: 5e6 }, prompts) - prefillNs({}, prompts)).toBeCloseTo(5e6, 3);
  }
  expect(stepNs({ prefillOverheadNs: 5e6 }, 4)).toBe(stepNs({}, 4));
});

test("each layer of a batch of several pays for each sequence, and a lone sequence does not", () => {
  const set = { prefillSequenceOverheadNs: 1e3 };
  expect(prefillNs(set, 4) - prefillNs({}, 4)).toBeCloseTo(32 * 4 * 1e3, 3);
  expect(prefillNs(set, 1)).toBe(prefillNs({}, 1));
});

test("a host that chooses tokens takes its time for each word of the vocabulary and sequence that runs", () => {
  for (const sequences of [1, 3]) {
    const added = stepNs({ logitStepNs: 2 }, sequences) - stepNs({}, sequences);
    expect(added).toBeCloseTo(2 * 128_256 * sequences, 3);
  }
});

test("a step pays for making one batch of two where sequences take their first with others, however many", () => {
  const ns = (newcomers: number, set: object) =>
    timer(set).decode({ ...equalBatch(3, 300), newcomers }).first.totalNs;
  const set = { joinOverheadNs: 5e8 };
  for (const newcomers of [1, 2]) expect(ns(newcomers, set) - ns(newcomers, {})).toBeCloseTo(5e8, 3);
  expect(ns(0, set)).toBe(ns(0, {}));
  expect(timer(set).decode({ ...equalBatch(3, 300), newcomers: 1 }).validSteps).toBe(1);
});

test("a host does its part for each sequence that runs, and for each slot of the batch that is computed", () => {
  const compiled = 4;
  for (const sequences of [1, 3]) {
    const ns = (set: object) => timer(set, true).decode(equalBatch(sequences, 300)).first.totalNs;
    expect(ns({ runningStepNs: 1e3 }) - ns({})).toBeCloseTo(1e3 * sequences, 3);
    expect(ns({ sequenceStepNs: 1e3 }) - ns({})).toBeCloseTo(1e3 * compiled, 3);
  }
});
