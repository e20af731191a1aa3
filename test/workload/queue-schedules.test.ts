/**
 * Whole schedules of recorded jobs, second by second against a slow and obvious play: at every moment at which something comes or
 * goes, look at all jobs. The jobs are those of two virtual clusters of Microsoft's Philly (CC BY 4.0) as Gavel (MIT, 2020
 * Stanford Future Data Systems) gives them models; run time is steps over steps a second of a V100.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readJobs } from "../../src/workload/queue/job-file.ts";
import { played, policyNamed, pool } from "./queue-builder.ts";

/** A line of the file, s. */
interface Row {
  submit: number;
  wanted: number;
  takes: number;
}

/** A job under way: until when, s, on how many accelerators, and whether it overtook the head of the line just now. */
interface Held {
  index: number;
  until: number;
  wanted: number;
  overtook: boolean;
}

const text = (name: string) =>
  readFileSync(new URL(`../fixtures/jobs-philly-${name}.csv`, import.meta.url), "utf8");

const rowsOf = (name: string): Row[] =>
  text(name)
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number))
    .map(([submit = 0, wanted = 0, takes = 0]) => ({ submit, wanted, takes }));

/** Whether a policy lets `job`, who fits, start before those of `ahead`, who wait; by what it is known for. */
const allowed: Readonly<
  Record<
    string,
    (job: Row, ahead: readonly Row[], now: number, all: number, held: readonly Held[]) => boolean
  >
> = {
  fifo: (_, ahead) => ahead.length === 0,
  sjf: (_, ahead) => ahead.length === 0,
  firstfit: () => true,
  easy(job, [head], now, all, held) {
    if (head === undefined) return true;
    const ends = held
      .filter(({ overtook }) => !overtook)
      .sort((a, b) => a.until - b.until || a.index - b.index);
    const freeAfter = (count: number) => ends.slice(count).reduce((sum, { wanted }) => sum - wanted, all);
    const needed = ends.findIndex((_, place) => freeAfter(place + 1) >= head.wanted) + 1;
    const shadow = (ends[needed - 1] as Held).until;
    const outlasting = held.filter(({ overtook, until }) => overtook && until > shadow);
    const extra = outlasting.reduce((sum, { wanted }) => sum - wanted, freeAfter(needed) - head.wanted);
    return now + job.takes <= shadow || job.wanted <= extra;
  },
};

/** When each job starts, s. */
function slowStarts(rows: readonly Row[], all: number, policy: string): number[] {
  const starts = new Array<number>(rows.length).fill(Number.NaN);
  let held: Held[] = [];
  let left = rows.map((_, index) => index);
  let now = 0;
  while (left.length > 0) {
    held = held.filter(({ until }) => until > now).map((each) => ({ ...each, overtook: false }));
    const line = left.filter((index) => (rows[index] as Row).submit <= now);
    if (policy === "sjf") line.sort((a, b) => (rows[a] as Row).takes - (rows[b] as Row).takes || a - b);
    const ahead: Row[] = [];
    let free = held.reduce((sum, { wanted }) => sum - wanted, all);
    for (const index of line) {
      const row = rows[index] as Row;
      if (row.wanted <= free && allowed[policy]?.(row, ahead, now, all, held)) {
        starts[index] = now;
        held.push({ index, until: now + row.takes, wanted: row.wanted, overtook: ahead.length > 0 });
        free -= row.wanted;
      } else ahead.push(row);
    }
    left = left.filter((index) => Number.isNaN(starts[index]));
    const comes = left.map((index) => (rows[index] as Row).submit).find((submit) => submit > now);
    now = Math.min(comes ?? Number.POSITIVE_INFINITY, ...held.map(({ until }) => until));
  }
  return starts;
}

test.each(
  [
    ["0e4a51", 48],
    ["0e4a51", 64],
    ["e13805", 16],
    ["e13805", 24],
  ].flatMap(([name, all]) =>
    Object.keys(allowed).map((policy) => [name as string, all as number, policy] as const),
  ),
)(
  "jobs of %s on %i accelerators start under %s when a slow play starts them, to a microsecond",
  (name, all, policy) => {
    const { jobs: list } = readJobs(text(name), name);
    const { startNs } = played(list, [pool(all)], policyNamed(policy));
    const slow = slowStarts(rowsOf(name), all, policy);
    const apart = slow.map((start, index) => Math.abs(start - (startNs[index] as number) / 1e9));
    expect(Math.max(...apart)).toBeLessThan(1e-6);
  },
);

/** Jobs on eight accelerators, many of which come and end at the same moments or take no time at all. */
const tied = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 0, 0, 1, 2, 5),
    wanted: fc.integer({ min: 1, max: 8 }),
    takes: fc.constantFrom(0, 1, 2, 5, 10, 23),
  }),
  { minLength: 1, maxLength: 30 },
);

test.each(Object.keys(allowed))(
  "jobs that come together are all known to %s when it starts the first of them, from a CSV or a log",
  (policy) => {
    fc.assert(
      fc.property(tied, (gaps) => {
        let submit = 0;
        const rows = gaps.map(({ gap, ...row }): Row => {
          submit += gap;
          return { submit, ...row };
        });
        const slow = slowStarts(rows, 8, policy);
        const csv = rows.map((row) => `${row.submit},${row.wanted},${row.takes}`);
        // The times that users ask for, half of what jobs take, count for nothing: run times are known.
        const log = rows.map(
          ({ submit: at, takes, wanted }, index) =>
            `${index + 1} ${at} -1 ${takes} ${wanted} -1 -1 ${wanted} ${takes / 2} -1 1 1 1 -1 1 -1 -1 -1`,
        );
        const texts = [
          ["submit_s,accelerators,duration_s", ...csv],
          ["; Version: 2.2", ...log],
        ];
        for (const lines of texts) {
          const { jobs: list } = readJobs(lines.join("\n"), "jobs");
          const { startNs } = played(list, [pool(8)], policyNamed(policy));
          expect([...startNs].map((ns) => ns / 1e9)).toEqual(slow);
        }
      }),
      { numRuns: 60, seed: 16 },
    );
  },
);
