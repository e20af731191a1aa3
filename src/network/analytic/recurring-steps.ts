/**
 * Steps that stand in a plan more than once. The two halves of an all-reduce exchange the same pieces, and tracks that take
 * the dimensions of a grid in different orders meet in the last: of the eight exchanges between instances of four tracks, all
 * are one.
 */
import type { CollectivePlan, Step } from "../collectives/collective-plan.ts";
import { LineStep, outline } from "../collectives/line-step.ts";

/** What is to be known of each step, made once for all steps that are the same. */
export class RecurringSteps<Known> {
  /** Of each step, the first that is the same; none of a step that stands alone. */
  readonly #first = new Map<Step, Step>();
  readonly #known = new Map<Step, Known>();

  constructor({ tracks }: CollectivePlan) {
    const firsts = new Map<string, Step[]>();
    for (const { phases } of tracks) {
      for (const step of phases.flat()) {
        const sent = outline(step);
        const { source, target, fraction } = sent[0] ?? { source: 0, target: 0, fraction: 0 };
        const along = step instanceof LineStep ? lineMark(step) : "";
        const mark = `${step.repeat} ${sent.length} ${source} ${target} ${fraction} ${along}`;
        const alike = firsts.get(mark) ?? [];
        const first = alike.find((each) => areSame(outline(each), outline(step)));
        if (first === undefined) firsts.set(mark, [...alike, step]);
        else this.#first.set(first, first).set(step, first);
      }
    }
  }

  /** What is known of `step`, by `make` where nothing was; undefined where the step stands alone. */
  once(step: Step, make: () => Known): Known | undefined {
    const first = this.#first.get(step);
    if (first === undefined) return undefined;
    const known = this.#known.get(first) ?? make();
    this.#known.set(first, known);
    return known;
  }
}

function lineMark({ lines, turn }: LineStep): string {
  return `${turn === undefined ? "" : "turn "}${lines.stride} ${lines.size} ${lines.length} ${lines.first(1)}`;
}

function areSame(some: Step["transfers"], others: Step["transfers"]): boolean {
  if (some === others) return true;
  return some.every(({ source, target, fraction, isReduced }, index) => {
    const other = others[index]!;
    return (
      other.source === source &&
      other.target === target &&
      other.fraction === fraction &&
      other.isReduced === isReduced
    );
  });
}
