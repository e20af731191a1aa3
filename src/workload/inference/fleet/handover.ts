/**
 * From the half of a fleet that prefills to the half that decodes: which replica a prompt goes to is chosen when its keys and
 * values set out. They stay where they are until one is up; where the chosen one goes down on their way, another takes them.
 */
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Request } from "../load/request.ts";
import type { Engine } from "../replica/engine.ts";
import { KvTransfers, type TransferPlan, type TransferWays } from "./kv-transfer.ts";
import type { ReplicaGroup } from "./replica-group.ts";

/** What a handover needs of the fleet. */
export interface HandoverParts {
  decoders: ReplicaGroup;
  ways: TransferWays | undefined;
  /** Replica of the engine of this index. */
  replicaOf(index: number): number;
  /** Nobody waits for `request` any more. */
  abandoned(request: Request, now: number): void;
}

/** Prompts on their way. */
export class Handover {
  readonly #parts: HandoverParts;
  readonly #transfers: KvTransfers;
  /** Prompts that found no replica up. */
  #unsent: { engine: Engine; request: Request }[] = [];

  constructor(simulator: Simulator, plan: TransferPlan, parts: HandoverParts) {
    this.#parts = parts;
    this.#transfers = new KvTransfers(simulator, plan, parts.ways, (request, now) =>
      this.#arrived(request, now),
    );
  }

  /** Requests on their way, or waiting for it. */
  get held(): number {
    return this.#unsent.length + this.#transfers.held;
  }

  /** Sends what `engine` has of `request` on. */
  send(engine: Engine, request: Request): void {
    const { decoders, replicaOf } = this.#parts;
    const target = decoders.choose(request);
    if (target === undefined) this.#unsent.push({ engine, request });
    else
      this.#transfers.send(request, engine, { source: replicaOf(engine.index), target: replicaOf(target) });
  }

  /** A replica has come up: those that found none try again. */
  resume(): void {
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const { engine, request } of unsent) this.send(engine, request);
  }

  /** `engine` is lost, and with it the keys and values that had not set out: those requests begin anew. */
  lose(engine: Engine, now: number): Request[] {
    this.#transfers.lose(engine, now);
    const lost = this.#unsent.filter((each) => each.engine === engine).map(({ request }) => request);
    this.#unsent = this.#unsent.filter((each) => each.engine !== engine);
    for (const request of lost) engine.releaseSent(request, now);
    return lost;
  }

  #arrived(request: Request, now: number): void {
    const { decoders, abandoned } = this.#parts;
    if (request.abandoned) {
      decoders.left(request);
      abandoned(request, now);
    } else if (!decoders.deliver(request, now)) decoders.accept(request, now);
  }
}
