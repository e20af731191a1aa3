/**
 * Which ranks work together. Ranks are numbered along the axes in the order of the placement, the first fastest: with
 * tensor 8, context 1, data 4, pipeline 2 in the usual order, ranks 0-7 are a tensor group, ranks 0, 8, 16, 24 a data group,
 * ranks 0 and 32 two stages of a pipeline. Launchers put tensor ranks next to each other, because they exchange most;
 * another order shows what that is worth. Expert ranks are consecutive ranks of the data axis, then of the tensor axis.
 */
import { elementAt } from "../../../base/element-at.ts";

/** Axes of a job. */
export const axes = ["tensor", "context", "data", "pipeline"] as const;

/** Name of an axis. */
export type Axis = (typeof axes)[number];

/** Ranks of a job on a grid. */
export class Placement {
  readonly #sizes: Readonly<Record<Axis, number>>;
  readonly #strides: Readonly<Record<Axis, number>>;

  /** `order` names every axis once, the fastest first. */
  constructor(sizes: Readonly<Record<Axis, number>>, order: readonly Axis[] = axes) {
    this.#sizes = sizes;
    let stride = 1;
    const strides: Partial<Record<Axis, number>> = {};
    for (const axis of order) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    this.#strides = strides as Record<Axis, number>;
  }

  /** Ranks from one to the next along `axis`. */
  stride(axis: Axis): number {
    return this.#strides[axis];
  }

  /** Where `rank` stands along `axis`. */
  along(axis: Axis, rank: number): number {
    return Math.floor(rank / this.#strides[axis]) % this.#sizes[axis];
  }

  /** The ranks of pipeline stage `stage`, for people: `ranks 64-127`, or `ranks 1, 5, 9 ...` where they lie apart. */
  stageText(stage: number): string {
    const stride = this.#strides.pipeline;
    const each = axes.reduce((product, axis) => product * this.#sizes[axis], 1) / this.#sizes.pipeline;
    const first = stage * stride;
    if (stride === each) return each === 1 ? `rank ${first}` : `ranks ${first}-${first + each - 1}`;
    const run = Array.from({ length: Math.min(3, stride) }, (_, index) => first + index);
    const next = first + stride * this.#sizes.pipeline;
    return `ranks ${[...run, next].slice(0, 3).join(", ")} ...`;
  }

  /** The group along `axis` that holds rank `base`, or its first `count` ranks. */
  group(axis: Axis, base = 0, count = this.#sizes[axis]): number[] {
    return Array.from({ length: count }, (_, index) => base + index * this.#strides[axis]);
  }

  /**
   * The groups along `axis` of all ranks that differ in `others` only: those that exchange at the same time. Of groups that
   * lie in the first `within` ranks of the cluster none is left out, of others some are.
   */
  groups(axis: Axis, others: readonly Axis[], count?: number, within = Number.POSITIVE_INFINITY): number[][] {
    const bases = others.reduce<number[]>(
      (known, other) => known.flatMap((base) => this.group(other, base)).filter((base) => base < within),
      [0],
    );
    return bases.map((base) => this.group(axis, base, count));
  }

  /** All groups of stage `stage` along `axis`, or its runs of `count` ranks along it: those that do the same at the same time. */
  stageGroups(axis: Exclude<Axis, "pipeline">, count = this.#sizes[axis], stage = 0): number[][] {
    const others = axes.filter((other) => other !== axis && other !== "pipeline" && this.#sizes[other] > 1);
    const first = stage * this.#strides.pipeline;
    if (count === this.#sizes[axis] && first === 0) return this.groups(axis, others);
    return this.groups(axis, others).flatMap((group) =>
      Array.from({ length: group.length / count }, (_, run) =>
        group.slice(run * count, (run + 1) * count).map((rank) => first + rank),
      ),
    );
  }

  /**
   * Runs of `expert` ranks of stage `stage` that experts are spread over: along the data axis; where that is shorter all of it,
   * with as many neighbouring tensor ranks as it takes.
   */
  expertGroups(expert: number, stage = 0): number[][] {
    const { data } = this.#sizes;
    if (expert <= data) return this.stageGroups("data", expert, stage);
    const groups = new Map<number, number[]>();
    const stride = this.#strides.data;
    for (const run of this.stageGroups("tensor", expert / data, stage)) {
      const rank = elementAt(run, 0);
      const first = rank - (Math.floor(rank / stride) % data) * stride;
      groups.set(first, [...(groups.get(first) ?? []), ...run]);
    }
    return [...groups.values()];
  }

  /** Each rank of stage `stage` with the one in its place in stage `target`, the next one when absent. */
  sends(stage: number, target = stage + 1): number[][] {
    const stride = (target - stage) * this.#strides.pipeline;
    return this.stageGroups("tensor", undefined, stage).flatMap((group) =>
      group.map((rank) => [rank, rank + stride]),
    );
  }
}
