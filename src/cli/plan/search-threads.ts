/**
 * Simulations of a search on worker threads. What a search finds hangs on what it asks and in which order, not on who simulates
 * it when: threads that stand idle begin what may be asked next, and what never is was done for nothing.
 */
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import {
  type Outcome,
  outcomeOf,
  type PlanSearch,
  type SearchAnswer,
  type SearchStep,
} from "../../study/plan/trial.ts";
import type { Console } from "../console.ts";
import { answered } from "../interruption.ts";
import { Threads } from "../threads.ts";
import type { PlanTask } from "./plan-worker.ts";

/** How long a search goes on in one thread, ms: others read the program anew, and learn again what steps cost. */
const patienceMsUsual = 5000;

/** How a search is driven. */
export interface SearchDrive {
  threads: number;
  /** How long it goes on in this thread before others are started; usually some seconds. */
  patienceMs?: number;
  task: Omit<PlanTask, "overrides">;
  /** What every simulation has on top of what is asked for, such as a shortened load. */
  onTop?: readonly Override[];
  /** Simulates in this thread. */
  simulate(overrides: readonly Override[]): Summary;
  console: Pick<Console, "note" | "progress">;
}

/** Drives `steps` to their end, or until Ctrl-C, on threads where there are several and it takes long. */
export async function searchedOnThreads(
  steps: Generator<SearchStep, PlanSearch, SearchAnswer>,
  { threads, patienceMs = patienceMsUsual, task, onTop = [], simulate, console }: SearchDrive,
): Promise<PlanSearch> {
  let bar: ReturnType<Console["progress"]> | undefined;
  let pool: Threads | undefined;
  let others: SearchThreads | undefined;
  const startMs = performance.now();
  const whole = (each: readonly Override[]) => [...each, ...onTop];
  const here = (overrides: readonly Override[]) => outcomeOf(() => simulate(overrides));
  try {
    return await answered(steps, console, async (step, isAsked) => {
      const { done, total } = step;
      const asks = step.asks.map(whole);
      const ahead = step.ahead.map(whole);
      bar ??= console.progress(total, "combinations");
      bar.update(done);
      if (threads > 1 && performance.now() - startMs >= patienceMs) {
        pool ??= new Threads("plan-worker.js", threads);
        others ??= new SearchThreads(pool, task, here);
      }
      // Lets the signal in.
      await new Promise((resolve) => setImmediate(resolve));
      const outcomes = (await others?.outcomes({ asks, ahead })) ?? asks.map(here);
      return { outcomes, isStopped: isAsked() };
    });
  } finally {
    bar?.stop();
    await pool?.destroy();
  }
}

/** Answers what a search asks. */
class SearchThreads {
  readonly #pool: Threads;
  readonly #task: Omit<PlanTask, "overrides">;
  readonly #here: (overrides: readonly Override[]) => Outcome;
  /** Summaries that were begun and not asked for yet, by overrides. */
  readonly #begun = new Map<string, Promise<Summary | null>>();
  #underWay = 0;

  /** `here` simulates in this thread what other threads cannot tell. */
  constructor(
    pool: Threads,
    task: Omit<PlanTask, "overrides">,
    here: (overrides: readonly Override[]) => Outcome,
  ) {
    this.#pool = pool;
    this.#task = task;
    this.#here = here;
  }

  /** What comes of all that a step asks for, in its order. */
  async outcomes({ asks, ahead }: Pick<SearchStep, "asks" | "ahead">): Promise<Outcome[]> {
    const asked = asks.map((overrides) => this.#begin(overrides));
    if (asks.length > 0) {
      for (const overrides of ahead) if (this.#underWay < this.#pool.count) this.#begin(overrides);
    }
    const summaries = await Promise.all(asked);
    return asks.map((overrides, index) => {
      this.#begun.delete(keyOf(overrides));
      return summaries[index] ?? this.#here(overrides);
    });
  }

  #begin(overrides: readonly Override[]): Promise<Summary | null> {
    const key = keyOf(overrides);
    const begun = this.#begun.get(key) ?? this.#run(overrides);
    this.#begun.set(key, begun);
    return begun;
  }

  async #run(overrides: readonly Override[]): Promise<Summary | null> {
    this.#underWay++;
    try {
      return await this.#pool.run({ ...this.#task, overrides } satisfies PlanTask);
    } catch {
      return null;
    } finally {
      this.#underWay--;
    }
  }
}

function keyOf(overrides: readonly Override[]): string {
  return JSON.stringify(overrides);
}
