/**
 * The exchanges of one replica's steps on links that others use too: other jobs, keys and values on their way between replicas,
 * other replicas of the job. While somebody may, a step is its computation and then, as one task on the links, all that its
 * layers exchange (`merged-exchange.ts`); alone that takes the time at which the step prices it. Where links are the
 * replica's own, or the others are gone, nothing is played.
 */
import type { Program } from "../../../cluster/shared-chips.ts";
import type { Target } from "../../../kernel/target.ts";
import type { ClusterNetwork } from "../../../network/cluster-network.ts";
import { addedPart, EndMemory, wholeBytes } from "../../../network/graph/end-memory.ts";
import { type ExchangePlay, playExchange } from "../../../network/graph/exchange-run.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";
import { merged } from "../../../network/graph/merged-exchange.ts";
import type { StepExchange } from "../time/step-exchange.ts";
import { communicationPart, type StepCost } from "../time/step-timer.ts";

/** Groups of ranks of one replica, by what they are for. */
export type RankGroups = Readonly<Record<StepExchange["group"], readonly (readonly number[])[]>>;

/** What is played, and where. */
export interface SharedExchangeParts {
  links: LinkResources;
  network: ClusterNetwork;
  /** By pipeline stage. */
  groups(stage: number): RankGroups;
  /** Number of the job. */
  owner: number;
  /** By stage, what the replica is on chips that other jobs compute on too; none where they are its own. */
  programs: readonly Program[];
  /** Whether others may use the links now; `moves`: keys and values come to or leave the replica. */
  areShared(moves: boolean): boolean;
  /** Whether others may ever use them, asked when the first step begins; they may where it is absent. */
  mayBeShared?(): boolean;
}

/** What stands behind it, a text each. */
export const exchangeAssumptions: readonly string[] = [
  "links: what the layers of a step exchange on links that others use follows its work as one transfer (assumed)",
];

/** Steps kept at most; beyond, all are forgotten. */
const playsMax = 4096;

/** Exchanges of one replica. */
export class SharedExchanges {
  /** Whether any step has shared its links so far. */
  hasPlayed = false;
  readonly #parts: SharedExchangeParts;
  /** What it was told then: most replicas have their links to themselves, and ask before every step. */
  #mayBeShared: boolean | undefined;
  /** By what is exchanged and how long that takes alone. */
  readonly #plays = new Map<string, ExchangePlay | undefined>();

  constructor(parts: SharedExchangeParts) {
    this.#parts = parts;
  }

  /** Whether steps that begin now share their links. */
  areShared(moves: boolean): boolean {
    this.#mayBeShared ??= this.#parts.mayBeShared?.() ?? true;
    return this.#mayBeShared && this.#parts.areShared(moves);
  }

  /** What a step of `cost` puts on links, at `stage` of `stages` that it crosses one by one; undefined where it exchanges nothing. */
  of({ exchanges, parts }: StepCost, stage = 0, stages = 1): ExchangePlay | undefined {
    const aloneNs = parts[communicationPart]! / stages;
    if (exchanges.length === 0 || aloneNs === 0) return undefined;
    const key = `${stage} ${aloneNs} ${exchanges.map(({ kind, group, bytes, times }) => `${kind} ${group} ${bytes} ${times}`)}`;
    if (this.#plays.has(key)) return this.#plays.get(key);
    if (this.#plays.size >= playsMax) this.#plays.clear();
    const play = this.#merged(exchanges, aloneNs, stage, stages);
    this.#plays.set(key, play);
    return play;
  }

  /** Plays what `of` has given; `client` gets `code` at the end. */
  start(play: ExchangePlay, client: Target, code: number): void {
    this.hasPlayed = true;
    const { links, programs } = this.#parts;
    // Stages of a replica take turns where one batch at a time crosses all of them: the first one's cores stand for theirs.
    const cores = programs[0]?.cores;
    if (cores === undefined) {
      playExchange(links, play, client, code);
      return;
    }
    const done = {
      handle(_code: number, now: number) {
        cores.giveBack();
        client.handle(code, now);
      },
    };
    cores.take(() => playExchange(links, play, done, 0));
  }

  #merged(
    exchanges: readonly StepExchange[],
    aloneNs: number,
    stage: number,
    stages: number,
  ): ExchangePlay | undefined {
    const { network, owner, programs } = this.#parts;
    const program = programs[stage];
    const memory = program && new EndMemory(() => wholeBytes(program.othersOperators));
    const groups = this.#parts.groups(stage);
    const plays = exchanges.flatMap(({ kind, group, bytes, times }): ExchangePlay[] => {
      const [ranks = [], ...simultaneous] = groups[group];
      const planned = network.exchange({ operation: kind, bytes, ranks, simultaneous });
      if (planned === undefined) return [];
      const added = memory && addedPart(kind, planned.graph, ranks.length);
      return [{ ...planned, bytes, times: times / stages, owner, memory, added }];
    });
    return merged(plays, aloneNs)[0];
  }
}
