/**
 * Chains of a repeated step, told line by line. A chain never leaves its line, so where a step is told along the lines of a grid
 * there is a list of chains for one of them, and lines with the same hops have the same times: of the 256 rings through 64
 * UltraServers those that leave by like cards are one.
 */
import type { Step } from "../collectives/collective-plan.ts";
import { LineStep } from "../collectives/line-step.ts";
import { areAlike } from "./alike-groups.ts";
import type { FoldedTransfers } from "./folded-transfers.ts";
import { type Hop, type Line, pathsOf, repeatedLines } from "./repeated-step.ts";

/** A line is compared with so many others, those met last; one that is like none of them counts by itself. */
const comparedMax = 16;

/** Lines of a step, one behind the other among the messages that stand for all of it, and the chains of each. */
export interface LineChains {
  count: number;
  chains: readonly (readonly number[])[];
}

/** The chains of `step`, whose hops are those of its own messages, or of the ones that stand for them. */
export function chainsOf(step: Step, folded: FoldedTransfers | undefined): LineChains {
  if (step instanceof LineStep && (folded === undefined || folded.lines !== undefined)) {
    const { count, standIn } = folded?.lines ?? { count: step.lines.length, standIn: undefined };
    const chains = pathsOf(step.moves);
    if (standIn === undefined) return { count, chains };
    return { count, chains: chains.map((chain) => chain.map((move) => standIn[move]!)) };
  }
  if (folded === undefined) return { count: 1, chains: pathsOf(step.transfers) };
  // Chains that leave no block are those of the first.
  if (folded.isInside) return { count: 1, chains: pathsOf(folded.sent) };
  const { standIn } = folded;
  return { count: 1, chains: pathsOf(step.transfers).map((chain) => chain.map((hop) => standIn[hop]!)) };
}

/** Lines of the longest chains of a step that is repeated, whose messages have the `hops`. */
export function chainLines(repeat: number, hops: readonly Hop[], { count, chains }: LineChains): Line[] {
  if (count === 1) return repeatedLines(repeat, hops, chains);
  const each = hops.length / count;
  const different: (readonly Hop[])[] = [];
  const lines: Line[] = [];
  for (let line = 0; line < count; line++) {
    const own = hops.slice(line * each, (line + 1) * each);
    if (different.slice(-comparedMax).some((other) => areAlike(other, own))) continue;
    different.push(own);
    for (const each of repeatedLines(repeat, own, chains)) lines.push(each);
  }
  return lines;
}
