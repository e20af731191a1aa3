import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { schemaOf } from "../../src/cli/scenario-schema.ts";
import { runEntry } from "../../src/cli/simulations.ts";
import { varied } from "../../src/cli/variables.ts";
import { choosePrice } from "../../src/hardware/price.ts";
import { planSentences } from "../../src/report/text/plan-text.ts";
import type { Override } from "../../src/scenario/override.ts";
import { readScenarios, type ScenarioEntry } from "../../src/scenario/read-scenarios.ts";
import { leastRun } from "../../src/simulation/plan.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import type { Summary } from "../../src/simulation/summary.ts";
import { aimOf } from "../../src/study/plan/aim.ts";
import { headroomOf } from "../../src/study/plan/headroom.ts";
import { byScore, isFeasible, type Plan, planOf } from "../../src/study/plan/plan.ts";
import { planReport } from "../../src/study/plan/plan-report.ts";
import { instancesAtLeast, plannedKind, usdOf } from "../../src/study/plan/planned-kind.ts";
import { type SimulatedQuestion, searchPlans } from "../../src/study/plan/search.ts";
import { readSpace } from "../../src/study/plan/space.ts";
import type { PlanSearch } from "../../src/study/plan/trial.ts";
import { gridPoints } from "../../src/study/sweep/points.ts";

const readText = (path: string) => readFileSync(path, "utf8");

function entryOf(text: string): ScenarioEntry<Scenario> {
  const same = (path: string) => path;
  const schema = catalogSchema(catalog, readText);
  const [entry] = readScenarios(text, schema, { file: "test", fromFile: same, fromCommandLine: same });
  return entry as unknown as ScenarioEntry<Scenario>;
}

type Planned = "inference" | "training";

const planned = (name: Planned) => plannedKind(catalog.workloads, name);

function questionOf(entry: ScenarioEntry<Scenario>, kind: Planned): SimulatedQuestion {
  const schema = schemaOf(catalog);
  return {
    aim: aimOf(undefined, planned(kind)),
    simulate: (overrides) => runEntry(varied(entry, overrides, schema), catalog).summary,
    bound(overrides) {
      const { scenario } = varied(entry, overrides, schema);
      const { usdPerHour } = choosePrice(scenario.cluster.instance, scenario.cluster.pricing);
      return {
        usdPerHour,
        countLeast: instancesAtLeast(scenario, planned(kind)),
        runLeast: leastRun(scenario, simulationCatalog(catalog, readText)),
      };
    },
  };
}

/** `question` that is asked for nothing twice. */
function remembered(question: SimulatedQuestion): SimulatedQuestion {
  const known = new Map<string, Summary>();
  return {
    ...question,
    simulate(overrides) {
      const key = JSON.stringify(overrides);
      const summary = known.get(key) ?? question.simulate(overrides);
      known.set(key, summary);
      return summary;
    },
  };
}

/** The least score, $ when nothing is said, of the feasible points when every point is simulated. */
function bruteForce(
  entry: ScenarioEntry<Scenario>,
  kind: Planned,
  score: (summary: Summary) => number = (summary) => usdOf(summary, planned(kind)),
  { simulate }: SimulatedQuestion = questionOf(entry, kind),
): number {
  const { axes, counts } = readSpace(entry.space, planned(kind));
  let least = Number.POSITIVE_INFINITY;
  for (const overrides of gridPoints({ axes, zipped: [] })) {
    for (const count of counts) {
      try {
        const summary = simulate([
          ...overrides,
          { path: ["cluster", "count"], value: count } satisfies Override,
        ]);
        if (isFeasible(summary)) least = Math.min(least, score(summary));
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
      }
    }
  }
  return least;
}

const serving = (objectives: string, space: string) => `
name: small
cluster: { instance: inf2.xlarge }
model: llama-3.2-1b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 12/s }
  input: { kind: uniform, min: 64, max: 256 }
  output: { kind: uniform, min: 8, max: 32 }
  duration: 20 s
objectives: ${objectives}
space: ${space}
`;
const spaces: [string, "inference" | "training", string][] = [
  [
    "batches and counts",
    "inference",
    serving(
      "{ ttftP99: 500 ms }",
      "{ cluster.count: 1..8, workload.parallelism.tensor: [1], workload.batching.maxBatch: 1..8 by x2 }",
    ),
  ],
  [
    "instance types and splits",
    "inference",
    serving(
      "{ tpotP99: 13 ms, ttftP99: 1 s }",
      "{ cluster.instance: [inf2.xlarge, inf2.8xlarge, trn1.2xlarge], cluster.count: 1..6, workload.parallelism.tensor: [1, 2], workload.batching.maxBatch: [4] }",
    ),
  ],
  [
    "training splits",
    "training",
    `
name: small-training
cluster: { instance: trn1.32xlarge }
model: llama-3.1-8b
workload: { kind: training, tokens: 10B, sequenceLength: 2048, globalBatch: 256 }
objectives: { timeToTrain: 8 d }
space: { cluster.count: [1, 2, 4], workload.parallelism.tensor: [8, 16, 32], workload.parallelism.pipeline: [1, 2], workload.microBatch: [1, 2], workload.recompute: [selective] }
`,
  ],
];

test.each(spaces)("a search finds what brute force finds: %s", (_, kind, text) => {
  const entry = entryOf(text);
  const { axes, counts } = readSpace(entry.space, planned(kind));
  const question = remembered(questionOf(entry, kind));
  const found = searchPlans({ axes, counts }, question);
  expect(found.plans[0]?.usd).toBeDefined();
  expect(found.plans[0]?.usd).toBe(bruteForce(entry, kind, undefined, question));
  expect(found.simulations).toBeLessThan(gridPoints({ axes, zipped: [] }).length * counts.length);
  if (kind === "inference") return;
  const told = (search: PlanSearch) => {
    const { aim } = question;
    const { searched: _, ...report } = planReport({ scenario: "small", variant: "base" }, search, {
      aim,
      headroom: null,
    });
    return report;
  };
  const unbounded = { ...question, bound: () => ({ usdPerHour: 1, countLeast: 1 }) };
  expect(told(found)).toEqual(told(searchPlans({ axes, counts }, unbounded)));
});

// Of two kinds of hardware both, the dearer alone and neither end in time; 3 and 5 to 7 instances do not divide the batch.
test.each(["{ timeToTrain: 20 d }", "{ timeToTrain: 5 d }", "{ timeToTrain: 1 d }", "{}"])(
  "what a search over every number of instances leaves out changes nothing that is told: %s",
  (objectives) => {
    const entry = entryOf(`
name: counted
cluster: { instance: trn1.32xlarge }
model: llama-3.1-8b
workload: { kind: training, tokens: 10B, sequenceLength: 2048, globalBatch: 256 }
objectives: ${objectives}
space: { cluster.instance: [trn1.32xlarge, p4d.24xlarge], cluster.count: 1..7, workload.parallelism.tensor: [2, 4, 8], workload.parallelism.pipeline: [1, 2], workload.microBatch: [1, 4], workload.recompute: [selective, full] }
`);
    const kind = planned("training");
    const { axes, counts } = readSpace(entry.space, kind);
    const question = remembered(questionOf(entry, "training"));
    const unbounded = {
      ...question,
      bound: (overrides: readonly Override[]) => ({ ...question.bound(overrides), runLeast: undefined }),
    };
    const [found, all] = [question, unbounded].map((each) => searchPlans({ axes, counts }, each));
    const told = (search: PlanSearch) => {
      const { aim } = question;
      return {
        ...planReport({ scenario: "", variant: "" }, search, { aim, headroom: null }),
        searched: null,
      };
    };
    expect(told(found as PlanSearch)).toEqual(told(all as PlanSearch));
    expect(found?.simulations).toBeLessThan((all?.simulations ?? 0) * 0.8);
  },
  30_000,
);

test.each(["ttftP99", "usdPerMonth", "outputThroughput", "energyKwh", "usd_per_million_output_tokens"])(
  "a search for the best %s finds what brute force finds",
  (name) => {
    const entry = entryOf(spaces[0]?.[2] ?? "");
    const aim = aimOf(name, planned("inference"));
    const found = searchPlans(readSpace(entry.space, planned("inference")), {
      ...questionOf(entry, "inference"),
      aim,
    });
    const { best, columns } = planReport({ scenario: "small", variant: "base" }, found, {
      aim,
      headroom: null,
    });
    expect(found.plans[0]?.score).toBe(bruteForce(entry, "inference", aim.score));
    expect(best?.values[columns.findIndex(({ path }) => path === aim.metric?.path)]).toBe(
      aim.metric?.of(best?.summary as Summary),
    );
  },
);

test("an aim is met by the cheaper of two plans whose figures are equal to three digits", () => {
  const aim = aimOf("outputThroughput", planned("inference"));
  const plan = (output_throughput: number, usd_per_hour: number) =>
    planOf(
      [],
      {
        status: "completed",
        warnings: [],
        objectives: [],
        cost: { usd_per_hour },
        inference: { output_throughput },
      } as unknown as Summary,
      aim,
    );
  const order = (...plans: Plan[]) => plans.sort(byScore).map(({ usd }) => usd);
  expect(order(plan(5344, 100), plan(5336, 50))).toEqual([50, 100]);
  expect(order(plan(5352, 100), plan(5336, 50))).toEqual([100, 50]);
});

test("an aim that no run of the kind has is refused with the nearest that it has", () => {
  const refusal = (name: string, kind: Planned) => {
    try {
      return aimOf(name, planned(kind)).metric?.name;
    } catch (error) {
      return (error as ScenarioError).problems[0];
    }
  };
  expect(refusal("tpotP99", "inference")).toBe("p99_tpot_ms");
  expect(refusal("ttft99", "inference")).toMatchObject({ path: "--objective", nearest: "ttftP99" });
  expect(refusal("ttftP99", "training")).toMatchObject({ path: "--objective", found: '"ttftP99"' });
  // More instances are neither better nor worse in themselves.
  expect(refusal("instances", "inference")).toHaveProperty("expected");
});

test("each hardware's best plan is found, even where other hardware has enough cheaper ones", () => {
  const usd = { small: 10, large: 12 } as const;
  /** Instances that do: the first batch tried on the large ones asks for three, the second for one. */
  const asked = (hardware: unknown, batch: unknown) => (hardware === "large" && batch === 1 ? 3 : 1);
  const chosen = (overrides: readonly Override[], key: string) =>
    overrides.find(({ path }) => path.at(-1) === key)?.value;
  const priceOf = (overrides: readonly Override[]) => usd[chosen(overrides, "instance") as keyof typeof usd];
  const question: SimulatedQuestion = {
    aim: aimOf(undefined, planned("inference")),
    bound: (overrides) => ({ usdPerHour: priceOf(overrides), countLeast: 1 }),
    simulate(overrides) {
      const count = Number(chosen(overrides, "count"));
      const met = count >= asked(chosen(overrides, "instance"), chosen(overrides, "maxBatch"));
      const cost = { usd_per_hour: count * priceOf(overrides) };
      return { status: "completed", objectives: [{ met }], warnings: [], cost } as unknown as Summary;
    },
  };
  const axes = [
    { path: ["cluster", "instance"], values: ["small", "large"] },
    { path: ["workload", "batching", "maxBatch"], values: [1, 2] },
  ];
  const { plans } = searchPlans({ axes, counts: [1, 2, 3, 4] }, question, 1);
  const bestOf = (name: string) => plans.find(({ overrides }) => chosen(overrides, "instance") === name);
  expect(bestOf("small")?.usd).toBe(1 * usd.small);
  expect(bestOf("large")?.usd).toBe(1 * usd.large);
});

test("without a feasible plan the closest one and what it misses are told", () => {
  const entry = entryOf(
    serving(
      "{ tpotP99: 1 us }",
      "{ cluster.count: [1, 2], workload.parallelism.tensor: [1], workload.batching.maxBatch: [1] }",
    ),
  );
  const found = searchPlans(readSpace(entry.space, planned("inference")), questionOf(entry, "inference"));
  const { best, closest } = planReport({ scenario: "small", variant: "base" }, found, {
    headroom: null,
    aim: aimOf(undefined, planned("inference")),
  });
  expect(best).toBeNull();
  expect(closest?.missed[0]).toMatch(/^tpotP99 .* of 1 us$/);
});

test("the binding objective is the one closest to being missed, a rate by what is left of it", () => {
  const entry = entryOf(
    serving(
      "{ ttftP99: 100 s, requestThroughput: 10/s }",
      "{ cluster.count: [1], workload.parallelism.tensor: [1], workload.batching.maxBatch: [4] }",
    ),
  );
  const found = searchPlans(readSpace(entry.space, planned("inference")), questionOf(entry, "inference"));
  const { best, binding } = planReport({ scenario: "small", variant: "base" }, found, {
    headroom: null,
    aim: aimOf(undefined, planned("inference")),
  });
  const rate = best?.summary.inference?.request_throughput as number;
  expect(rate).toBeGreaterThan(10);
  expect(binding).toEqual({ objective: "requestThroughput", used: 10 / rate });
});

test("that fewer instances do not do is said of the same settings, and not where others do", () => {
  const entry = entryOf(
    serving(
      "{ ttftP99: 100 s }",
      "{ cluster.count: [1], workload.parallelism.tensor: [1], workload.batching.maxBatch: [2, 4] }",
    ),
  );
  const found = searchPlans(readSpace(entry.space, planned("inference")), questionOf(entry, "inference"));
  const [plan, other] = found.plans as [Plan, Plan];
  const on = (instances: number, { summary, ...rest }: Plan): Plan => ({
    ...rest,
    summary: { ...summary, cluster: { ...summary.cluster, instances } },
  });
  const refused = on(2, {
    ...plan,
    summary: { ...plan.summary, status: "out-of-memory", reason: "too large" },
  });
  const reportOf = (plans: Plan[]) =>
    planReport(
      { scenario: "small", variant: "base" },
      { ...found, plans, missed: [refused] },
      { headroom: null, aim: aimOf(undefined, planned("inference")) },
    );
  expect(planSentences(reportOf([on(4, plan)]))).toContainEqual(
    "The same settings on fewer instances do not do: with 2: too large.",
  );
  const sentences = planSentences(reportOf([on(4, plan), on(1, other)])).join(" ");
  expect(sentences).toMatch(/On fewer instances: 1 x .*, maxBatch \d at /);
  expect(sentences).not.toContain("do not do");
});

test("hardware that does not do says how many instances were tried, and why no more, where the space has more", () => {
  const entry = entryOf(
    serving(
      "{ ttftP99: 100 s }",
      "{ cluster.instance: [inf2.xlarge], cluster.count: [1], workload.parallelism.tensor: [1], workload.batching.maxBatch: [2] }",
    ),
  );
  const found = searchPlans(readSpace(entry.space, planned("inference")), questionOf(entry, "inference"));
  const [{ summary, ...plan }] = found.plans as [Plan];
  const objectives = summary.objectives.map((each) => ({ ...each, met: false }));
  const missedWith = (instances: number): Plan => ({
    ...plan,
    summary: { ...summary, objectives, cluster: { ...summary.cluster, instances } },
  });
  const whyOf = (countMost: number, cutShort: string[]) =>
    planReport(
      { scenario: "small", variant: "base" },
      { ...found, plans: [], missed: [missedWith(2), missedWith(4)], countMost, cutShort },
      { headroom: null, aim: aimOf(undefined, planned("inference")) },
    ).hardware[0]?.why;
  expect(whyOf(2, [])).toMatch(/^at best, with 2: ttftP99 /);
  expect(whyOf(8, [])).toMatch(/^at best, with 2 \(up to 4 tried\): /);
  const why = /^at best, with 2 \(up to 4 tried; more cost over 4 times as much as the cheapest plan\): /;
  expect(whyOf(8, ["inf2.xlarge"])).toMatch(why);
});

test("every kind of hardware has one row: its best plan, or why it does not do", () => {
  const entry = entryOf(
    serving(
      "{ ttftP99: 1 s, usdPerMonth: 3000 }",
      "{ cluster.instance: [inf2.xlarge, trn1.2xlarge, c7i.48xlarge, p5.48xlarge, g4dn.xlarge], cluster.count: [1, 2], workload.parallelism.tensor: [1], workload.batching.maxBatch: [2, 4] }",
    ).replace("llama-3.2-1b", "llama-3.1-8b"),
  );
  const instances = (entry.space?.["cluster.instance"] ?? []) as string[];
  const found = searchPlans(readSpace(entry.space, planned("inference")), questionOf(entry, "inference"));
  const { hardware, top, columns } = planReport({ scenario: "small", variant: "base" }, found, {
    headroom: null,
    aim: aimOf(undefined, planned("inference")),
  });
  expect(hardware.map(({ instance }) => instance).sort()).toEqual([...instances].sort());
  for (const { instance, plan, why } of hardware) {
    expect(plan === null, instance).toBe(why !== null);
    if (why !== null) expect(why.length, instance).toBeGreaterThan(10);
    if (plan !== null) expect(plan.summary.cluster.instance).toBe(instance);
  }
  expect(hardware.some(({ why }) => why !== null)).toBe(true);
  expect(columns.map(({ path }) => path)).toContain("inference.p99_ttft_ms");
  const rows = top.map(({ usd, values, summary: { cluster } }) => JSON.stringify([cluster, usd, values]));
  expect(new Set(rows).size).toBe(rows.length);
});

test("of hardware that was simulated the reason is what it missed, not that other degrees make no scenario", () => {
  const entry = entryOf(`
name: training
cluster: { instance: trn1.32xlarge }
model: llama-3.2-3b
workload: { kind: training, tokens: 1B, sequenceLength: 2048, globalBatch: 64 }
objectives: { timeToTrain: 1 min }
space: { cluster.instance: [trn1.32xlarge], cluster.count: [1], workload.parallelism.tensor: [8], workload.parallelism.pipeline: [1, 8, 16], workload.microBatch: [1], workload.recompute: [full] }
`);
  const found = searchPlans(readSpace(entry.space, planned("training")), questionOf(entry, "training"));
  expect(found.dismissed.map(({ why }) => why).join()).toContain("expected a divisor of the 28 layers");
  const { hardware } = planReport({ scenario: "training", variant: "base" }, found, {
    headroom: null,
    aim: aimOf(undefined, planned("training")),
  });
  expect(hardware.map(({ why }) => why)).toEqual([
    expect.stringMatching(/^at best, with 1: timeToTrain .* of 60 s$/),
  ]);
});

test("hardware is no plan where most requests get no answer, however fast the others are answered", () => {
  // On GPUs, where prompts are not padded to the longest.
  const survivors = serving(
    "{ ttftP99: 500 s }",
    "{ cluster.count: [1, 2], workload.parallelism.tensor: [1], workload.batching.maxBatch: [1, 4] }",
  )
    .replace("inf2.xlarge", "p5.48xlarge")
    .replace(
      "{ kind: uniform, min: 64, max: 256 }",
      "{ kind: empirical, values: [64, 200000], weights: [1, 9] }",
    );
  const entry = entryOf(survivors);
  const found = searchPlans(readSpace(entry.space, planned("inference")), questionOf(entry, "inference"));
  const { best, closest } = planReport({ scenario: "small", variant: "base" }, found, {
    headroom: null,
    aim: aimOf(undefined, planned("inference")),
  });
  expect(best).toBeNull();
  expect(closest?.missed[0]).toMatch(/^ttftP99 infinite of 8.33 min \([\d.]+ % got no answer: .* too long/);
  const allowing = entryOf(survivors.replace("500 s }", "500 s, failedShare: 95 % }"));
  const { plans } = searchPlans(
    readSpace(allowing.space, planned("inference")),
    questionOf(allowing, "inference"),
  );
  expect(plans[0]?.summary.cluster.instances).toBe(1);
});

test("head-room is the load at which an objective is first missed, to 2 %", () => {
  const bears = (most: number) => (multiple: number) =>
    ({
      status: "completed",
      cost: { usd_per_hour: 1 },
      objectives: [{ met: multiple <= most }],
      warnings: [],
    }) as never;
  for (const most of [1.3, 5, 17]) {
    const headroom = headroomOf(bears(most));
    expect(headroom).toBeLessThanOrEqual(most);
    expect(headroom).toBeGreaterThan(most / 1.0201);
  }
});

test("a space of neither lists nor ranges is refused", () => {
  expect(() => readSpace({ "cluster.count": "many", "workload.router": 3 }, planned("inference"))).toThrow(
    /space.workload.router/,
  );
});

test("what is answered at once has no column for its first part", () => {
  const pathsUnder = (objectives: string) => {
    const entry = entryOf(`
name: sequences
cluster: { instance: inf2.xlarge }
model: bert-large
workload: { kind: inference, arrivals: { kind: poisson, rate: 30/s }, input: { kind: uniform, min: 20, max: 128 }, duration: 5 s }
objectives: ${objectives}
space: { cluster.instance: [inf2.xlarge, trn1.2xlarge], workload.parallelism.tensor: [1] }
`);
    const found = searchPlans(readSpace(entry.space, planned("inference")), questionOf(entry, "inference"));
    expect(found.plans.length).toBeGreaterThan(0);
    const { columns } = planReport({ scenario: "sequences", variant: "base" }, found, {
      headroom: null,
      aim: aimOf(undefined, planned("inference")),
    });
    return columns.map(({ path }) => path);
  };
  expect(pathsUnder("{ e2elP99: 200 ms }")).toEqual(["inference.p99_e2el_ms"]);
  // It has none, though a limit of it is judged: by the whole answer.
  expect(pathsUnder("{ e2elP99: 200 ms, ttftP99: 200 ms }")).toEqual(["inference.p99_e2el_ms"]);
});
