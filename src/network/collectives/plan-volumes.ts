/**
 * What every member of a group sends and receives over a whole plan, in buffers. Steps told along lines add up by place on the
 * line, so that a grid of a million members takes as many sums as its dimensions are long:
 *
 *     sent by a member = what it is told to send itself + sum over dimensions of what its place there sends
 */
import type { CollectivePlan, Step } from "./collective-plan.ts";
import { GridLines } from "./grid-lines.ts";
import { LineStep, outline, sentBy } from "./line-step.ts";

/** Sums of equal places, or of members. */
interface Sums {
  /** Absent where places are the members themselves. */
  lines?: GridLines;
  sent: Float64Array;
  received: Float64Array;
}

/** Volumes of one plan. */
export class PlanVolumes {
  readonly #sums = new Map<string, Sums>();
  /** Of all members. */
  total = 0;
  /** Whether a switch sums anything. */
  isSummed = false;

  constructor(plan: CollectivePlan, members: number) {
    for (const [step, times] of timesOf(plan)) {
      if (step instanceof LineStep && !(step.lines instanceof GridLines)) {
        this.#addLines(step, times, members);
        continue;
      }
      const lines = step instanceof LineStep ? (step.lines as GridLines) : undefined;
      const { sent, received } = this.#sumsOf(lines, members);
      if (step instanceof LineStep && step.turn !== undefined) {
        const each = step.turn.fraction * times;
        for (let place = 0; place < sent.length; place++) {
          sent[place]! += each;
          received[place]! += each;
        }
        this.total += each * sent.length * step.lines.length;
        continue;
      }
      for (const { source, target, fraction, isReduced } of outline(step)) {
        sent[source]! += fraction * times;
        received[target]! += fraction * times;
        this.total += fraction * times * (lines?.length ?? 1);
        this.isSummed ||= isReduced === true;
      }
    }
  }

  /** Lines that leave members out, who have no place on them. */
  #addLines({ lines, moves }: LineStep, times: number, members: number): void {
    const { sent, received } = this.#sumsOf(undefined, members);
    for (let line = 0; line < lines.length; line++) {
      const first = lines.first(line);
      for (const { source, target, fraction } of moves) {
        sent[first + source * lines.stride]! += fraction * times;
        received[first + target * lines.stride]! += fraction * times;
        this.total += fraction * times;
      }
    }
  }

  /** What `rank` sends and receives. */
  of(rank: number): { sent: number; received: number } {
    let [sent, received] = [0, 0];
    for (const sums of this.#sums.values()) {
      const { lines } = sums;
      const place = lines === undefined ? rank : Math.floor(rank / lines.stride) % lines.size;
      sent += sums.sent[place]!;
      received += sums.received[place]!;
    }
    return { sent, received };
  }

  /** No member sends or receives less than this. */
  least(): { sent: number; received: number } {
    const all = [...this.#sums.values()];
    return {
      sent: all.reduce((sum, { sent }) => sum + leastOf(sent), 0),
      received: all.reduce((sum, { received }) => sum + leastOf(received), 0),
    };
  }

  #sumsOf(lines: GridLines | undefined, members: number): Sums {
    const key = lines === undefined ? "" : `${lines.stride} ${lines.size}`;
    const known = this.#sums.get(key);
    if (known !== undefined) return known;
    const places = lines?.size ?? members;
    const sums = { lines, sent: new Float64Array(places), received: new Float64Array(places) } as Sums;
    this.#sums.set(key, sums);
    return sums;
  }
}

function leastOf(sums: Float64Array): number {
  return sums.reduce((least, sum) => Math.min(least, sum), Number.POSITIVE_INFINITY);
}

/** How often a plan does each step: tracks share many. */
function timesOf({ tracks }: CollectivePlan): Map<Step, number> {
  const steps = new Map<object, Step>();
  const times = new Map<Step, number>();
  for (const step of tracks.flatMap(({ phases }) => phases.flat())) {
    const known = steps.get(sentBy(step)) ?? step;
    steps.set(sentBy(step), known);
    times.set(known, (times.get(known) ?? 0) + step.repeat);
  }
  return times;
}
