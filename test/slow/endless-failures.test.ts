/** Training that failures never let finish: refused after many of them, which takes a while. */
import { expect, test } from "vitest";
import { record } from "../laws/account-scenarios.ts";

const run = (mtbf: string, restart: string, checkpoints: object | null) =>
  record({
    cluster: { instance: "trn1.32xlarge", count: 8 },
    model: "llama-3.1-8b",
    workload: {
      kind: "training",
      tokens: "400B",
      sequenceLength: 4096,
      globalBatch: 128,
      parallelism: { tensor: 8, data: 32 },
      failures: [{ of: "host", mtbf }],
      ...(checkpoints && { checkpoints }),
      recovery: { detection: "1 min", replace: "1 h", restart },
    },
  });

test("a run whose failures come faster than restarts, or than its work without checkpoints, is refused and not run for ever", () => {
  const told = /workload\.failures.*one every .* of work saved; expected failures far enough apart/s;
  expect(() => run("1 min", "5 min", { interval: "1 h", stall: "0 s" })).toThrow(told);
  expect(() => run("20 h", "1 min", null)).toThrow(told);
});
