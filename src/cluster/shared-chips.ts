/**
 * Chips on which several jobs compute. A *program* is what one job has on a set of ranks that all do the same: a pipeline
 * stage, a replica. It works on one pass or step at a time, and its operators share with those of the others
 *
 *     engines     sum over programs of (part of its time in which the engines compute x pace) <= 1
 *     memory      sum over programs of (bytes per ns x pace) + what moves beside them <= what streams reach
 *     turns       pace + sum over others of (collisions x their pace) <= 1
 *
 * where pace is 1 alone. The two hard limits do not say that operators which meet at random get in each other's way long
 * before both are full. A program that waits for the engines c of its time and for the memory m of it, beside one that keeps
 * the engines busy e of its time and the memory b of it, meets it at what it waits for c e + m b of the time, and gets half:
 *
 *     both half compute and half memory, at random:  1 / (1 + .25 + .25) = 2/3 of the pace alone
 *
 * which is what two such programs come to whose operators take turns at each engine as processor sharing has it. Both compute
 * all of the time: 1/2. One that only computes beside one that only moves bytes: 1, and the hard limits hold.
 *
 * Where programs collide none goes faster than the slowest that could go faster still: max-min of the pace. Ranks of a program
 * advance together, so that the most crowded of them sets its pace. Left out: switching between programs, caches and on-chip
 * memory that they take from each other.
 */
import { elementAt } from "../base/element-at.ts";
import type { Usage } from "../kernel/sharing/shared-resources.ts";
import type { Sharing } from "../kernel/sharing/sharing.ts";
import type { Target } from "../kernel/target.ts";
import { type Cell, Claims } from "./claims.ts";
import { CollectiveCores, SharedCollectiveCores } from "./collective-cores.ts";
import type { JobBoard } from "./job-board.ts";

/** What stands behind it, a text each. */
export const sharedChipAssumptions: readonly string[] = [
  "shared chips: operators of several jobs run side by side and meet at random, each as long at the engines and at the memory as alone; switching between them costs nothing (assumed). Time lost to the others counts as waiting for memory",
];

/** What work asks of a chip, as parts of its time alone. */
export interface ChipDemand {
  /** In which the engines compute, and in which operators wait for that. */
  computeBusy: number;
  computeWaits: number;
  /** In which the memory is busy, and in which operators wait for it. */
  memoryBusy: number;
  memoryWaits: number;
}

/** What a program is made of. */
export interface ProgramPlan {
  owner: number;
  /** In the numbers of the whole cluster. */
  ranks: readonly number[];
  /** What its streams reach of the memory of a rank, bytes/ns. */
  bandwidth: number;
  /** Collectives that a rank runs at once. */
  collectivesAtOnce: number;
  /** Whose it is, for people. */
  name: string;
}

/** Work to do. */
export interface ProgramWork {
  /** Alone, ns. */
  ns: number;
  demand: ChipDemand;
  /** What it uses beside the chips that it shares, per ns of its time alone. */
  resources: readonly number[];
  amounts: readonly number[];
  /** Bytes of memory per ns. */
  bytes: number;
}

/** Resources of a cell: the engines and memory of one rank, and by program its turns. */
interface ChipResources {
  engines: number;
  memory: number;
  turns: Map<Program, number>;
  programs: readonly Program[];
}

/** All chips of a world that are shared. */
export class SharedChips {
  readonly sharing: Sharing;
  readonly board: JobBoard;
  readonly cores = new SharedCollectiveCores();
  readonly #claims = new Claims();
  readonly #programs: Program[] = [];
  readonly #resources = new Map<Cell, ChipResources>();

  constructor(sharing: Sharing, board: JobBoard) {
    this.sharing = sharing;
    this.board = board;
  }

  /** Tells what will compute where, before anything runs. */
  claim(plan: ProgramPlan): Program {
    const program = new Program(this, this.#claims.claim(plan.ranks), plan);
    this.#programs.push(program);
    return program;
  }

  /** Cells of the ranks of program `user`. */
  cellsOf(user: number): readonly Cell[] {
    return this.#claims.cellsOf(user);
  }

  /** Resources of `cell`. */
  resourcesOf(cell: Cell): ChipResources {
    const known = this.#resources.get(cell);
    if (known !== undefined) return known;
    const programs = cell.users.map((user) => elementAt(this.#programs, user));
    const reach = Math.max(...programs.map(({ plan }) => plan.bandwidth));
    const add = (capacity: number, what: string) =>
      this.sharing.add(capacity, () => `${what} of rank ${cell.first} and those like it`);
    const resources: ChipResources = {
      engines: add(1, "engines"),
      memory: add(reach, "memory"),
      turns: new Map(programs.map((each) => [each, add(1, `turns of ${each.plan.name} on chips`)])),
      programs,
    };
    this.#resources.set(cell, resources);
    return resources;
  }
}

/** What one job has on a set of ranks; see above. */
export class Program {
  readonly plan: ProgramPlan;
  /** What its operators wait for at the memory. */
  readonly operators: number;
  /** What collectives of its ranks wait for. */
  readonly cores: CollectiveCores;
  readonly #chips: SharedChips;
  readonly #user: number;
  #cells: readonly ChipResources[] | undefined;
  #neighbours: readonly Program[] | undefined;
  /** Under way: one, but for what is left of a step whose end nobody waits for. */
  readonly #tasks = new Set<ProgramTask>();
  #demand: ChipDemand | undefined;

  constructor(chips: SharedChips, user: number, plan: ProgramPlan) {
    this.plan = plan;
    this.#chips = chips;
    this.#user = user;
    this.operators = chips.sharing.add(Number.POSITIVE_INFINITY, () => `operators of ${plan.name}`);
    this.cores = new CollectiveCores(plan.collectivesAtOnce, {
      all: chips.cores,
      cells: () => chips.cellsOf(user),
    });
  }

  /** Whether another job that has its ranks too runs or is still to begin. */
  get hasCompany(): boolean {
    return this.#others().some(({ plan }) => !this.#chips.board.isOver(plan.owner));
  }

  /** What a byte that is read or written beside it uses of memories that others use too. */
  get streams(): readonly number[] {
    return [...this.#shared().map(({ memory }) => memory), ...this.othersOperators];
  }

  /** What a byte uses that it exchanges itself while its operators wait for that: what others' operators wait for. */
  get othersOperators(): readonly number[] {
    return this.#others().map(({ operators }) => operators);
  }

  /** Does `work`; `client` gets `code` at the end. */
  run(work: ProgramWork, client: Target, code: number): ProgramTask {
    const task = new ProgramTask(this, this.#chips.sharing, work, client, code);
    this.#tasks.add(task);
    this.#demand = work.demand;
    task.begin(work.ns);
    // What others lose to it hangs on what it waits for.
    for (const other of this.#others()) other.#goOn();
    return task;
  }

  get isAtWork(): boolean {
    return this.#tasks.size > 0;
  }

  /** What `work` uses, per ns of its time alone. */
  usage({ demand, bytes, resources: own, amounts: ofOwn }: ProgramWork): Usage {
    const resources = [...own];
    const amounts = [...ofOwn];
    const use = (resource: number, amount: number) => {
      if (amount <= 0) return;
      resources.push(resource);
      amounts.push(amount);
    };
    for (const { engines, memory, turns, programs } of this.#shared()) {
      use(engines, Math.min(1, demand.computeBusy));
      use(memory, bytes);
      for (const each of programs) {
        const turn = turns.get(each) as number;
        if (each === this) use(turn, 1);
        else if (each.isAtWork) use(turn, collisions(each.#demand as ChipDemand, demand));
      }
    }
    return { resources, amounts, weight: 1 / this.plan.bandwidth, rateMax: 1 };
  }

  /** `task` is over, or given up. */
  ends(task: ProgramTask): void {
    this.#tasks.delete(task);
  }

  #goOn(): void {
    for (const task of this.#tasks) task.goOn();
  }

  #shared(): readonly ChipResources[] {
    this.#cells ??= this.#chips
      .cellsOf(this.#user)
      .filter(({ users }) => users.length > 1)
      .map((cell) => this.#chips.resourcesOf(cell));
    return this.#cells;
  }

  #others(): readonly Program[] {
    this.#neighbours ??= [...new Set(this.#shared().flatMap(({ programs }) => programs))].filter(
      (each) => each !== this,
    );
    return this.#neighbours;
  }
}

/** Work of a program under way. */
export class ProgramTask implements Target {
  readonly #program: Program;
  readonly #sharing: Sharing;
  readonly #work: ProgramWork;
  readonly #client: Target;
  readonly #code: number;
  #task = 0;

  constructor(program: Program, sharing: Sharing, work: ProgramWork, client: Target, code: number) {
    this.#program = program;
    this.#sharing = sharing;
    this.#work = work;
    this.#client = client;
    this.#code = code;
  }

  /** Does `ns` of the work from now on. */
  begin(ns: number): void {
    const { owner } = this.#program.plan;
    const usage = this.#program.usage(this.#work);
    this.#task = this.#sharing.run({ work: ns, usage, owner }, this, 0);
  }

  /** Goes on beside others that ask something else than before. */
  goOn(): void {
    this.begin(this.#sharing.stop(this.#task));
  }

  /** Gives it up. */
  stop(): void {
    this.#sharing.stop(this.#task);
    this.#program.ends(this);
  }

  handle(_code: number, now: number): void {
    this.#program.ends(this);
    this.#client.handle(this.#code, now);
  }
}

/** How often work that asks `waiting` of its chip meets work that asks `other` of it, per ns of both. */
function collisions(waiting: ChipDemand, other: ChipDemand): number {
  const part = (busy: number) => Math.min(1, busy);
  return waiting.computeWaits * part(other.computeBusy) + waiting.memoryWaits * part(other.memoryBusy);
}
