/**
 * The front ends of servers, one a replica: a process that takes requests in, tokenises them and hands them to its engine, one
 * at a time. Requests that come together reach the engine one after the other, so the first of them starts alone; a client
 * that asks again as soon as it has its answer misses the step that begins at that moment. What stands before the servers
 * only passes requests on, so that a fleet takes in as many at once as it has servers.
 */
import { RingBuffer } from "../../../kernel/ring-buffer.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { Request } from "../load/request.ts";

/** What happens to a request that its server has taken in. */
export type Ready = (request: Request, now: number) => void;

/** By server: first in, first out, a fixed time for each request; no time, no event. */
export class FrontEnds implements Target {
  readonly #simulator: Simulator;
  readonly #perRequestNs: number;
  readonly #ready: Ready;
  readonly #freeNs: Float64Array;
  readonly #inside: (RingBuffer<Request> | undefined)[] = [];
  #held = 0;
  #next = 0;

  constructor(simulator: Simulator, perRequestNs: number, servers: number, ready: Ready) {
    this.#simulator = simulator;
    this.#perRequestNs = perRequestNs;
    this.#ready = ready;
    this.#freeNs = new Float64Array(servers);
  }

  /** Requests inside of all. */
  get held(): number {
    return this.#held;
  }

  /** Takes `request` in at `server`; at each in turn where any will do, as before one line for all. */
  take(request: Request, server: number | undefined, now: number): void {
    if (this.#perRequestNs === 0) {
      this.#ready(request, now);
      return;
    }
    const at = server ?? this.#next++ % this.#freeNs.length;
    this.#inside[at] ??= new RingBuffer();
    this.#inside[at].push(request);
    this.#held++;
    this.#freeNs[at] = Math.max(now, this.#freeNs[at]!) + this.#perRequestNs;
    this.#simulator.scheduleAt(this.#freeNs[at]!, this, at);
  }

  /** The first at `server` is ready. */
  handle(server: number, now: number): void {
    this.#held--;
    this.#ready(this.#inside[server]!.shift() as Request, now);
  }
}
