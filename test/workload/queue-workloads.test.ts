/** Jobs of a queue whose run times are simulated from what they do, on each kind of chips that they may have. */
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { queueLines } from "../../src/report/text/queue-text.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const encode = {
  name: "encode",
  model: "bert-large",
  workload: { kind: "training", tokens: "50M", sequenceLength: 512, globalBatch: 512 },
};

/** A queue of `rows` before two trn1 instances, and an instance of eight H100 where `more` says so. */
function run(rows: readonly string[], more: object = {}, columns = "workload") {
  const text = [`submit_s,accelerators,job,${columns}`, ...rows].join("\n");
  return record(
    {
      cluster: { instance: "trn1.32xlarge", count: 2 },
      workload: { kind: "queue", jobs: { file: "jobs.csv" }, workloads: [encode], ...more },
    },
    catalog,
    () => text,
  );
}

const h100 = { name: "h100", instance: "p5.48xlarge", count: 2, pricing: "on-demand" };

/** Seconds that the same work takes as a scenario of its own. */
function aloneS(instance: string, count: number): number {
  const { name, ...work } = encode;
  return (record({ cluster: { instance, count }, ...work }).result?.elapsedNs ?? Number.NaN) / 1e9;
}

const runsOf = (of: ReturnType<typeof run>) =>
  [...(of.result?.tables.jobs?.rows ?? [])].map((row) => ({
    job: row[0],
    start: row[4] as number,
    end: row[5] as number,
    pool: row[7],
    stoppedBy: row[8],
  }));

test("a job takes as long as what it does takes alone on as many chips, and is simulated once for all alike", () => {
  const of = run(["0,32,wide,encode", "1,16,narrow,encode", "2,16,other,encode"]);
  const [wide, narrow, other] = runsOf(of);
  expect(wide).toMatchObject({ start: 0, end: expect.closeTo(aloneS("trn1.32xlarge", 2), 6) });
  expect(narrow?.end).toBeCloseTo((wide?.end ?? 0) + aloneS("trn1.32xlarge", 1), 6);
  expect(other?.end).toBe(narrow?.end);
  const { queue } = summary(of) as unknown as { queue: { run_times: { jobs: number }[] } };
  expect(queue.run_times.map(({ jobs }) => jobs)).toEqual([1, 2]);
});

test("a job of a part of an instance has its chips alone", () => {
  const [half, whole] = ["0,8,half,encode", "0,16,whole,encode"].map((row) => runsOf(run([row]))[0]);
  const ratio = (half?.end ?? 0) / (whole?.end ?? 1);
  expect(ratio).toBeGreaterThan(1.5);
  expect(ratio).toBeLessThan(2.1);
});

test("on other chips a job takes the time of those, and is paid at their price", () => {
  const of = run(["0,16,first,encode", "0,16,second,encode", "0,16,third,encode"], { pools: [h100] });
  const third = runsOf(of)[2];
  expect(third).toMatchObject({ pool: "h100", end: expect.closeTo(aloneS("p5.48xlarge", 2), 6) });
  const { queue } = summary(of) as unknown as { queue: { pools: { usd: number; instance: string }[] } };
  const elapsed = (of.result?.elapsedNs ?? 0) / 3600e9;
  expect(queue.pools.map(({ instance }) => instance)).toEqual(["trn1.32xlarge", "p5.48xlarge"]);
  const each = catalog.instances
    .find(({ name }) => name === "p5.48xlarge")
    ?.prices.find(({ option }) => option === "on-demand");
  expect(queue.pools[1]?.usd).toBeCloseTo(2 * (each?.usdPerHour as number) * elapsed, 6);
});

test("the account of a run is that of all pools, as cost and energy are", () => {
  const of = run(["0,16,first,encode", "0,16,second,encode", "0,16,third,encode"], { pools: [h100] });
  const {
    queue,
    chip_seconds: told,
    elapsed_s,
  } = summary(of) as ReturnType<typeof summary> & {
    queue: { pools: { accelerators: number; held_accelerator_s: number }[] };
  };
  const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
  expect(told.busy).toBeCloseTo(sum(queue.pools.map((pool) => pool.held_accelerator_s)), 6);
  const accelerators = sum(queue.pools.map((pool) => pool.accelerators));
  expect(sum(Object.values(told)) / accelerators / elapsed_s).toBeCloseTo(1, 9);
  expect(of.account.share("busy")).toBeLessThan(1);
  expect(queueLines(summary(of)).find(([title]) => title.trim() === "h100")?.[1]).toMatch(/\$.* of it idle$/);
});

test("a pool without a price says so once", () => {
  const spot = { ...h100, name: "spot", pricing: "spot" };
  const of = run(["0,16,first,encode"], { pools: [spot] });
  const [, text] = queueLines(summary(of)).find(([title]) => title.trim() === "spot")!;
  expect(text.match(/no price is listed/g)).toHaveLength(1);
});

test("what is left of a job that is stopped is done on other chips at their pace", () => {
  const [home, away] = [aloneS("trn1.32xlarge", 2), aloneS("p5.48xlarge", 4)];
  // The H100 are there until half of the job is done on them; nothing is lost to saves that take no time.
  const until = away / 2;
  const of = run(["0,32,late,encode", `${until / 2},32,moved,encode`], {
    policy: "firstfit",
    checkpoints: { interval: `${until / 1e4} s`, stall: "0 s" },
    recovery: { restart: "0 s" },
    pools: [{ ...h100, count: 4, until: `${until} s` }],
  });
  const [late, moved, rest] = runsOf(of);
  expect(late).toMatchObject({ pool: "cluster", end: expect.closeTo(home, 6) });
  expect(moved).toMatchObject({ pool: "h100", stoppedBy: "end of h100" });
  // It has worked for half of `until`, a quarter of its time there, to a checkpoint; three quarters are left of its time here.
  expect(rest?.pool).toBe("cluster");
  expect(rest?.start).toBeCloseTo(home, 6);
  const worked = 1 - ((rest?.end ?? 0) - (rest?.start ?? 0)) / home;
  expect(worked).toBeGreaterThan(0.25 - 1.1 * (until / 1e4 / away));
  expect(worked).toBeLessThanOrEqual(0.25 + 1e-9);
});

test("a run time that is given says nothing of other chips: such jobs stay", () => {
  const of = run(["0,32,a,,100", "0,32,b,,100"], { pools: [h100], workloads: [] }, "workload,duration_s");
  expect(runsOf(of).map(({ pool, end }) => [pool, end])).toEqual([
    ["cluster", 100],
    ["cluster", 200],
  ]);
});

test("a job runs only where its model fits, and the result says where it does not", () => {
  const large = { ...encode, name: "large", model: "llama-2-13b" };
  const workload = { ...large.workload, parallelism: { tensor: 8 }, sequenceLength: 2048, microBatch: 1 };
  const more = { workloads: [{ ...large, workload }], pools: [{ ...h100, count: 1 }] };
  const of = run(["0,8,x,large"], more);
  expect(runsOf(of)[0]?.pool).toBe("h100");
  expect(of.result?.warnings.join("\n")).toContain(
    "large does not fit on 8 accelerators of trn1.32xlarge, and does not run there",
  );
  expect(run(["0,8,x,large"], { ...more, pools: [] }).status).toBe("out-of-memory");
});

test("what no job does is told", () => {
  const prepare = { name: "prepare", workload: { kind: "host-work", time: "1 h" } };
  expect(run(["0,16,x,encode"], { workloads: [encode, prepare] }).result?.warnings).toContain(
    "no job does prepare",
  );
});

test("a run rests on the software of those who run a model, not on one that only hosts or a queue have", () => {
  const softwareOf = (of: ReturnType<typeof record>) =>
    summary(of).assumptions.filter((text) => text.startsWith("software profile"));
  const host = { cluster: { instance: "trn1.32xlarge" }, workload: { kind: "host-work", vcpuTime: "1 h" } };
  expect(softwareOf(record(host))).toEqual([]);
  expect(softwareOf(run(["0,32,wide,encode"]))).toEqual([expect.stringContaining("torch-neuronx-training")]);
});

describe("refused", () => {
  const wrong = (rows: readonly string[], more: object = {}, columns?: string) => {
    const of = () => run(rows, more, columns);
    return expect(of);
  };
  test("is a workload that nobody has written, with the nearest", () => {
    wrong(["0,16,x,encod"]).toThrow(/found workload encod; expected .*encode; did you mean "encode"/);
  });
  test("is a job with a run time and a workload, or neither", () => {
    wrong(["0,16,x,encode,5"], {}, "workload,duration_s").toThrow(/no duration beside workload encode/);
    wrong(["0,16,x,,"], {}, "workload,duration_s").toThrow(/times in seconds/);
    wrong(["0,-1,x,encode"]).toThrow(/times in seconds/);
    wrong(["0,16,x,encode"], { jobs: { count: 1, rate: "1/h" } }).toThrow(/either a run time or the name/);
  });
  test("are failures of what jobs do, which are the queue's, and checkpoints beside its own", () => {
    const checkpoints = { interval: "1 h" };
    const workloads = [{ ...encode, workload: { ...encode.workload, failures: "llama3-h100", checkpoints } }];
    wrong(["0,16,x,encode"], { workloads }).toThrow(/workloads\[0\]\.workload\.failures/);
    wrong(["0,16,x,encode"], { workloads, checkpoints: { stall: "1 s", interval: "1 h" } }).toThrow(
      /workloads\[0\]\.workload\.checkpoints/,
    );
  });
  test("is a training that has no end", () => {
    const { tokens, ...endless } = encode.workload;
    wrong(["0,16,x,encode"], { workloads: [{ ...encode, workload: endless }] }).toThrow(
      /workloads\[0\]\.workload: found a training without end; expected tokens or samples/,
    );
  });
  test("is a size that is no even part of instances", () => {
    wrong(["0,17,x,encode"]).toThrow(/whole instances of 16, or as many of each/);
  });
  test("is the price of the cluster for other instances", () => {
    const cluster = { instance: "trn1.32xlarge", count: 2, pricing: { usdPerHour: 9 } };
    const { pricing, ...pool } = h100;
    const workload = {
      kind: "queue",
      jobs: { count: 1, rate: "1/h", accelerators: 16, workload: "encode" },
      workloads: [encode],
      pools: [pool],
    };
    expect(() => record({ cluster, workload })).toThrow(/pools\[0\]\.pricing: found none for h100/);
  });
});
