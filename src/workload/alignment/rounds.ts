/**
 * Rounds of answering and learning, as events. Round i learns from the answers of round i; what it learnt is sent to the
 * engine that answers.
 *
 *     shared chips     answer 0 | learn 0 | send | answer 1 | learn 1 | send | ...
 *     chips apart      answer 0 | answer 1      | answer 2 ...     one round ahead: answers of round i + 1 come from
 *                               | learn 0 | send | learn 1 | send   the weights of round i - 1
 */
import { assert } from "../../base/errors.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";
import type { Timeline } from "../../metrics/timeline.ts";

/** How long the parts of a round take, ns. */
export interface RoundTimes {
  answerNs: number;
  learnNs: number;
  sendNs: number;
}

/** When a round did what, ns from the start of the first. */
export interface PlayedRound {
  answeredNs: number;
  learntNs: number;
  sentNs: number;
}

const answered = 0;
const learnt = 1;
const sent = 2;

/** Plays `rounds`, on shared chips or on chips apart. */
export class Rounds implements Target {
  readonly played: PlayedRound[] = [];
  readonly #rounds: readonly RoundTimes[];
  readonly #apart: boolean;
  readonly #timeline: Timeline | undefined;
  readonly #over: () => void;
  #simulator!: Simulator;
  #startNs = 0;
  /** Rounds that have been answered, learnt, sent. */
  readonly #done = { answered: 0, learnt: 0, sent: 0 };
  #answering = false;
  #learning = false;

  /** `over` is called after the last round. */
  constructor(
    rounds: readonly RoundTimes[],
    apart: boolean,
    { timeline, over = () => {} }: { timeline?: Timeline | undefined; over?: () => void } = {},
  ) {
    this.#rounds = rounds;
    this.#apart = apart;
    this.#timeline = timeline;
    this.#over = over;
  }

  start(simulator: Simulator): void {
    this.#simulator = simulator;
    this.#startNs = simulator.now;
    simulator.watch({
      unfinished: () =>
        this.#done.sent < this.#rounds.length ? [`round ${this.#done.sent} waits to be sent`] : [],
    });
    this.#advance();
  }

  handle(code: number, now: number): void {
    const { answerNs, learnNs, sendNs } = this.#round(code);
    const atNs = now - this.#startNs;
    if (code === answered) {
      this.#tell("answers", answerNs, now);
      this.played.push({ answeredNs: atNs, learntNs: atNs, sentNs: atNs });
      this.#done.answered++;
      this.#answering = false;
    } else if (code === learnt) {
      this.#tell("training step", learnNs, now);
      this.#playedRound(this.#done.learnt).learntNs = atNs;
      this.#done.learnt++;
      this.#simulator.schedule(sendNs, this, sent);
    } else {
      this.#tell("weights to the engine", sendNs, now);
      this.#playedRound(this.#done.sent).sentNs = atNs;
      this.#done.sent++;
      this.#learning = false;
      if (this.#done.sent === this.#rounds.length) this.#over();
    }
    this.#advance();
  }

  /** Begins what nothing stands in the way of. */
  #advance(): void {
    const { answered: answers, learnt: steps, sent: sends } = this.#done;
    const lead = this.#apart ? 1 : 0;
    const rounds = this.#rounds.length;
    const mayAnswer = answers < rounds && answers <= sends + lead && (this.#apart || !this.#learning);
    if (!this.#answering && mayAnswer) {
      this.#answering = true;
      this.#simulator.schedule(this.#round(answered).answerNs, this, answered);
    }
    if (!this.#learning && steps < answers) {
      this.#learning = true;
      this.#simulator.schedule(this.#round(learnt).learnNs, this, learnt);
    }
  }

  /** The round that the end of a part belongs to. */
  #round(code: number): RoundTimes {
    const index = [this.#done.answered, this.#done.learnt, this.#done.sent][code] as number;
    const round = this.#rounds[index];
    assert(round !== undefined, () => `there is no round ${index}`);
    return round;
  }

  #playedRound(index: number): PlayedRound {
    return this.played[index] as PlayedRound;
  }

  #tell(what: string, durationNs: number, now: number): void {
    const row = this.#timeline?.row("rounds", what === "answers" ? "generation" : "training");
    if (row !== undefined) this.#timeline?.span(row, what, now - durationNs, now);
  }
}
