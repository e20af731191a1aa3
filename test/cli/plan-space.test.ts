/** Values of a space that make no scenario are refused: a search would pass over them as over what does not fit. */
import { expect, test } from "vitest";
import { folderWith, trnsimHere } from "./trnsim.ts";

const scenario = `name: sequences
cluster: { instance: inf2.xlarge }
model: distilbert
workload: { kind: inference, arrivals: { kind: poisson, rate: 30/s }, input: { kind: constant, tokens: 64 }, requests: 20 }
objectives: { e2elP99: 1 s }
`;

const planned = (space: object) => {
  const folder = folderWith({ "s.yaml": `${scenario}space: ${JSON.stringify(space)}\n` });
  return trnsimHere(["plan", "s.yaml", "--json"], folder);
};

const small = { "cluster.count": [1], "workload.parallelism.tensor": [1], "workload.batching.maxBatch": [4] };

test.each([
  ["cluster.instance", ["inf2.xlarge", "inf2.xlarg"], 'did you mean "inf2.xlarge"'],
  ["cluster.software", ["nxdii"], 'did you mean "nxdi"'],
  ["model", ["distilbert", "distilbrt"], 'did you mean "distilbert"'],
  ["workload.batching.maxbatch", [1, 2], 'did you mean "maxBatch"'],
  ["workload.router", ["rond-robin"], 'did you mean "round-robin"'],
  ["workload.parallelism.tensor", [1, "two"], 'found "two"'],
])("%s as %j", async (path, values, hint) => {
  const { code, stdout, stderr } = await planned({ ...small, [path]: values });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(`s.yaml: space.${path}`);
  expect(stderr).toContain(hint);
});

test("a value that is right only beside one of another axis is searched", async () => {
  const { code, stdout } = await planned({
    ...small,
    "workload.batching.kind": ["continuous", "dynamic"],
    "workload.batching.maxWait": ["5 ms"],
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)[0].best).not.toBeNull();
});
