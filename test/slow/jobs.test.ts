/** The laws of jobs side by side over many scenarios; `JOBS=500` for more of them, `SEED=2` for others. */
import { expect, test } from "vitest";
import { expectLawsOfJobs } from "../laws/job-laws.ts";
import { expectLongWay } from "../laws/shortcuts.ts";

const runs = Number(process.env.JOBS ?? 60);
const seed = Number(process.env.SEED ?? 3);

test(`in ${runs} scenarios of one to three jobs every law of links and memories holds, and few jobs gain by another`, () => {
  const { fasterJobs, fasterExchanges, exchangeWorst, slowedJobs, ...counts } = expectLawsOfJobs(runs, seed);
  // The scenarios of those that gained, to look into.
  console.log(JSON.stringify({ ...counts, slowedJobs, fasterExchanges, exchangeWorst, fasterJobs }));
  expect(counts.refused).toBeLessThan(runs / 4);
  expect(slowedJobs).toBeGreaterThan(0);
  expect(counts.memories).toBeGreaterThan(0);
  // No theorem: what holds one job up can free a third one's links. A few in a hundred at most, and by little.
  expect(fasterJobs.length).toBeLessThanOrEqual(runs / 20);
  for (const { slowdown } of fasterJobs) expect(slowdown).toBeGreaterThan(0.9);
  expect(fasterExchanges).toBeLessThanOrEqual(counts.exchanges / 100);
}, 600_000);

test(`in ${Math.ceil(runs / 2)} scenarios the long way gives the same records`, () => {
  expect(expectLongWay(Math.ceil(runs / 2), 5)).toBeGreaterThan(runs / 4);
}, 600_000);
