/** `warmup: auto`: what a first run finds is what the scenario could have written. */
import { expect, test } from "vitest";
import { record, summary } from "../laws/account-scenarios.ts";

const scenario = (workload: object) => ({
  cluster: { instance: "g6e.12xlarge" },
  model: "llama-3.1-8b",
  workload: {
    kind: "inference",
    input: { kind: "constant", tokens: 500 },
    output: { kind: "constant", tokens: 50 },
    parallelism: { tensor: 1, replicas: 1 },
    ...workload,
  },
});
const crowd = { arrivals: { kind: "closed-loop", users: 40, think: "8 s" }, requests: 400 };

test("auto equals its own choice written out, and leaves out requests of the beginning", () => {
  const found = summary(record(scenario({ ...crowd, warmup: "auto" })));
  const choice = found.choices.find(({ key }) => key === "workload.warmup");
  expect(choice?.value).toMatch(/^[0-9.]+ s$/);
  expect(found.requests?.asked).toBeLessThan(400);
  const written = summary(record(scenario({ ...crowd, warmup: choice?.value })));
  expect(written.inference).toEqual(found.inference);
});

test("a run that never becomes steady leaves nothing out and says so", () => {
  const overloaded = { arrivals: { kind: "poisson", rate: "200/s" }, requests: 500, warmup: "auto" };
  const { requests, warnings } = summary(record(scenario(overloaded)));
  expect(requests?.asked).toBe(500);
  expect(warnings).toContainEqual(expect.stringContaining("no steady state"));
});
