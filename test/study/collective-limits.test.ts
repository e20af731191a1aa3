import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { type CollectiveFlags, readCollectiveFlags } from "../../src/cli/collective-flags.ts";
import { collectiveTable } from "../../src/study/collective-table.ts";
import { shareFabric } from "../../src/study/shared-fabric.ts";

const defaults = { op: "all-to-all", count: "1", bandwidth: "50 GB/s", latency: "500 ns", sizes: "8 B" };

/** What the command answers to these flags. */
function asked(given: Partial<CollectiveFlags>) {
  const flags = { ...defaults, network: "analytic", job: [], plugin: [], ...given } as CollectiveFlags;
  const task = readCollectiveFlags(flags, catalog, (flag) => flag in given);
  return task.kind === "table"
    ? collectiveTable(task.question)
    : shareFabric(task.network, task.jobs, task.as);
}

const pairs = catalog.algorithms.plugins.map(({ name }) => name).filter((name) => isEveryPair(name));

function isEveryPair(kind: string): boolean {
  return catalog.algorithms.make({ kind }).everyPair === true;
}

test.each(pairs)("%s is refused where the messages between every two would fill the memory", (algorithm) => {
  expect(() => asked({ topology: "switch:1025", algorithm })).toThrow(
    `--algorithm: expected an algorithm for these ranks (${algorithm} sends a message between every two, of at most 1024 ranks)`,
  );
});

test("a network in which nothing repeats is timed among 4,096 ranks, in one table or a job", () => {
  expect(() => asked({ topology: "ring:8192" })).toThrow(
    "--ranks: found 8192 ranks; expected at most 4096 that take part, such as --ranks 4096; more with --instance",
  );
  expect(() => asked({ topology: "ring:8192", job: ["a=0-4096"] })).toThrow("at most 4096 of a topology");
  expect(asked({ topology: "ring:8192", ranks: "2" })).toMatchObject([{ ranks: 2, time_ns: 500.08 }]);
});

test("a million messages at most are played one by one, of all jobs together", () => {
  // A ring passes on n - 1 parts twice round: 2 x 724 x 725 messages, and half of them four times.
  const ring = { op: "all-reduce", algorithm: "ring", chunks: "1", network: "flow" };
  expect(() => asked({ ...ring, topology: "ring:725" })).toThrow(
    "--network: found 1,049,800 messages; expected at most 1,048,576 to play one by one: fewer ranks or chunks, or no flow",
  );
  expect(() => asked({ ...ring, topology: "ring:512", job: ["a=0-362", "b=400-401"] })).toThrow(
    "--network: found 1,051,264 messages",
  );
});
