/** An exchange of a pipeline stage: how long it takes alone, and what it puts on links where it shares them with others. */
import type { Target } from "../../kernel/event-queue.ts";
import { aloneNs } from "../../network/graph/alone.ts";
import { type ExchangePlay, playExchange } from "../../network/graph/exchange-run.ts";
import type { LinkResources } from "../../network/graph/link-resources.ts";

/** Collectives that follow each other. */
export interface StageExchange {
  /** All of them, ns, when nobody else uses their links. */
  aloneNs: number;
  /** What to play; absent where nobody else can use their links, so that they take their time alone. */
  plays?: readonly ExchangePlay[];
}

/** A part of `exchange`, or several of them. */
export function scaled({ aloneNs, plays }: StageExchange, factor: number): StageExchange {
  return {
    aloneNs: aloneNs * factor,
    plays: plays?.map((play) => ({ ...play, times: (play.times ?? 1) * factor })),
  };
}

/** Both, one after the other. */
export function inSequence(one: StageExchange, other: StageExchange): StageExchange {
  const plays = [...(one.plays ?? []), ...(other.plays ?? [])];
  return { aloneNs: one.aloneNs + other.aloneNs, ...(plays.length > 0 && { plays }) };
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
  plays: readonly ExchangePlay[],
  client: Target,
  code: number,
): void {
  const next = {
    handle(index: number, now: number) {
      const play = plays[index];
      if (play === undefined) client.handle(code, now);
      else playExchange(links, play, next, index + 1);
    },
  };
  next.handle(0, links.simulator.now);
}
