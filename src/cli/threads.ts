/** Worker threads, and what they read once: scenarios of files. */
import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import { ScenarioError } from "../base/errors.ts";
import { catalog as shipped } from "../catalog.ts";
import { built } from "./built.ts";
import { positiveCount } from "./flag-values.ts";
import { loadScenarios, type ScenarioFlags } from "./scenario-flags.ts";
import { schemaOf } from "./scenario-schema.ts";

/** Each loads the simulator anew, some 100 MB. */
const threadsMost = 1024;

/** Threads that `--workers` asks for: one a core when nothing is said. Throws a `ScenarioError` for more than a process can hold. */
export function threadsOf(workers: string | undefined): number {
  if (workers === undefined) return availableParallelism();
  const threads = positiveCount(workers, "--workers");
  if (threads <= threadsMost) return threads;
  throw new ScenarioError([
    { path: "--workers", found: workers, expected: `at most ${threadsMost} threads` },
  ]);
}

/**
 * Threads that do one task after the other, and load the simulator while the caller does other things. What goes wrong with a
 * task is its own trouble, and a thread without memory is followed by another; one that cannot start, or ends by itself, fails all
 * tasks, which would wait for it for ever.
 */
export class Threads {
  readonly count: number;
  readonly #pool: Tinypool;
  readonly #watched = new WeakSet<object>();
  readonly #failed = new AbortController();
  /** Threads do not keep the process while they start. */
  readonly #awake = setInterval(() => {}, 60_000);

  constructor(file: "sweep-worker.js" | "plan-worker.js", count: number) {
    this.count = count;
    // Simulations make many short-lived objects: a larger nursery is collected less often.
    const resourceLimits = { maxYoungGenerationSizeMb: 64 };
    const filename = built(file).href;
    // More than there are cores are started when there are tasks for them; none is stopped before all are.
    const minThreads = Math.min(count, availableParallelism());
    const idleTimeout = 2 ** 31 - 1;
    this.#pool = new Tinypool({ filename, minThreads, maxThreads: count, idleTimeout, resourceLimits });
    this.#pool.on("error", (error: Error) => this.#fail(error.message));
    this.#watch();
  }

  /** What comes of `task`. Throws a `ScenarioError` where threads do not work. */
  async run<Result>(task: object): Promise<Result> {
    const { signal } = this.#failed;
    return await new Promise<Result>((done, failed) => {
      const stop = () => failed(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      const over = () => {
        this.#watch();
        signal.removeEventListener("abort", stop);
      };
      this.#pool.run(task).then(
        (result) => {
          over();
          done(result as Result);
        },
        (error: Error & { code?: string }) => {
          over();
          // Workers tell their own trouble as a result.
          if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") this.#fail(error.message);
          failed(signal.reason ?? error);
        },
      );
    });
  }

  async destroy(): Promise<void> {
    clearInterval(this.#awake);
    const works = !this.#failed.signal.aborted;
    this.#fail("it was ended");
    if (works) await this.#pool.destroy();
    // The pool waits for ever for the end of a thread that has come to it.
    else await Promise.all(this.#pool.threads.map((thread) => thread.terminate()));
  }

  #fail(reason: string): void {
    const found = `a thread that does not work: ${reason.split("\n")[0]}`;
    const expected = "the files of the program as they were when it began";
    this.#failed.abort(new ScenarioError([{ found, expected }]));
  }

  /** Looks after threads that are new. */
  #watch(): void {
    for (const thread of this.#pool.threads) {
      if (this.#watched.has(thread)) continue;
      this.#watched.add(thread);
      let isTold = false;
      thread.once("error", () => {
        isTold = true;
      });
      thread.once("exit", () => {
        if (!isTold) this.#fail("it ended by itself");
      });
    }
  }
}

/** Flags that scenarios are read with, as a thread is told them: no state of the process that asks. */
export type ThreadFlags = Pick<ScenarioFlags, "seed" | "set" | "allowPlugins" | "allowRead">;

/** Of `flags` what a thread is told. */
export function threadFlags({ seed, set, allowPlugins, allowRead }: ThreadFlags): ThreadFlags {
  return { seed, set, allowPlugins, allowRead };
}

/** The scenarios of a thread's files, read when they are first asked for. */
export class ThreadScenarios {
  #loading: ReturnType<typeof load> | undefined;

  /** The scenario called `name`, as its variant has it. */
  async find(files: readonly string[], flags: ThreadFlags, name: string, variant: string) {
    this.#loading ??= load(files, flags);
    const { entries, ...beside } = await this.#loading;
    const entry = entries.find((each) => each.scenario.name === name && each.variant === variant);
    if (entry === undefined) throw new Error(`no scenario ${name} / ${variant}`);
    return { entry, ...beside };
  }
}

async function load(files: readonly string[], flags: ThreadFlags) {
  const { entries, catalog } = await loadScenarios(files, flags, shipped, { plans: false });
  return { entries, catalog, schema: schemaOf(catalog) };
}
