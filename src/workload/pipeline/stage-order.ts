/** What a list of stages must be: names of their own, needs that exist, and no stage that waits for itself. */
import type { Problem } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";

/** A stage by its name and those it waits for. */
export interface Needing {
  name: string;
  needs: readonly string[];
}

/** Everything that is wrong with `stages`, by its path. */
export function orderProblems(stages: readonly Needing[]): Problem[] {
  const names = stages.map(({ name }) => name);
  const problems = stages.flatMap(({ name, needs }, index): Problem[] => {
    const path = `workload.stages[${index}]`;
    const isTaken = names.indexOf(name) < index;
    const unknown = needs.filter((need) => !names.includes(need));
    return [
      ...(isTaken ? [{ path: `${path}.name`, found: name, expected: "a name of its own" }] : []),
      ...unknown.map((need) => {
        const hint = nearest(need, names);
        const expected = "the name of a stage";
        return { path: `${path}.needs`, found: need, expected, ...(hint !== undefined && { nearest: hint }) };
      }),
    ];
  });
  if (problems.length > 0) return problems;
  const circle = circleIn(stages);
  if (circle === undefined) return [];
  const index = names.indexOf(circle[0] as string);
  const found = circle.join(" needs ");
  return [{ path: `workload.stages[${index}].needs`, found, expected: "stages that do not wait for it" }];
}

/** Names along a circle of needs, the first again at the end; undefined where there is none. */
function circleIn(stages: readonly Needing[]): string[] | undefined {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    const at = path.indexOf(name);
    if (at >= 0) return [...path.slice(at), name];
    if (done.has(name)) return undefined;
    for (const need of byName.get(name)?.needs ?? []) {
      const circle = visit(need, [...path, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const { name } of stages) {
    const circle = visit(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
