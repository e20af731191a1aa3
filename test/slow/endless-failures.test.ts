/** Training that failures never let finish: refused after many of them, which takes a while. */
import { expect, test } from "vitest";
import { Progress } from "../../src/workload/resilience/progress.ts";
import { record } from "../laws/account-scenarios.ts";

const run = (mtbf: string, restart: string, checkpoints: object | null, kind = "exponential") =>
  record({
    cluster: { instance: "trn1.32xlarge", count: 8 },
    model: "llama-3.1-8b",
    workload: {
      kind: "training",
      tokens: "400B",
      sequenceLength: 4096,
      globalBatch: 128,
      parallelism: { tensor: 8, data: 32 },
      failures: [{ of: "host", mtbf, kind }],
      ...(checkpoints && { checkpoints }),
      recovery: { detection: "1 min", replace: "1 h", restart },
    },
  });

test("a run whose failures come faster than restarts, or than its work without checkpoints, is refused and not run for ever", () => {
  const told = /workload\.failures.*one every .* of work saved; expected failures far enough apart/s;
  expect(() => run("1 min", "5 min", { interval: "1 h", stall: "0 s" })).toThrow(told);
  expect(() => run("20 h", "1 min", null)).toThrow(told);
});

test("failures by the thousand within a restart are refused as soon: a second's apart of each host, of whatever law", () => {
  for (const law of ["exponential", "weibull", "planned"]) {
    expect(() => run("1 s", "5 min", null, law)).toThrow(/workload\.failures.*after 10001 of them/s);
  }
});

test("a run that hardly starts is refused after ten thousand restarts in a row, one that starts now and then later", () => {
  const look = (progress: Progress, interruptions: number, ofWork: boolean) =>
    progress.look({ interruptions, ofWork, savedNs: 0, atNs: interruptions, name: "host" });
  const never = new Progress(1e9);
  look(never, 1, true);
  for (let count = 2; count <= 10_000; count++) look(never, count, false);
  expect(() => look(never, 10_001, false)).toThrow("after 10001 of them");
  const rarely = new Progress(1e9);
  for (let count = 1; count < 100_000; count++) look(rarely, count, count % 9000 === 0);
  expect(() => look(rarely, 100_000, false)).toThrow("after 100000 of them");
});
