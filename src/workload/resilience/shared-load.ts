/** Loading a checkpoint over what others use too: it takes as long as they let it, and a failure may end it before. */
import type { Simulator } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";

/** A load that may be under way. */
export interface SharedLoad {
  /** Beside nobody, ns. */
  aloneNs: number;
  /** Starts it; `client` gets `code` when all is there. Returns what `stop` takes. */
  start(client: Target, code: number): number;
  /** Ends it before. */
  stop(task: number): void;
}

/** How one went: when it was over, and whether by a failure. */
export type LoadDone = (now: number, isStruck: boolean) => void;

const beginCode = 0;
const loadedCode = 1;
const lookCode = 2;
const struckCode = 3;

/** One load from `beginNs` on, which a failure at `strikesNs` ends. */
export class LoadUnderWay implements Target {
  readonly #simulator: Pick<Simulator, "scheduleAt">;
  readonly #load: SharedLoad;
  readonly #strikesNs: number;
  readonly #done: LoadDone;
  #task = 0;
  #isOver = false;

  constructor(
    simulator: Pick<Simulator, "scheduleAt">,
    load: SharedLoad,
    { beginNs, strikesNs, done }: { beginNs: number; strikesNs: number; done: LoadDone },
  ) {
    this.#simulator = simulator;
    this.#load = load;
    this.#strikesNs = strikesNs;
    this.#done = done;
    simulator.scheduleAt(beginNs, this, beginCode);
  }

  handle(code: number, now: number): void {
    if (code === beginCode) {
      this.#task = this.#load.start(this, loadedCode);
      this.#look(now);
    } else if (this.#isOver) return;
    else if (code === lookCode) this.#look(now);
    else {
      this.#isOver = true;
      if (code === struckCode) this.#load.stop(this.#task);
      this.#done(now, code === struckCode);
    }
  }

  /** Waits for the failure, but not for one that is far away: that would keep the clock going when all is over. */
  #look(now: number): void {
    const nextNs = now + Math.max(1, this.#load.aloneNs);
    if (this.#strikesNs <= nextNs) this.#simulator.scheduleAt(this.#strikesNs, this, struckCode);
    else this.#simulator.scheduleAt(nextNs, this, lookCode);
  }
}
