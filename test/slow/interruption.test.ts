/** Ctrl-C ends long work with what there is, marked as such; a second one, or one while nothing asks, ends the program. */
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { answered, untilInterrupted } from "../../src/cli/interruption.ts";
import { runProgress } from "../../src/cli/progress.ts";
import { runEntries } from "../../src/cli/simulations.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate, simulation } from "../../src/simulation/simulate.ts";
import type { Summary } from "../../src/simulation/summary.ts";
import type { RunPause } from "../../src/simulation/watched.ts";
import { aimOf } from "../../src/study/plan/aim.ts";
import { plannedKind } from "../../src/study/plan/planned-kind.ts";
import { type SimulatedQuestion, searchPlans, searchSteps } from "../../src/study/plan/search.ts";

const silent = { note: () => {} };

const signals = ["SIGINT", "SIGTERM"] as const;

test.each(signals)(
  "work is asked to stop at the step after %s, and no listener stays behind",
  async (signal) => {
    const listeners = () => signals.map((each) => process.listenerCount(each));
    const before = listeners();
    const told: number[] = [];
    function* counting(): Generator<number, string, boolean> {
      for (let step = 1; step < 100; step++) if (yield step) return `stopped after ${step}`;
      return "done";
    }
    const tell = (step: number) => {
      told.push(step);
      if (step === 3) process.emit(signal);
    };
    expect(await untilInterrupted(counting(), silent, tell)).toBe("stopped after 3");
    expect(told).toEqual([1, 2, 3]);
    expect(await untilInterrupted(counting(), silent, () => {})).toBe("done");
    expect(listeners()).toEqual(before);
  },
);

test("a search that is stopped has the plans found by then, and says after how many combinations", async () => {
  const space = { axes: [{ path: ["cluster", "instance"], values: ["a", "b", "c", "d"] }], counts: [1, 2] };
  const question: SimulatedQuestion = {
    aim: aimOf(undefined, plannedKind(catalog.workloads, "training")),
    bound: () => ({ usdPerHour: 1, countLeast: 1 }),
    simulate: (overrides) =>
      ({
        cost: { usd_per_hour: 1, usd_total: Number(overrides.at(-1)?.value) },
        training: { time_to_train_s: 1, step_time_s: 1 },
        objectives: [],
        warnings: [],
        status: "completed",
      }) as unknown as Summary,
  };
  const found = await answered(searchSteps(space, question), silent, async ({ done, asks }, isAsked) => {
    if (done === 2) process.emit("SIGINT");
    return { outcomes: asks.map(question.simulate), isStopped: isAsked() };
  });
  // Two combinations with both counts each.
  expect([found.stoppedAfter, found.simulations, found.plans.length]).toEqual([2, 4, 4]);
  expect(found.notReached).toEqual(["c", "d"]);
  const whole = searchPlans(space, question);
  expect([whole.stoppedAfter, whole.simulations]).toEqual([undefined, 8]);
});

test("a run that is stopped is marked, and one that is only watched is the same as one that is not", () => {
  const written = {
    name: "watched",
    cluster: { instance: "inf2.xlarge" },
    model: "bert-base",
    workload: {
      kind: "inference",
      arrivals: { kind: "poisson", rate: "200/s" },
      input: { kind: "constant", tokens: 16 },
      duration: "5 min",
    },
  };
  const noFile = () => "";
  const schema = catalogSchema(catalog, noFile);
  const same = (path: string) => path;
  const [entry] = readScenarios(JSON.stringify(written), schema, {
    file: "f",
    fromFile: same,
    fromCommandLine: same,
  });
  const scenario = (entry as { scenario: unknown }).scenario as Scenario;
  const parts = simulationCatalog(catalog, noFile);
  const watched = (stopsAt: number) => {
    const pauses: RunPause[] = [];
    const steps = simulation(scenario, parts);
    for (let step = steps.next(false); ; step = steps.next(pauses.length === stopsAt)) {
      if (step.done) return { record: step.value, pauses };
      pauses.push(step.value);
    }
  };
  const whole = watched(Number.POSITIVE_INFINITY);
  expect(whole.pauses.length).toBeGreaterThan(0);
  expect(whole.record.events).toBe(simulate(scenario, parts).events);
  expect([whole.record.status, whole.record.isStopped]).toEqual(["completed", undefined]);
  const stopped = watched(1);
  const [{ nowNs, endNs }] = stopped.pauses as [RunPause];
  expect(endNs).toBe(300e9);
  expect(runProgress({ nowNs, endNs })).toEqual([
    nowNs / 300e9,
    expect.stringMatching(/^simulated .* of about 5 min$/),
  ]);
  expect(stopped.record).toMatchObject({ status: "time-limit", isStopped: true });
  expect(stopped.record.reason).toMatch(/^stopped by hand after .* of simulated time$/);
  expect(stopped.record.events).toBeLessThan(whole.record.events);

  // Commands that run many entries tell each run's own progress among them.
  const heard: [number, string | undefined][] = [];
  const progress = () => ({
    update: (...args: [number, string?]) => heard.push([...args] as never),
    stop: () => {},
  });
  const both = [entry, entry] as unknown as Parameters<typeof runEntries>[0];
  runEntries(both, catalog, { progress } as never);
  const within = heard.filter(([, detail]) => detail !== undefined);
  expect(within).toHaveLength(2 * whole.pauses.length);
  expect(within.map(([done]) => Math.floor(done))).toEqual([
    ...whole.pauses.map(() => 0),
    ...whole.pauses.map(() => 1),
  ]);
  expect(heard.filter(([, detail]) => detail === undefined)).toEqual([[0], [1]]);
});
