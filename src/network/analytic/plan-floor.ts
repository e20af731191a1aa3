/**
 * What a plan takes at least, from a few of its messages: the first line of each step that is told along lines. Messages that
 * are left out neither delay those that are there nor take from their links, so the rest of the plan only adds to
 *
 *     all of one chunk + (chunks - 1) x (its most loaded link)
 *
 * A tree among two million ranks has four million messages and 42 levels, of which the root's line is one message each. What is
 * told in several tracks or repeats steps has no such floor here: delays that its closed form takes off again hang on all lines.
 */
import type { CollectivePlan } from "../collectives/collective-plan.ts";
import { LineStep, messageCount, messagesAlong } from "../collectives/line-step.ts";
import type { Topology } from "../topology.ts";
import { PricedPlan } from "./analytic-player.ts";
import type { Scratch } from "./pricing-loads.ts";

/** Plans of fewer messages are priced as they are. */
const manyMessages = 2048;

/** The first lines of `plan` among their members alone; undefined where it has no floor, or needs none. */
export function floorOf(
  topology: Topology,
  { tracks }: CollectivePlan,
  members: readonly number[],
  scratch?: Scratch,
): PricedPlan | undefined {
  const steps = tracks[0]!.phases.flat();
  if (tracks.length > 1 || steps.some((step) => !(step instanceof LineStep) || step.repeat > 1))
    return undefined;
  if (steps.reduce((sum, step) => sum + messageCount(step), 0) < manyMessages) return undefined;
  const numbers = new Map<number, number>();
  const numberOf = (member: number) => {
    const number = numbers.get(member) ?? numbers.size;
    numbers.set(member, number);
    return number;
  };
  const phases = tracks[0]!.phases.map((phase) =>
    phase.map((step) => {
      const { lines, moves } = step as LineStep;
      const first = messagesAlong(lines, moves, 1);
      const transfers = first.map(({ source, target, fraction }) => {
        return { source: numberOf(source), target: numberOf(target), fraction };
      });
      return { transfers, repeat: 1 };
    }),
  );
  const nodes = Array.from(numbers.keys(), (member) => members[member]!);
  return new PricedPlan(topology, { tracks: [{ phases }] }, [nodes], scratch);
}
