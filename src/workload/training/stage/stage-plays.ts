/**
 * What the exchanges of a job put on links: one graph for all groups of a pipeline stage that do the same at the same time.
 *
 * Users of links are what can exchange at the same time as something else: the passes of a stage, its collective engine, and
 * its sends to the next stage. A job none of whose users shares a link with another is timed without playing anything.
 */
import { elementAt } from "../../../base/element-at.ts";
import { collectivesAtOnce } from "../../../cluster/collective-cores.ts";
import { sharesHosts } from "../../../cluster/host.ts";
import { wholeRanks } from "../../../cluster/part.ts";
import type { World } from "../../../cluster/world.ts";
import type { TaskPlan } from "../../../kernel/sharing/sharing.ts";
import type { OperatorGroup } from "../../../models/operators/operator-group.ts";
import type { CollectiveOperation } from "../../../network/collectives/collective-plan.ts";
import { addedPart, EndMemory } from "../../../network/graph/end-memory.ts";
import type { ExchangePlay } from "../../../network/graph/exchange-run.ts";
import { merged } from "../../../network/graph/merged-exchange.ts";
import { movingBandwidth } from "../../../timing/operator-time.ts";
import {
  type DataCollective,
  dataExchange,
  groupsOf,
  type Position,
  weightGather,
} from "../exchange/gradient-exchange.ts";
import { axisGroups, contextExchanges, operatorExchanges } from "../exchange/pass-exchanges.ts";
import { Placement } from "../job/placement.ts";
import { positionsOf } from "../job/stage-layers.ts";
import { expertParameters, trainedParameters } from "../job/stage-parameters.ts";
import { elementBytes, type TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { hostOptimizerTask, hostReadBytes, hostReadTask, type OffloadWay } from "./offload.ts";
import { StageMemory } from "./stage-memory.ts";
import { type StagePlan, sendBytes, teacherJob } from "./stage-plan.ts";
import type { StagePlays } from "./stage-times.ts";
import { stageWork } from "./stage-work.ts";
import { steppedParameters } from "./step-end.ts";

/** On what, and for whom. */
export interface Claimant {
  world: World;
  /** Number of the job, for the account of who used what. */
  owner: number;
  /** Whether other jobs may use the links too, so that groups that lie alike may still fare differently. */
  hasCompany: boolean;
  /** Whether passes share their memory with the collectives beside them. */
  sharesMemory: boolean;
}

/** One of data-parallel copies that are not alike: it plays what its own ranks exchange. */
export interface Copy {
  index: number;
  /** Whether it plays what all copies exchange together, which is on the links once. */
  speaks: boolean;
}

/** Plays of every stage, claimed on the links of the world. */
export class JobPlays {
  /** By copy, where copies are not alike, and by stage. */
  readonly copies: readonly (readonly StagePlays[])[];
  /** Whether collectives run beside passes whose memory they use. */
  meetsInMemory = false;
  /** Whether other jobs compute on the same chips. */
  readonly meetsOnChips: boolean;
  readonly #world: World;
  readonly #owner: number;
  readonly #meetsOnHosts: boolean;
  /** Users and the graphs that they play. */
  readonly #users: { user: number; plays: readonly ExchangePlay[] }[] = [];

  /** `unlike` holds the copies that are not alike; none where one stands for all. */
  constructor(
    job: TrainingJob,
    schedule: Schedule,
    plans: readonly StagePlan[],
    claimant: Claimant,
    unlike: readonly Copy[] = [],
  ) {
    this.#world = claimant.world;
    this.#owner = claimant.owner;
    this.meetsOnChips = claimant.hasCompany && job.cluster.chipShare !== undefined;
    this.#meetsOnHosts = job.offload !== undefined && claimant.hasCompany && sharesHosts(job.cluster);
    const copies = unlike.length === 0 ? [undefined] : unlike;
    this.copies = copies.map((copy) => this.#stages(job, schedule, plans, { ...claimant, copy }));
  }

  #stages(
    job: TrainingJob,
    schedule: Schedule,
    plans: readonly StagePlan[],
    claimant: Claimant & { copy?: Copy | undefined },
  ): StagePlays[] {
    const teaching = teacherJob(job);
    const planners = plans.map(
      (_, stage) => new StagePlanner(job, { stage, bidirectional: schedule.bidirectional }, claimant),
    );
    const sharesMemory = claimant.sharesMemory || this.meetsOnChips;
    const memories = planners.map((own, stage) =>
      sharesMemory ? own.memory(elementAt(plans, stage)) : undefined,
    );
    return plans.map((plan, stage) => {
      const own = elementAt(planners, stage);
      const taught = teaching && new StagePlanner(teaching, { stage }, claimant);
      const memory = memories[stage];
      const waitedEnds = this.meetsOnChips ? memory?.waitedEnds : undefined;
      const plays = {
        forward: own.pass(plan.work.forward, 2, waitedEnds, plan.tensorExposed.forward),
        backward: own.pass(
          schedule.splitsBackward ? plan.work.inputGradient : plan.work.backward,
          4,
          waitedEnds,
          plan.tensorExposed.backward,
        ),
        recompute: own.pass(
          plan.work.recompute,
          job.recompute === "full" ? 2 : 0,
          waitedEnds,
          plan.tensorExposed.recompute,
        ),
        teacher: taught?.pass(stageWork(teaching as TrainingJob, stage).forward, 2, waitedEnds) ?? [],
        send: own.send(1, schedule, memories, plan.exposed.send),
        sendUp: own.send(-1, schedule, memories, plan.exposed.send),
        teacherSend: taught?.send(1, schedule, memories, plan.exposed.send) ?? [],
        ...own.data(plan, memory),
        teacherGather: taught?.collectives(weightGather(teaching as TrainingJob, { stage }), memory) ?? [],
        memory,
        collectivesAtOnce: collectivesAtOnce(job.cluster.device),
      };
      this.#claim([...plays.forward, ...plays.backward, ...plays.recompute, ...plays.teacher]);
      const beside = [...plays.bucket, ...plays.gather, ...plays.teacherGather, ...plays.scatter];
      this.#claim(beside);
      this.meetsInMemory ||= memory !== undefined && beside.length > 0;
      this.#claim([...plays.send, ...plays.teacherSend]);
      this.#claim(plays.sendUp);
      // Copies that differ step on the same hosts at about the same time: one stands for all.
      if (claimant.copy?.speaks === false) return { ...plays, optimizer: [] };
      return {
        ...plays,
        gather: [...own.hostReads(memory), ...plays.gather],
        optimizer: own.optimizer(schedule),
      };
    });
  }

  /** Whether something may meet something else, of this job or of another one. Asked when all jobs have claimed their links. */
  get meets(): boolean {
    if (this.#meetsOnHosts || this.meetsInMemory || this.meetsOnChips) return true;
    return this.#users.some(({ user, plays }) =>
      plays.some(({ graph }) => !this.#world.links.isPrivate(user, graph)),
    );
  }

  /** Whether other jobs may be met. Asked when all jobs have claimed their links. */
  get meetsOthers(): boolean {
    if (this.#meetsOnHosts || this.meetsOnChips) return true;
    return this.#users.some(({ plays }) =>
      plays.some(({ graph }) => this.#world.links.meetsOthers(this.#owner, graph)),
    );
  }

  #claim(plays: readonly ExchangePlay[]): void {
    const { links } = this.#world;
    const user = links.newUser({ owner: this.#owner });
    for (const { graph } of plays) links.claim(user, graph);
    this.#users.push({ user, plays });
  }
}

/** The memories at both ends of a way. */
function endsOf(memories: readonly StageMemory[]): EndMemory {
  return new EndMemory(() => {
    const uses = memories.map(({ use }) => use);
    return {
      resources: uses.flatMap(({ resources }) => resources),
      perByte: uses.flatMap(({ perByte }) => perByte),
    };
  });
}

/** Plans the plays of one stage. */
class StagePlanner {
  readonly #job: TrainingJob;
  readonly #position: Position;
  readonly #claimant: Claimant & { copy?: Copy | undefined };
  #way: OffloadWay | undefined;

  constructor(job: TrainingJob, position: Position, claimant: Claimant & { copy?: Copy | undefined }) {
    this.#job = job;
    this.#position = position;
    this.#claimant = claimant;
  }

  /** Exchanges of a pass, as one; of those of tensor ranks the part `tensorExposed`, the rest runs beside matmuls. */
  pass(
    groups: readonly OperatorGroup[],
    blocks: number,
    memory: EndMemory | undefined,
    tensorExposed = 1,
  ): ExchangePlay[] {
    const job = this.#job;
    const context = contextExchanges(job, groups, blocks).map(({ exchange }) => exchange);
    const all = [...operatorExchanges(job, groups, elementBytes(job)), ...context];
    const alike = new Map<string, (typeof all)[number]>();
    for (const each of all) {
      const key = `${each.axis} ${each.operation} ${each.bytes}`;
      const known = alike.get(key);
      alike.set(key, known ? { ...known, times: known.times + each.times } : each);
    }
    return merged(
      [...alike.values()].flatMap(({ axis, operation, bytes, times }) =>
        this.#play(
          operation,
          bytes,
          axis === "tensor" ? tensorExposed * times : times,
          this.#ofCopy(axisGroups(job, axis, this.#position.stage)),
          { memory },
        ),
      ),
    );
  }

  /**
   * Activations of a micro-batch, or their gradients, to the stage that comes `step` later, from the memory of the one to that
   * of the other; nothing to itself. Where layers come round again, the last stage sends to the first.
   */
  send(
    step: 1 | -1,
    { chunks = 1 }: Schedule,
    memories: readonly (StageMemory | undefined)[],
    exposed: number,
  ): ExchangePlay[] {
    const { stage } = this.#position;
    const { pipeline } = this.#job.degrees;
    const target = (stage + step + pipeline) % pipeline;
    if (target === stage || (chunks === 1 && target !== stage + step)) return [];
    const sends = this.#ofCopy(this.#placement().sends(stage, target));
    const ends = [memories[stage], memories[target]];
    const memory = ends.some((each) => each === undefined) ? undefined : endsOf(ends as StageMemory[]);
    return this.#play("point-to-point", sendBytes(this.#job), exposed, sends, {
      isPlain: true,
      memory,
    });
  }

  /** The memory of the stage's ranks. */
  memory({ times }: StagePlan): StageMemory {
    const { cluster, profile } = this.#job;
    const { world, owner } = this.#claimant;
    const { stage } = this.#position;
    const bandwidth = movingBandwidth(cluster.device) * profile.constants.activationBandwidthEfficiency;
    const of = { owner, bandwidth, name: `stage ${stage} of job ${owner}` };
    if (cluster.chipShare === undefined || !this.#claimant.hasCompany)
      return new StageMemory(world, times, of);
    const program = world.chips.claim({
      ...of,
      ranks: wholeRanks(cluster, this.#ranks()),
      collectivesAtOnce: collectivesAtOnce(cluster.device),
    });
    return new StageMemory(world, times, { ...of, program });
  }

  data(
    { gradients, exposed }: StagePlan,
    memory?: StageMemory,
  ): Record<"bucket" | "gather" | "scatter", ExchangePlay[]> {
    const { once, gather, scatter } = dataExchange(this.#job, gradients, this.#position);
    const buckets = Math.max(1, this.#job.gradientBuckets ?? 1);
    const bucket = once.map((each) => ({ ...each, times: (exposed.data * each.times) / buckets }));
    return {
      bucket: this.collectives(bucket, memory),
      gather: this.collectives(gather, memory),
      scatter: this.collectives(scatter, memory),
    };
  }

  /** Weights from the host's memory before a pass; none where they live on the device. */
  hostReads(memory?: StageMemory): TaskPlan[] {
    const { stage } = this.#position;
    if (this.#job.offload !== "parameters") return [];
    const task = hostReadTask(this.#job, stage, this.#offloadWay());
    return [memory ? memory.moving(task, hostReadBytes(this.#job, stage)) : task];
  }

  /** The optimizer's step, where hosts do it: of all positions that the stage holds. */
  optimizer({ bidirectional }: Schedule): TaskPlan[] {
    const { offload, degrees } = this.#job;
    if (offload === undefined) return [];
    const held = positionsOf(this.#position.stage, degrees.pipeline, bidirectional);
    const sum = (of: (job: TrainingJob, position: number) => number) =>
      held.reduce((total, position) => total + of(this.#job, position), 0);
    const own = steppedParameters(this.#job, sum(trainedParameters), sum(expertParameters));
    return [hostOptimizerTask(this.#job, own, this.#offloadWay())];
  }

  /** How the ranks of the stage reach their hosts; claimed once. */
  #offloadWay(): OffloadWay {
    const { world, owner } = this.#claimant;
    this.#way ??= {
      world,
      owner,
      ranks: this.#ranks().length,
      links: world.hostLinks.claim(this.#job.cluster, this.#ranks(), owner),
    };
    return this.#way;
  }

  /** Ranks of the stage, or those of its copy. */
  #ranks(): number[] {
    return this.#ofCopy(axisGroups(this.#job, "tensor", this.#position.stage)).flat();
  }

  collectives(all: readonly DataCollective[], memory?: StageMemory): ExchangePlay[] {
    if (this.#claimant.copy?.speaks === false) return [];
    const { pipeline } = this.#job.degrees;
    const { stage, bidirectional } = this.#position;
    const placement = this.#placement();
    const first = stage * placement.stride("pipeline");
    // Groups are told of the first stage and, where its mirror image holds the same layers, of the last: those of others lie between.
    const from = bidirectional ? Math.min(stage, pipeline - 1 - stage) * placement.stride("pipeline") : first;
    const moved = (rank: number) => (placement.along("pipeline", rank) === 0 ? rank + from : rank - from);
    return all.flatMap(({ operation, bytes, times, span }) =>
      this.#play(
        operation,
        bytes,
        times,
        groupsOf(this.#job, span, bidirectional).map((group) => group.map(moved)),
        { memory: memory?.ends },
      ),
    );
  }

  /** Those of `groups` that are its copy's: all where one copy stands for all. A group among copies is the first one's. */
  #ofCopy(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
    const { copy } = this.#claimant;
    if (copy === undefined) return groups;
    const placement = this.#placement();
    return groups.filter((ranks) => placement.along("data", elementAt(ranks, 0)) === copy.index);
  }

  #placement(): Placement {
    const { tensor, data, pipeline, context = 1 } = this.#job.degrees;
    return new Placement({ tensor, context, data, pipeline }, this.#job.placement);
  }

  #play(
    operation: CollectiveOperation,
    bytes: number,
    times: number,
    all: readonly (readonly number[])[],
    { isPlain = false, memory }: { isPlain?: boolean; memory?: EndMemory | undefined } = {},
  ): ExchangePlay[] {
    const { cluster, profile } = this.#job;
    const { world, hasCompany } = this.#claimant;
    const groups = hasCompany || !world.shortcuts.folds ? all : cluster.network.meeting(all);
    const [ranks = [], ...simultaneous] = groups;
    if (ranks.length < 2 || bytes <= 0 || times <= 0) return [];
    const exchange = cluster.network.exchange({ operation, bytes, ranks, simultaneous });
    if (exchange === undefined) return [];
    const { collectiveBandwidthEfficiency: efficiency, collectiveOverheadNs: softwareNs } = profile.constants;
    const { owner } = this.#claimant;
    const added = memory && addedPart(operation, exchange.graph, ranks.length);
    const software = isPlain ? {} : { efficiency, softwareNs };
    return [{ ...exchange, bytes, times, owner, ...software, memory, added }];
  }
}
