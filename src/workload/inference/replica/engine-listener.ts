/** What an engine tells the serving run of. */

import type { Request } from "../load/request.ts";

/** Told of what happens to requests, by the index of the engine; the serving workload records it and moves them on. */
export interface EngineListener {
  /** `count` tokens came `gapNs`, `gapNs + growthNs`, ... after the token before, for `requests` requests each. */
  tokenGaps(gapNs: number, growthNs: number, count: number, requests: number): void;
  /** One token came `gapNs` after the one before, for each of `requests` requests, counted one after the other. */
  tokenGap(gapNs: number, requests: number): void;
  finished(request: Request, now: number): void;
  /** An abandoned request has left. */
  dropped(request: Request, now: number): void;
  /** The prompt of `request` is computed; its room stays taken until `releaseSent`. */
  prefilled(index: number, request: Request, now: number): void;
  /** An engine took requests from its line, or put one back there. */
  lineMoved(index: number, now: number): void;
  /** Work without a change: one step with prompts, beside `batch` decoding requests, or `steps` decode steps of them. */
  stepEnded(
    index: number,
    what: "prompts" | "decoding",
    startNs: number,
    endNs: number,
    batch: number,
    steps?: number,
  ): void;
  /** That engine stands at a step boundary: call its `next` at this time, now or after other events of this time. */
  boundary(index: number, now: number): void;
}
