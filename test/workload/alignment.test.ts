import { describe, expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { Rounds, type RoundTimes } from "../../src/workload/alignment/rounds.ts";
import { record, summary } from "../laws/account-scenarios.ts";

function played(rounds: readonly RoundTimes[], apart: boolean) {
  const simulator = new Simulator();
  const all = new Rounds(rounds, apart);
  all.start(simulator);
  expect(simulator.run()).toEqual({ status: "completed" });
  return all.played;
}

describe("rounds", () => {
  const round = { answerNs: 10, learnNs: 4, sendNs: 1 };

  test("on shared chips follow each other: answers, step, weights", () => {
    expect(played([round, round], false)).toEqual([
      { answeredNs: 10, learntNs: 14, sentNs: 15 },
      { answeredNs: 25, learntNs: 29, sentNs: 30 },
    ]);
  });

  test("on chips apart are as fast as the slower side: here the answers", () => {
    expect(played([round, round, round], true).map(({ answeredNs, sentNs }) => [answeredNs, sentNs])).toEqual(
      [
        [10, 15],
        [20, 25],
        [30, 35],
      ],
    );
  });

  test("and here the step, with answers never more than one round ahead of the weights", () => {
    const slow = { answerNs: 3, learnNs: 10, sendNs: 1 };
    expect(played([slow, slow, slow, slow], true)).toEqual([
      { answeredNs: 3, learntNs: 13, sentNs: 14 },
      { answeredNs: 6, learntNs: 24, sentNs: 25 },
      // The weights of round 0 arrive at 14.
      { answeredNs: 17, learntNs: 35, sentNs: 36 },
      { answeredNs: 28, learntNs: 46, sentNs: 47 },
    ]);
  });
});

describe("a run of alignment", () => {
  const run = (workload: object, count = 2, network = {}) => {
    const parsed = catalogSchema(catalog, () => "").parse({
      name: "case",
      cluster: { instance: "trn2.48xlarge", count, ...network },
      model: "llama-3.2-1b",
      workload: {
        kind: "alignment",
        iterations: 10,
        simulated: 2,
        prompts: 16,
        answers: 8,
        input: { kind: "constant", tokens: 128 },
        output: { kind: "constant", tokens: 64 },
        generation: { parallelism: { tensor: 4 } },
        training: { sequenceLength: 256, parallelism: { tensor: 4 } },
        ...workload,
      },
    });
    return simulate(
      parsed as unknown as Scenario,
      simulationCatalog(catalog, () => ""),
    );
  };

  test("takes as long as its rounds, and says where the time of all chips goes", () => {
    const { result, account } = run({});
    expect(result?.training?.timeToTrainNs).toBeCloseTo(10 * (result?.training?.stepNs ?? 0), 3);
    expect(result?.training?.tokensPerStep).toBe(16 * 8 * (128 + 64));
    const shares = account.attribution();
    expect(shares.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(1, 9);
    expect(shares.some(({ what }) => what.startsWith("answers: decode"))).toBe(true);
    expect(shares.some(({ what }) => what === "compute")).toBe(true);
  });

  test("on instances apart waits on one side, and its parts sum to the round", () => {
    const { result, account } = run({ generation: { instances: 1, parallelism: { tensor: 4 } } });
    const shares = account.attribution();
    expect(shares.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(1, 9);
    expect(shares.find(({ what }) => what === "idle")?.fraction ?? 0).toBeLessThan(0.01);
    expect(result?.chosen["generation instances"]).toBe(1);
  });

  test("on instances apart keeps the switches between them and the chosen collectives", () => {
    const oversubscribed = [{ instances: 2, oversubscription: 16 }];
    const exchangeNs = (tiers: object[]) => {
      const { result, account } = run({ generation: { instances: 1, parallelism: { tensor: 4 } } }, 5, {
        tiers,
      });
      const share = account.attribution().find(({ what }) => what === "gradient exchange")?.fraction ?? 0;
      return share * (result?.training?.stepNs ?? 0);
    };
    expect(exchangeNs(oversubscribed)).toBeGreaterThan(2 * exchangeNs([]));
  });

  test("says how many sequences a training step cuts, and refuses one that cuts all", () => {
    const output = { kind: "uniform", min: 32, max: 160 };
    const [remark] = run({ output }).result?.warnings ?? [];
    expect(remark).toMatch(/^\d+ of 256 prompts with their answers are longer than the 256 tokens/);
    const fits = run({ output, training: { sequenceLength: 288, parallelism: { tensor: 4 } } });
    expect(fits.result?.warnings).toEqual([]);
    expect(() => run({ training: { sequenceLength: 128, parallelism: { tensor: 4 } } })).toThrow(
      "workload.training.sequenceLength: found 128; expected the tokens of a prompt and its answer, of which the shortest has 192",
    );
  });

  test("without a reference model is faster", () => {
    const stepNs = (reference: boolean) => run({ reference }).result?.training?.stepNs ?? 0;
    expect(stepNs(false)).toBeLessThan(stepNs(true));
  });

  test("needs instances that learn, and names the key of a part that does not fit the rest", () => {
    const apart = { instances: 2, parallelism: { tensor: 4 } };
    expect(() => run({ generation: apart })).toThrow(
      "workload.generation.instances: found 2; expected fewer",
    );
    expect(() => run({ training: { sequenceLength: 256, parallelism: { tensor: 1000 } } })).toThrow(
      "workload.training.parallelism",
    );
    const two = { sequenceLength: 256, parallelism: { data: 2, tensor: 4 } };
    expect(() => run({ prompts: 3, answers: 1, training: two })).toThrow(
      "workload.prompts: found 3 x 1 answers",
    );
    expect(() => run({ prompts: 8, answers: 500_001 })).toThrow(
      "workload.answers: found 4,000,008 answers in a round; expected at most 4,000,000",
    );
  });

  test("is not said to be validated: of what a step takes the learning alone was measured", () => {
    const onGpus = {
      cluster: { instance: "p5.48xlarge", count: 2 },
      model: "llama-3.1-8b",
      workload: {
        kind: "alignment",
        iterations: 2,
        prompts: 16,
        answers: 4,
        input: { kind: "constant", tokens: 512 },
        output: { kind: "constant", tokens: 256 },
        training: { sequenceLength: 8192, parallelism: { tensor: 8, sequence: true } },
      },
    };
    const { trust } = summary(record(onGpus));
    expect(trust?.level).not.toBe("validated");
    expect(trust?.figures.flatMap(({ why }) => why)).toContain("answers of a serving engine in every step");
  });
});
