import { expect, test } from "vitest";
import { degreesOfMesh } from "../../src/workload/training/job/mesh.ts";

test("axes with a usual name divide what the name says", () => {
  expect(degreesOfMesh({ data: 16, model: 2 })).toEqual({ degrees: { data: 16, tensor: 2 }, problems: [] });
  expect(degreesOfMesh({ batch: 4, stage: 8, sequence: 2, expert: 1 }).degrees).toEqual({
    data: 4,
    pipeline: 8,
    context: 2,
    expert: 1,
  });
  // Ranks of an expert axis have batches of their own.
  expect(degreesOfMesh({ data: 4, expert: 8 }).degrees).toEqual({ data: 32, expert: 8 });
  // An axis of one rank says so: nothing is left open.
  expect(degreesOfMesh({ batch: 1, model: 4 }).degrees).toEqual({ data: 1, tensor: 4 });
});

test("axes of any name divide what the sharding says; several axes multiply", () => {
  const sharding = { batch: ["x", "z"], heads: "y", ffn: "y", experts: "x" };
  expect(degreesOfMesh({ x: 8, y: 4, z: 2 }, sharding)).toEqual({
    degrees: { data: 16, tensor: 4, expert: 8 },
    problems: [],
  });
});

test("what cannot be is told, all of it at once, with the nearest name", () => {
  expect(degreesOfMesh({ modle: 2 }).problems).toMatchObject([
    { path: "workload.mesh.modle", nearest: "model" },
  ]);
  const { problems } = degreesOfMesh({ x: 8, y: 4 }, { batch: "x", heads: "w", experts: "y" });
  expect(problems.map(({ path }) => path)).toEqual([
    "workload.sharding.heads",
    "workload.sharding.ffn",
    "workload.sharding.experts",
  ]);
  expect(degreesOfMesh({ x: 8 }, { batch: "x", heads: "x", ffn: "x", sequence: "x" }).problems).toMatchObject(
    [
      { path: "workload.sharding.ffn", expected: "an axis that divides nothing else: it divides the batch" },
      { path: "workload.sharding.sequence" },
    ],
  );
  expect(degreesOfMesh({ x: 8, y: 4 }, { batch: "x" }).problems).toMatchObject([
    { path: "workload.mesh.y", found: "nothing that it divides" },
  ]);
});
