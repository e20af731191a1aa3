/** Jobs away from their data: what copying takes and costs, and what comes of failed jobs. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { record, summary } from "../laws/account-scenarios.ts";

/** A queue on a pool at home and one abroad, of a trn1 instance each; jobs as rows of a file. */
function run(rows: readonly string[], workload: object = {}, columns = "data_gb,data_region") {
  const text = [`submit_s,accelerators,duration_s,job,region,${columns}`, ...rows].join("\n");
  return record(
    {
      cluster: { instance: "trn1.32xlarge", count: 1 },
      workload: {
        kind: "queue",
        jobs: { file: "jobs.csv" },
        region: "us-east-1",
        pools: [{ name: "abroad", count: 1, region: "eu-north-1" }],
        between: { bandwidth: "1 GB/s", usdPerGb: 0.02 },
        ...workload,
      },
    },
    catalog,
    () => text,
  );
}

const runsOf = (of: ReturnType<typeof run>) =>
  Object.fromEntries(
    [...(of.result?.tables.jobs?.rows ?? [])].map((row) => [
      row[0],
      { start: row[4] as number, end: row[5] as number, pool: row[7] },
    ]),
  );

test("a job away from its data holds its accelerators while that is copied, and pays for it by the byte", () => {
  // 600 GB at 1 GB/s: ten minutes.
  const of = run(["0,16,3600,home,us-east-1,600,us-east-1", "0,16,3600,away,eu-north-1,600,us-east-1"]);
  const { home, away } = runsOf(of);
  expect(home).toMatchObject({ start: 0, end: 3600, pool: "cluster" });
  expect(away).toMatchObject({ start: 0, end: 4200, pool: "abroad" });
  const { queue, cost } = summary(of) as unknown as {
    queue: Record<string, number>;
    cost: { usd_total: number };
  };
  expect(queue.transfer_gb).toBeCloseTo(600, 9);
  expect(queue.transfer_usd).toBeCloseTo(600 * 0.02, 9);
  const lost = queue.lost_accelerator_s as unknown as Record<string, number>;
  expect(lost.data_transfer).toBeCloseTo(16 * 600, 6);
  // The bill is that of the instances and of what was copied.
  const instances = 2 * 21.5 * (4200 / 3600);
  expect(cost.usd_total).toBeCloseTo(instances + 600 * 0.02, 9);
});

test("policies know how long a job takes where its data is not: backfill waits for who fits before the head", () => {
  // The head of all 32 chips never fits a pool; here of 16: it may start when the first is done, at 1,000 s. The short job fits
  // before that at home, and not abroad, where it takes 500 s more.
  const rows = (region: string) => [
    `0,8,1000,first,${region},0,`,
    `1,16,100,head,${region},0,`,
    `2,8,600,short,${region},500,us-east-1`,
  ];
  const [home, abroad] = ["us-east-1", "eu-north-1"].map((region) =>
    runsOf(run(rows(region), { policy: "easy" })),
  );
  expect(home?.short?.start).toBe(2);
  expect(abroad?.short?.start).toBeGreaterThan(1000);
  expect([home?.head?.start, abroad?.head?.start]).toEqual([1000, 1000]);
});

test("data is copied to a region once: a job that is stopped there finds it when it comes back", () => {
  const of = run(
    ["0,16,3600,low,eu-north-1,600,us-east-1,0", "3000,16,1000,high,eu-north-1,0,,1"],
    {
      policy: { kind: "priority", preempt: true },
      checkpoints: { interval: "5 min", stall: "0 s" },
      recovery: { restart: "0 s" },
    },
    "data_gb,data_region,priority",
  );
  const { queue } = summary(of) as unknown as { queue: Record<string, number> };
  expect(queue.stops).toBe(1);
  expect(queue.transfer_gb).toBeCloseTo(600, 9);
  // 2,400 s of work were done at the stop, all of them saved.
  expect(queue.makespan_s).toBeCloseTo(600 + 3600 + 1000, 6);
});

test("a job whose data has no way to where it may run is refused, and data without a region too", () => {
  expect(() => run(["0,16,60,a,,5,us-east-1"], { between: undefined })).toThrow(
    /workload\.between.*data of a in us-east-1 that may run in eu-north-1/s,
  );
  expect(() => run(["0,16,60,a,,5,"])).toThrow("the data_region where they are");
  expect(() => run(["0,16,60,a,us-east-1,-5,x"])).toThrow("data_gb of zero or more");
  // All run where their data is: no way is needed.
  expect(run(["0,16,60,a,us-east-1,5,us-east-1"], { between: undefined }).status).toBe("completed");
});

test("jobs that fail cost what they held, and what is finished a month are the others", () => {
  const of = run(
    ["0,16,3600,a,us-east-1,completed", "0,16,7200,b,us-east-1,failed", "0,8,3600,c,us-east-1,cancelled"],
    {},
    "outcome",
  );
  const { queue } = summary(of) as unknown as { queue: Record<string, number> };
  expect(queue.jobs_failed).toBe(2);
  expect(queue.usd_failed).toBeCloseTo(21.5 * (2 + 0.5), 9);
  expect(queue.jobs_per_month).toBeCloseTo((30 * 24 * 3600) / (queue.makespan_s as number), 6);
  expect(() => run(["0,16,60,a,us-east-1,complete"], {}, "outcome")).toThrow(
    /outcome complete.*one of completed, failed, cancelled.*did you mean "completed"/s,
  );
  const drawn = record({
    cluster: { instance: "trn1.32xlarge", count: 4 },
    workload: {
      kind: "queue",
      jobs: { count: 4000, rate: "1/min", duration: { mean: "10 min" }, failing: "25%" },
    },
  });
  const share = (summary(drawn) as unknown as { queue: Record<string, number> }).queue;
  // Three standard errors of a share of a quarter among 4,000.
  expect(Math.abs((share.jobs_failed as number) / 4000 - 0.25)).toBeLessThan(
    3 * Math.sqrt((0.25 * 0.75) / 4000),
  );
});
