/** What is told to fit in place of what does not: every change, written into the scenario, fits. */
import { describe, expect, test } from "vitest";
import { record } from "../laws/account-scenarios.ts";
import { changed, type Question, serving, told, training } from "./advice-questions.ts";

describe.each<[string, Question, string[]]>([
  ["a model that two instances hold", serving("llama-3.1-405b", "p5.48xlarge"), ["pipeline", "weights"]],
  [
    "a degree that was written too small",
    serving("llama-3.1-70b", "p5.48xlarge", { parallelism: { tensor: 1 } }),
    ["tensor", "pipeline", "weights"],
  ],
  ["a model of Trainium's", serving("llama-3.1-405b", "trn1.32xlarge"), ["pipeline", "weights"]],
  [
    "a batch whose keys and values are too many",
    serving("llama-2-7b", "g5.xlarge", { batching: { kind: "static", maxBatch: 32 } }),
    ["pipeline", "weights", "kvCache"],
  ],
  [
    "activations that are too many",
    training("llama-3.2-1b", "trn1.2xlarge", { parallelism: { tensor: 1 } }),
    ["tensor"],
  ],
  [
    "one that needs several changes",
    training("llama-3.1-8b", "g5.12xlarge", {
      sequenceLength: 8192,
      recompute: "selective",
      parallelism: { sequence: false },
    }),
    ["recompute"],
  ],
  [
    "40 heads, which 16 tensor ranks do not divide",
    training("qwen2.5-32b", "trn2.48xlarge", {
      recompute: "full",
      parallelism: { pipeline: 1, sequence: true },
    }),
    ["pipeline"],
  ],
  [
    "one that needs more instances",
    training("llama-3.1-8b", "trn1.2xlarge", { recompute: "full", sequenceLength: 2048 }),
    ["pipeline"],
  ],
])("%s", (_, question, expected) => {
  test("is told what would fit", () => {
    const keys = told(question)?.map(([change = ""]) => change.split(/:? /)[0]);
    expect(keys).toEqual(expect.arrayContaining(expected));
  });
  test("and each of these does", () => {
    for (const changes of told(question) ?? []) {
      const after = changes.reduce(changed, question);
      expect(record(after).status, changes.join(" with ")).not.toBe("out-of-memory");
    }
  });
});

test("nothing is told where nothing of it would do", () => {
  expect(told(serving("kimi-k2", "inf2.xlarge"))).toEqual([]);
});
