/** What a pipeline stage moves: how long it takes alone, and what it puts on links where it shares them with others. */

import type { TaskPlan } from "../../../kernel/sharing/sharing.ts";
import type { Target } from "../../../kernel/target.ts";
import { aloneNs } from "../../../network/graph/alone.ts";
import { type ExchangePlay, playExchange } from "../../../network/graph/exchange-run.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";

/** An exchange on links, or a task on other resources. */
export type StagePlay = ExchangePlay | TaskPlan;

/** Collectives, and what the host moves, that follow each other. */
export interface StageExchange {
  /** All of them, ns, when nobody else uses their links. */
  aloneNs: number;
  /** What to play; absent where nobody else can use their links, so that they take their time alone. */
  plays?: readonly StagePlay[] | undefined;
}

/** A part of `exchange`, or several of them. */
export function scaled({ aloneNs, plays }: StageExchange, factor: number): StageExchange {
  return {
    aloneNs: aloneNs * factor,
    plays: plays?.map((play) =>
      isTask(play) ? { ...play, work: play.work * factor } : { ...play, times: (play.times ?? 1) * factor },
    ),
  };
}

/** Both, one after the other. */
export function inSequence(one: StageExchange, other: StageExchange): StageExchange {
  const plays = [...(one.plays ?? []), ...(other.plays ?? [])];
  return { aloneNs: one.aloneNs + other.aloneNs, ...(plays.length > 0 && { plays }) };
}

function isTask(play: StagePlay): play is TaskPlan {
  return "usage" in play;
}

/** Time of `play` alone, ns. */
export function aloneNsOf({
  graph,
  bytes,
  chunks = 1,
  times = 1,
  softwareNs = 0,
  efficiency = 1,
}: ExchangePlay): number {
  return times * (softwareNs + aloneNs(graph, bytes, chunks) / efficiency);
}

/** Plays `plays` one after the other on `links`; `client` gets `code` at the end. */
export function playInTurn(
  links: LinkResources,
  plays: readonly StagePlay[],
  client: Target,
  code: number,
): void {
  const next = {
    handle(index: number, now: number) {
      const play = plays[index];
      if (play === undefined) client.handle(code, now);
      else if (isTask(play)) links.sharing.run(play, next, index + 1);
      else playExchange(links, play, next, index + 1);
    },
  };
  next.handle(0, links.simulator.now);
}
