/** Degrees of a training job that a scenario leaves open are those of the shortest step: none that can be written makes a shorter one. */
import { expect, test } from "vitest";
import { InfeasibleError, ScenarioError } from "../../src/base/errors.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const step = (model: string, cluster: object, parallelism: object) => {
  const workload = { kind: "training", sequenceLength: 2048, globalBatch: 64, parallelism };
  const { status, training, choices } = summary(record({ cluster, model, workload }));
  return { s: status === "completed" ? training?.step_time_s : undefined, choices };
};

/** Step times of all degrees that divide what they must and fit, s. */
const written = (model: string, cluster: object, stages: readonly number[]) =>
  stages.flatMap((pipeline) =>
    degrees.flatMap((tensor) =>
      (isMixture(model) ? degrees : [1]).flatMap((expert) => {
        try {
          return step(model, cluster, { tensor, pipeline, expert }).s ?? [];
        } catch (error) {
          if (error instanceof ScenarioError || error instanceof InfeasibleError) return [];
          throw error;
        }
      }),
    ),
  );

const degrees = [1, 2, 4, 8, 16, 32];
const isMixture = (model: string) => /a3b|8x7b/.test(model);

// The last has six instances, of whose ranks 64 sequences take no power of two; 80 layers have stages in fives too.
const places = [
  ["mixtral-8x7b", { instance: "p5en.48xlarge", count: 2 }, [1, 2]],
  ["qwen3-30b-a3b", { instance: "trn2.48xlarge" }, [1, 2]],
  ["llama-3.1-8b", { instance: "trn1.32xlarge", count: 2 }, [1, 2, 4]],
  ["llama-3.1-70b", { instance: "trn2.48xlarge", count: 6 }, [4, 5, 8, 10]],
] as const;

test.each(places)(
  "no written degrees of %s on %j make a shorter step than the chosen ones",
  (model, cluster, stages) => {
    const { s = Number.POSITIVE_INFINITY, choices } = step(model, cluster, {});
    const others = written(model, cluster, stages);
    expect(others.length).toBeGreaterThan(1);
    expect(s).toBeLessThanOrEqual(Math.min(...others) * (1 + 1e-9));
    const chosen = choices.map(({ key }) => key);
    expect(chosen).toContain("workload.parallelism.tensor");
    expect(chosen.includes("workload.parallelism.expert")).toBe(isMixture(model));
  },
);
