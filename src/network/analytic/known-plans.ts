/**
 * Plans already made. A plan hangs on the operation and the shape of the group alone, so that groups that lie otherwise, the
 * graph of an exchange, and other networks of the same search share one.
 */
import type {
  CollectiveAlgorithm,
  CollectiveOperation,
  CollectivePlan,
} from "../collectives/collective-plan.ts";
import { LineStep } from "../collectives/line-step.ts";
import type { ShapedGroup } from "./group-shape.ts";

/** Messages written out that the plans of one algorithm hold together; beyond, all are forgotten. */
const messagesMax = 2 ** 18;

interface Known {
  plans: Map<string, CollectivePlan | undefined>;
  messages: number;
}

const knownOf = new WeakMap<CollectiveAlgorithm, Known>();

/** The plan of `algorithm` for `operation` in a group of that shape; undefined where it makes none. */
export function planFor(
  algorithm: CollectiveAlgorithm,
  operation: CollectiveOperation,
  group: ShapedGroup,
): CollectivePlan | undefined {
  const known = knownOf.get(algorithm) ?? { plans: new Map(), messages: 0 };
  knownOf.set(algorithm, known);
  const dimensions = group.dimensions.map(({ size, shape, bandwidth }) => `${size} ${shape} ${bandwidth}`);
  const key = `${operation} ${group.isReduced ?? false} ${dimensions.join(", ")}`;
  if (known.plans.has(key)) return known.plans.get(key);
  const plan = algorithm.plan(operation, group);
  known.messages += plan === undefined ? 0 : writtenOut(plan);
  if (known.messages > messagesMax) knownOf.delete(algorithm);
  else known.plans.set(key, plan);
  return plan;
}

function writtenOut({ tracks }: CollectivePlan): number {
  const steps = new Set(tracks.flatMap(({ phases }) => phases.flat()));
  let messages = 0;
  for (const step of steps) if (!(step instanceof LineStep)) messages += step.transfers.length;
  return messages;
}
