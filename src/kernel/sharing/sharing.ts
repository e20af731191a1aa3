/**
 * Shared resources on a simulator: tasks start and end as events, and all changes of one moment are settled together. A task
 * that ends tells its client; one that no longer moves, because a resource it needs is down, is told of when a run stalls.
 *
 * Keeps the account of who used how much of what, and how long tasks took beside how long they would have taken alone.
 */

import { Alarm } from "../alarm.ts";
import type { Simulator, Worker } from "../simulator.ts";
import type { Target } from "../target.ts";
import { SharedResources, type Usage } from "./shared-resources.ts";
import { widened } from "./widened.ts";

/** A task to run. */
export interface TaskPlan {
  work: number;
  usage: Usage;
  /** Whose it is: a small number, for the account. */
  owner?: number | undefined;
}

/** What one owner's tasks came to on a resource. */
export interface ResourceUse {
  resource: number;
  /** Amount used, in the unit of the capacity times ns. */
  used: number;
  /** Time its tasks took here, and what they would have taken alone, ns. */
  tookNs: number;
  aloneNs: number;
}

/** A task that is over, as an onlooker sees it. */
export interface EndedTask {
  usage: Usage;
  owner: number;
  /** What it did: all of its work unless it was stopped. */
  work: number;
  startedNs: number;
  endedNs: number;
}

/** Somebody who looks on and changes nothing. */
export interface Onlooker {
  /** A task has ended or was stopped. */
  ended?(task: EndedTask): void;
  /** The rates from `now` on are known. */
  settled?(now: number): void;
}

interface Running {
  work: number;
  usage: Usage;
  owner: number;
  client: Target;
  code: number;
  startedNs: number;
}

/** Sums of one owner by resource. */
class OwnAccount {
  used = new Float64Array(64);
  tookNs = new Float64Array(64);
  aloneNs = new Float64Array(64);

  grow(resources: number): void {
    if (resources <= this.used.length) return;
    const wide = Math.max(resources, 2 * this.used.length);
    this.used = widened(this.used, new Float64Array(wide));
    this.tookNs = widened(this.tookNs, new Float64Array(wide));
    this.aloneNs = widened(this.aloneNs, new Float64Array(wide));
  }
}

const settleCode = 0;

/** Resources that tasks share, in simulated time. */
export class Sharing implements Target, Worker {
  readonly #simulator: Simulator;
  readonly #resources: SharedResources;
  readonly #alarm: Alarm;
  readonly #names: ((resource: number) => string)[] = [];
  readonly #running: (Running | undefined)[] = [];
  readonly #accounts: OwnAccount[] = [];
  readonly #onlookers: Onlooker[] = [];
  #settling = false;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.#resources = new SharedResources();
    this.#alarm = new Alarm(simulator, (now) => this.#finish(now));
    simulator.watch(this);
  }

  /** Tasks under way. */
  get running(): number {
    return this.#resources.running;
  }

  /** Times that rates were worked out. */
  get solves(): number {
    return this.#resources.solves;
  }

  /** Resources there are, numbered from 0. */
  get count(): number {
    return this.#names.length;
  }

  /** Tells `onlooker` what happens from now on. */
  observe(onlooker: Onlooker): void {
    this.#onlookers.push(onlooker);
  }

  /** What the tasks under way take of `resource` per ns. */
  load(resource: number): number {
    return this.#resources.load(resource);
  }

  /** Adds a resource of `capacity` per ns; `name` tells people what it is. */
  add(capacity: number, name: (resource: number) => string): number {
    this.#names.push(name);
    return this.#resources.add(capacity);
  }

  /** Capacity of `resource` per ns. */
  capacity(resource: number): number {
    return this.#resources.capacity(resource);
  }

  /** What `resource` is. */
  nameOf(resource: number): string {
    return this.#names[resource]!(resource);
  }

  /** Changes what `resource` can do per ns from now on; zero = it is down and its tasks wait. */
  setCapacity(resource: number, capacity: number): void {
    this.#resources.setCapacity(resource, capacity);
    this.#settleSoon();
  }

  /** Starts a task now; `client` gets `code` when it has ended. Returns its number, for `stop`. */
  run(plan: TaskPlan, client: Target, code: number): number {
    const { now } = this.#simulator;
    const task = this.#resources.start(plan.work, plan.usage, now);
    const { work, usage, owner = 0 } = plan;
    this.#running[task] = { work, usage, owner, client, code, startedNs: now };
    this.#settleSoon();
    return task;
  }

  /** Takes `task` out before its end; returns the work it had left. */
  stop(task: number): number {
    const { now } = this.#simulator;
    const left = this.#resources.remaining(task, now);
    const { work } = this.#running[task] as Running;
    this.#book(task, work - left, now);
    this.#resources.stop(task);
    this.#settleSoon();
    return left;
  }

  /** What `owner` used, resource by resource. */
  usesOf(owner: number): ResourceUse[] {
    const account = this.#accounts[owner];
    if (account === undefined) return [];
    const { used, tookNs, aloneNs } = account;
    return this.#names.flatMap((_, resource) =>
      used[resource]! > 0
        ? [{ resource, used: used[resource]!, tookNs: tookNs[resource]!, aloneNs: aloneNs[resource]! }]
        : [],
    );
  }

  handle(_code: number, now: number): void {
    this.#settling = false;
    this.#resources.settle(now);
    for (const onlooker of this.#onlookers) onlooker.settled?.(now);
    const { nextEndNs } = this.#resources;
    if (nextEndNs < Number.POSITIVE_INFINITY) this.#alarm.set(Math.max(now, nextEndNs));
    else this.#alarm.cancel();
  }

  unfinished(): string[] {
    return this.#running.flatMap((task) => {
      const down = task && Array.from(task.usage.resources).find((each) => this.capacity(each) === 0);
      return down === undefined ? [] : [`a task waits for ${this.nameOf(down)}, which is down`];
    });
  }

  #settleSoon(): void {
    if (this.#settling) return;
    this.#settling = true;
    this.#simulator.schedule(0, this, settleCode);
  }

  #finish(now: number): void {
    for (let task = this.#resources.ended(now); task >= 0; task = this.#resources.ended(now)) {
      const { work, client, code } = this.#running[task] as Running;
      this.#book(task, work, now);
      this.#resources.stop(task);
      client.handle(code, now);
    }
    this.#settleSoon();
  }

  #book(task: number, work: number, now: number): void {
    const { usage, owner, startedNs } = this.#running[task] as Running;
    this.#running[task] = undefined;
    this.#accounts[owner] ??= new OwnAccount();
    const account = this.#accounts[owner];
    account.grow(this.#names.length);
    const { used, tookNs, aloneNs } = account;
    for (const onlooker of this.#onlookers) {
      onlooker.ended?.({ usage, owner, work, startedNs, endedNs: now });
    }
    const { resources, amounts } = usage;
    const took = now - startedNs;
    const alone = work / this.#aloneRate(usage);
    for (let index = 0; index < resources.length; index++) {
      const resource = resources[index]!;
      used[resource]! += work * (amounts === undefined ? 1 : amounts[index]!);
      tookNs[resource]! += took;
      aloneNs[resource]! += alone;
    }
  }

  /** Work per ns of a task that has everything to itself. */
  #aloneRate({ resources, amounts, rateMax = Number.POSITIVE_INFINITY }: Usage): number {
    let rate = rateMax;
    for (let index = 0; index < resources.length; index++) {
      const amount = amounts === undefined ? 1 : amounts[index]!;
      rate = Math.min(rate, this.#resources.capacity(resources[index]!) / amount);
    }
    return rate;
  }
}
