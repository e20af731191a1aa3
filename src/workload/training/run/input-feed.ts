/**
 * The input of a training job while its steps are played: that of the next step is read beside the one that runs, and its hosts
 * prepare it as it comes.
 */
import type { Target } from "../../../kernel/target.ts";
import type { InputSource, InputWay } from "./input-way.ts";

/** Where the input of a step comes from. */
export interface InputPlan {
  /** The volume that it is read from, and by whom; nothing to read when absent. */
  source?: InputSource | undefined;
  /** What it goes over on its way; the volume alone when absent. */
  way?: InputWay | undefined;
  /** Of a step. */
  bytes: number;
  /** Prepares it on hosts that other jobs use too, and tells `client`; already in the client's pace when absent. */
  prepare?: ((client: Target, code: number) => void) | undefined;
  prefetch: boolean;
}

/** Input of the steps of a job. */
export class InputFeed implements Target {
  readonly plan: InputPlan;
  #state: "none" | "loading" | "there" = "none";
  #due = 0;
  /** Number of what is loaded now. */
  #loads = 0;
  #then: (() => void) | undefined;

  constructor(plan: InputPlan) {
    this.plan = plan;
  }

  /** Calls `then` when the input of the next step is there, and loads that of the one after beside it. */
  take(then: () => void): void {
    this.#then = then;
    if (this.#state === "none") this.#load();
    else if (this.#state === "there") this.#give();
  }

  /** Credits of the volume, bytes of the whole input; undefined where it has none. */
  get credits(): number | undefined {
    const { source } = this.plan;
    return source?.volume.credits(source.by);
  }

  /** Sets them, for steps that nobody saw have used some. */
  set credits(bytes: number | undefined) {
    const { source } = this.plan;
    if (bytes !== undefined) source?.volume.setCredits(bytes, source.by);
  }

  /** A failure ends the loaders: what was read ahead is lost, and what is on its way arrives for nobody. */
  drop(): void {
    this.#then = undefined;
    this.#state = "none";
    this.#loads++;
  }

  handle(load: number): void {
    if (load !== this.#loads) return;
    this.#due--;
    if (this.#due > 0) return;
    this.#state = "there";
    if (this.#then) this.#give();
  }

  #load(): void {
    const { source, way, bytes, prepare } = this.plan;
    this.#state = "loading";
    const load = ++this.#loads;
    this.#due = (source ? 1 : 0) + (prepare ? 1 : 0);
    if (source && way) way.read(bytes, source, this, load);
    else source?.volume.read(bytes, source.by, this, load);
    prepare?.(this, load);
  }

  #give(): void {
    const then = this.#then as () => void;
    this.#then = undefined;
    this.#state = "none";
    if (this.plan.prefetch) this.#load();
    then();
  }
}
