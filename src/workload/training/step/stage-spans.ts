/**
 * When stages did what in a step, by columns in blocks: a step has two spans for every micro-batch of every stage, and few runs
 * write the table of them. An object each was a third of what a search left to be collected.
 */

/** One span. */
export interface StageSpan {
  stage: number;
  what: string;
  microBatch: number | null;
  startNs: number;
  endNs: number;
}

/** Spans of one block. */
const blockSize = 1024;

/** In place of a micro-batch where a span is of none. */
const noMicroBatch = -1;

/** Columns of so many spans. */
class Block {
  readonly stages = new Int32Array(blockSize);
  readonly whats: string[] = [];
  readonly microBatches = new Int32Array(blockSize);
  /** Start and end of each, ns. */
  readonly timesNs = new Float64Array(2 * blockSize);
}

/** All spans of a step, in the order in which they ended. */
export class StageSpans implements Iterable<StageSpan> {
  readonly #blocks: Block[] = [];
  #last: Block | undefined;

  add(stage: number, what: string, microBatch: number | null, startNs: number, endNs: number): void {
    if (this.#last === undefined || this.#last.whats.length === blockSize) {
      this.#last = new Block();
      this.#blocks.push(this.#last);
    }
    const { stages, whats, microBatches, timesNs } = this.#last;
    const index = whats.length;
    stages[index] = stage;
    whats.push(what);
    microBatches[index] = microBatch ?? noMicroBatch;
    timesNs[2 * index] = startNs;
    timesNs[2 * index + 1] = endNs;
  }

  *[Symbol.iterator](): Generator<StageSpan> {
    for (const { stages, whats, microBatches, timesNs } of this.#blocks) {
      for (const [index, what] of whats.entries()) {
        const microBatch = microBatches[index] as number;
        yield {
          stage: stages[index] as number,
          what,
          microBatch: microBatch === noMicroBatch ? null : microBatch,
          startNs: timesNs[2 * index] as number,
          endNs: timesNs[2 * index + 1] as number,
        };
      }
    }
  }
}
