/** What would shorten a run among failures: what the levers say against runs in which each was pulled. */
import { expect, test } from "vitest";
import type { Summary } from "../../src/simulation/summary.ts";
import { longRunLevers } from "../../src/study/long-run-levers.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const hours = { detection: "2 h", replace: "3 h", restart: "1 h", spares: 1, repair: "1000 h" };

function run(recovery: object = {}, more: object = {}, cluster: object = {}) {
  return summary(
    record({
      cluster: { instance: "trn1.32xlarge", count: 4, ...cluster },
      model: "llama-3.1-8b",
      workload: {
        kind: "training",
        tokens: "400B",
        sequenceLength: 4096,
        globalBatch: 64,
        parallelism: { tensor: 8, data: 16 },
        failures: [{ of: "host", mtbf: "400 h" }],
        checkpoints: { interval: "1 h", stall: "2 min" },
        recovery: { ...hours, ...recovery },
        ...more,
      },
    }),
  );
}

const leversOf = ({ training }: Summary, faster: Summary | undefined) =>
  longRunLevers(training ?? {}, {
    pace: training?.step_time_s ?? Number.NaN,
    faster: () => faster?.training?.step_time_s,
  });

test("each lever takes off what a run takes less in which it was pulled, but for the failures that a shorter run is spared", () => {
  const base = run();
  const change = (lever: string, faster = base) =>
    leversOf(base, faster).find((each) => each.lever === lever)?.change ?? Number.NaN;
  const time = ({ training }: typeof base) => training?.time_to_train_s ?? Number.NaN;
  const pulled = (recovery: object, more?: object) => time(run(recovery, more)) / time(base) - 1;
  // Hundreds of failures of six hours each: a tenth of what is taken off, and half a per cent of scatter of lost work.
  const near = (told: number, seen: number) => {
    expect(seen).toBeLessThan(0);
    expect(Math.abs(told - seen)).toBeLessThan(0.1 * Math.abs(seen) + 0.005);
  };
  near(change("detection"), pulled({ detection: "1 h" }));
  near(change("spares"), pulled({ replace: "0 s" }));
  near(change("restart"), pulled({ restart: "30 min" }));
  near(change("checkpoints"), pulled({}, { checkpoints: { interval: "1 h", stall: "1 min" } }));
  const hourly = run({}, { checkpoints: { interval: "10 min", stall: "2 min" } });
  const interval = leversOf(hourly, hourly).find(({ lever }) => lever === "interval")?.change ?? 0;
  near(interval, time(run({}, { checkpoints: { interval: "optimal", stall: "2 min" } })) / time(hourly) - 1);
  const wide = run({}, {}, { instance: { from: "trn1.32xlarge", networkBandwidth: "2x" } });
  near(change("interconnect", wide) - 0.005, time(wide) / time(base) - 1 - 0.005);
  expect(leversOf(base, undefined)[0]?.lever).toBe("spares");
});

test("a run without failures has no such levers", () => {
  expect(leversOf(run({}, { failures: undefined }), undefined)).toEqual([]);
});
