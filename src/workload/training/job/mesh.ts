/**
 * A device mesh by named axes, as in JAX, in place of degrees: `mesh: { data: 16, model: 2 }`. What an axis divides is told
 * by its name (`batch` or `data`, `model` or `tensor`, `sequence` or `context`, `expert`, which divides the batch too, `stage`
 * or `pipeline`), or, for axes of any name, by `sharding: { batch: x, heads: y, ffn: y }`, each dimension with the axes that divide it. The
 * collectives follow: what divides heads and feed-forward columns sums activations, what divides the batch sums gradients.
 */
import type { Problem } from "../../../base/errors.ts";
import { nearest } from "../../../base/nearest.ts";

/** Ranks along each axis. */
export type Mesh = Readonly<Record<string, number>>;

/** Dimensions of the work that axes divide. */
export const dimensions = ["batch", "heads", "ffn", "sequence", "experts", "layers"] as const;

/** Axes by the dimension that they divide. */
export type Sharding = Readonly<Partial<Record<(typeof dimensions)[number], string | readonly string[]>>>;

/** Degrees that a mesh stands for; what it does not name keeps its own. */
export type MeshDegrees = Partial<Record<"data" | "tensor" | "context" | "expert" | "pipeline", number>>;

const dimensionOf = {
  data: "batch",
  tensor: "ffn",
  context: "sequence",
  expert: "experts",
  pipeline: "layers",
} as const satisfies Record<keyof MeshDegrees, (typeof dimensions)[number]>;

const usual: Sharding = {
  batch: ["batch", "data", "expert"],
  heads: ["model", "tensor"],
  ffn: ["model", "tensor"],
  sequence: ["sequence", "context"],
  experts: ["expert"],
  layers: ["stage", "pipeline"],
};

/** The degrees of `mesh`, or what is wrong with it. */
export function degreesOfMesh(
  mesh: Mesh,
  sharding?: Sharding,
): { degrees: MeshDegrees; problems: readonly Problem[] } {
  const rules = sharding ?? usual;
  const names = Object.keys(mesh);
  const problems = sharding ? problemsOfSharding(names, sharding) : problemsOfNames(names);
  const axesOf = (dimension: (typeof dimensions)[number]) =>
    [rules[dimension] ?? []].flat().filter((axis) => names.includes(axis));
  const ranksOf = (dimension: (typeof dimensions)[number]) =>
    axesOf(dimension).reduce((ranks, axis) => ranks * (mesh[axis] ?? 1), 1);
  const named = Object.entries(dimensionOf).filter(([, dimension]) => axesOf(dimension).length > 0);
  const degrees = Object.fromEntries(named.map(([degree, dimension]) => [degree, ranksOf(dimension)]));
  return { degrees, problems };
}

function problemsOfNames(names: readonly string[]): Problem[] {
  const known = [...new Set(Object.values(usual).flat())];
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: `workload.mesh.${name}`,
      found: `"${name}"`,
      expected: `one of ${known.join(", ")}, or \`sharding\` that says what it divides`,
      nearest: nearest(name, known),
    }));
}

function problemsOfSharding(names: readonly string[], sharding: Sharding): Problem[] {
  const used = Object.entries(sharding).flatMap(([dimension, axes]) =>
    [axes ?? []].flat().map((axis) => ({ dimension, axis })),
  );
  const problems: Problem[] = used
    .filter(({ axis }) => !names.includes(axis))
    .map(({ dimension, axis }) => ({
      path: `workload.sharding.${dimension}`,
      found: `"${axis}"`,
      expected: `an axis of the mesh: ${names.join(", ")}`,
      nearest: nearest(axis, names),
    }));
  for (const name of names.filter((each) => !used.some(({ axis }) => axis === each))) {
    problems.push({
      path: `workload.mesh.${name}`,
      found: "nothing that it divides",
      expected: "a dimension in `sharding`",
    });
  }
  // Heads and columns are the same matrices, and experts are spread over ranks of the batch; else an axis divides one thing.
  const dividing = used.filter(({ dimension }) => dimension !== "heads" && dimension !== "experts");
  dividing.forEach(({ dimension, axis }, index) => {
    const other = dividing.slice(0, index).find((each) => each.axis === axis);
    if (other === undefined) return;
    problems.push({
      path: `workload.sharding.${dimension}`,
      found: `"${axis}"`,
      expected: `an axis that divides nothing else: it divides ${other.dimension === "ffn" ? "heads and ffn" : `the ${other.dimension}`}`,
    });
  });
  const text = (dimension: "heads" | "ffn" | "batch" | "experts") => [sharding[dimension] ?? []].flat();
  if (text("heads").join() !== text("ffn").join()) {
    problems.push({
      path: "workload.sharding.ffn",
      found: text("ffn").join(", ") || "no axis",
      expected: `the axes of heads: ${text("heads").join(", ") || "none"}`,
    });
  }
  if (text("experts").some((axis) => !text("batch").includes(axis))) {
    problems.push({
      path: "workload.sharding.experts",
      found: text("experts").join(", "),
      expected: `axes of the batch, over which experts are spread: ${text("batch").join(", ")}`,
    });
  }
  return problems;
}
