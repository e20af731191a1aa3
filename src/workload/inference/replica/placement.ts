/**
 * Places a model on a cluster for serving: how many ranks one replica takes, whether it fits, how many replicas there are.
 * Replicas stand on consecutive ranks, tensor ranks innermost, so that a tensor group shares chips and links.
 */
import { counted } from "../../../base/counted.ts";
import { divisors } from "../../../base/divisors.ts";
import { InfeasibleError, type Problem, ScenarioError } from "../../../base/errors.ts";
import { lazy } from "../../../base/lazy.ts";
import { type Cluster, networkAmongFirst } from "../../../cluster/cluster.ts";
import type { RankDevice } from "../../../hardware/chip.ts";
import { expertCount } from "../../../models/layer-kinds.ts";
import type { Model } from "../../../models/model.ts";
import type { ElementBytes } from "../../../models/operators/operator.ts";
import type { Shard } from "../../../models/shard.ts";
import type { StoredFormats } from "../../../models/stored-formats.ts";
import { familyBytes, formatsOf } from "../../../models/weight-bytes.ts";
import { behavioursFor } from "../../../timing/behaviours.ts";
import { computeType, type StorageType, storageBytes } from "../../../timing/data-types.ts";
import type { ExecutionContext } from "../../../timing/forward-time.ts";
import { kernelExchangeNs } from "../../../timing/kernel-exchange.ts";
import type { SoftwareProfile } from "../../../timing/software-profile.ts";
import { heldShape } from "../time/compiled-shape.ts";
import { loads, shardWarnings } from "./loadable-shard.ts";
import { whatFits } from "./memory-advice.ts";
import { stagesToTry } from "./open-stages.ts";
import type { KvNeed, OpenReplicaChoice, PlacedReplicas, ReplicaChoice } from "./placed-replicas.ts";
import { doesNotFit, fits } from "./replica-fit.ts";
import { replicaMemory } from "./replica-memory.ts";
import { sparseBytes, sparseDevice } from "./sparsity.ts";

/** Chooses among degrees that the software loads and that hold every request, in rising order. */
export type DegreePreference = (fitting: readonly [PlacedReplicas, ...PlacedReplicas[]]) => PlacedReplicas;

/**
 * Places replicas in the fewest stages that fit; where the tensor parallelism or the spread of experts is open, `prefer` chooses
 * among those that fit.
 */
export function placeReplicas(
  parts: { cluster: Cluster; model: Model; profile: SoftwareProfile },
  open: OpenReplicaChoice,
  need: KvNeed,
  prefer: DegreePreference,
): PlacedReplicas {
  const { cluster } = parts;
  const { expertSpreads, ...written } = open;
  const [least, ...more] = stagesToTry(open.pipeline, parts.model);
  const choice: ReplicaChoice = { ...written, pipeline: least };
  const needed = (choice.tensor === "auto" ? 1 : choice.tensor) * choice.pipeline * (choice.context ?? 1);
  if (needed > cluster.ranks) throw tooManyRanks(cluster, choice);
  const degrees = loadableCandidates(parts, [parts.model], choice);
  const plansOf = (pipeline: number) =>
    degrees.flatMap((tensor) =>
      loadableSpreads(parts, { ...open, pipeline }, tensor).map((expert) =>
        planReplica(parts, { ...choice, pipeline, expert }, need, tensor),
      ),
    );
  const hasRoom = ({ ranksPerReplica }: PlacedReplicas) =>
    ranksPerReplica * (choice.replicas === "auto" ? 1 : choice.replicas) <= cluster.ranks;
  const tried = plansOf(least);
  let fitting = tried.filter((plan) => fits(plan, need));
  for (const pipeline of more) {
    if (fitting.length > 0) break;
    fitting = plansOf(pipeline).filter((plan) => hasRoom(plan) && fits(plan, need));
  }
  const [fewest, ...others] = fitting;
  const plan = fewest ?? tried[tried.length - 1]!;
  const replicas = countReplicas(cluster, plan, choice);
  if (fewest === undefined) {
    const wider = choice.tensor === "auto" ? [] : loadableDegrees(parts, [parts.model], choice);
    const planned = (changed: ReplicaChoice, tensor: number) => planReplica(parts, changed, need, tensor);
    throw doesNotFit(parts, plan, need, whatFits(parts, choice, need, { plan, wider, planned }));
  }
  const placed = [fewest, ...others.filter(hasRoom)].map((each) => ({
    ...each,
    replicas: countReplicas(cluster, each, choice),
  }));
  const longest = { ...need, sequenceTokens: need.longestTokens ?? need.sequenceTokens };
  const holding = placed.filter((each) => fits(each, longest));
  const [first, ...rest] = holding.length > 0 ? holding : placed.slice(-1);
  const isOpen = choice.tensor === "auto" || expertSpreads !== undefined;
  return isOpen && first ? prefer([first, ...rest]) : { ...fewest, replicas };
}

/** Ways to spread experts over `tensor` ranks that the software would load: what is written, or those that are open. */
function loadableSpreads(
  { cluster, model, profile }: { cluster: Cluster; model: Model; profile: SoftwareProfile },
  { expertSpreads, ...choice }: ReplicaChoice & Pick<OpenReplicaChoice, "expertSpreads">,
  tensor: number,
): readonly (number | undefined)[] {
  if (expertSpreads === undefined) return [choice.expert];
  const software = { chip: cluster.instance.chip, profile };
  const [sliced, ...whole] = expertSpreads(tensor);
  const loadable = whole.filter((expert) =>
    loads(model, shardOf({ model, profile }, { ...choice, expert }, tensor), software),
  );
  return [sliced, ...loadable];
}

/** Degrees of tensor parallelism to try for `models` on the same ranks: where it is `auto`, those that the software would load. */
export function loadableCandidates(
  { cluster, profile }: { cluster: Cluster; profile: SoftwareProfile },
  models: readonly Model[],
  choice: ReplicaChoice,
): number[] {
  const candidates = tensorCandidates(cluster, choice);
  if (choice.tensor !== "auto") return candidates;
  const loadable = loadableDegrees({ cluster, profile }, models, choice);
  if (loadable.length > 0) return loadable;
  const software = { chip: cluster.instance.chip, profile };
  const shardAt = (model: Model, tensor: number) => shardOf({ model, profile }, choice, tensor);
  const names = models.map(({ name }) => name).join(", ");
  const reasons = models.flatMap((model) => shardWarnings(model, shardAt(model, candidates[0]!), software));
  throw new ScenarioError([
    {
      path: "workload.parallelism.tensor",
      found: `auto, of ${candidates.join(", ")} ranks`,
      expected: `a degree that ${profile.title} loads ${names} at: ${reasons.join("; ")}`,
    },
  ]);
}

/** All degrees of tensor parallelism that the software would load `models` at, whatever degree `choice` names. */
function loadableDegrees(
  { cluster, profile }: { cluster: Cluster; profile: SoftwareProfile },
  models: readonly Model[],
  choice: ReplicaChoice,
): number[] {
  const software = { chip: cluster.instance.chip, profile };
  return tensorCandidates(cluster, { ...choice, tensor: "auto" }).filter((tensor) =>
    models.every((model) => loads(model, shardOf({ model, profile }, choice, tensor), software)),
  );
}

/** What matmuls run in with weights of a family in a format of its own. */
function familyTypes({ families = {} }: StoredFormats, device: RankDevice) {
  return Object.fromEntries(
    Object.entries(families).map(([family, format]) => [family, computeType(format as StorageType, device)]),
  );
}

/** Degrees of tensor parallelism to try, in order: those that divide an instance's ranks, and into attention groups. */
function tensorCandidates(cluster: Cluster, choice: ReplicaChoice): number[] {
  const groups = choice.attentionGroups ?? 1;
  const expert = choice.expert ?? 1;
  const most = cluster.ranks / choice.pipeline / (choice.context ?? 1);
  const degrees =
    choice.tensor === "auto"
      ? divisors(cluster.ranksPerInstance).filter((each) => each <= most)
      : [choice.tensor];
  const candidates = degrees.filter((tensor) => tensor % groups === 0 && tensor % expert === 0);
  if (candidates.length > 0) return candidates;
  const tensor =
    choice.tensor === "auto"
      ? `tensor auto, which is ${degrees.join(", ")} on ${cluster.instance.name}`
      : `tensor ${choice.tensor}`;
  const problem = (key: string, found: number): Problem => ({
    path: `workload.parallelism.${key}`,
    found: `${found}, with ${tensor}`,
    expected: "a number that divides the tensor ranks",
  });
  throw new ScenarioError([
    ...(groups > 1 ? [problem("attentionGroups", groups)] : []),
    ...(expert > 1 ? [problem("expert", expert)] : []),
  ]);
}

/** How many replicas like `plan` there are: as many as there is room for, or as many as asked for. */
export function countReplicas(
  cluster: Cluster,
  { ranksPerReplica }: PlacedReplicas,
  choice: ReplicaChoice,
): number {
  const most = Math.floor(cluster.ranks / ranksPerReplica);
  if (most === 0) throw tooManyRanks(cluster, choice);
  const replicas = choice.replicas === "auto" ? most : choice.replicas;
  if (replicas > most) {
    throw new InfeasibleError(
      `${counted(replicas, "replica")} of ${counted(ranksPerReplica, "rank")} need ${counted(replicas * ranksPerReplica, "rank")}; ` +
        `${cluster.count} x ${cluster.instance.name} has ${cluster.ranks}`,
      { neededBytes: 0, availableBytes: 0 },
    );
  }
  return replicas;
}

/**
 * `placed` with the whole memory of a chip where other cores of it stand idle: cores at work share its bandwidth evenly, as
 * far as their DMA engines carry it. One core of an Inferentia, which has four and 53.7 GB/s, reads at 53.7, not at 13.4.
 * Where other jobs compute on the chips too, the other cores may be theirs.
 */
export function withIdleCores(placed: PlacedReplicas, { ranksPerChip, chipShare }: Cluster): PlacedReplicas {
  const { device } = placed.context;
  const more = ranksPerChip / (placed.replicas * placed.ranksPerReplica);
  if (more <= 1 || chipShare !== undefined) return placed;
  const widened = { ...device, memoryBandwidth: device.memoryBandwidth * more };
  return { ...placed, context: { ...placed.context, device: widened } };
}

function tooManyRanks({ ranks }: Cluster, { tensor, context = 1, pipeline }: ReplicaChoice): InfeasibleError {
  const degrees = `tensor ${tensor} x ${context > 1 ? `context ${context} x ` : ""}pipeline ${pipeline}`;
  return new InfeasibleError(
    `one replica (${degrees}) needs more than the ${counted(ranks, "rank")} there are`,
    {
      neededBytes: 0,
      availableBytes: 0,
    },
  );
}

/** How the layers of `model` are split at tensor parallelism `tensor`. */
function shardOf(
  { model, profile }: { model: Model; profile: SoftwareProfile },
  choice: ReplicaChoice,
  tensor: number,
): Shard {
  const { kvPerQueryHead, streamAllExperts, replicatesSharedExpert } = profile.behaviours;
  // Experts are far narrower than a dense layer, and their kernels do not pad them.
  const ffnMultiple = expertCount(model.stack) > 0 ? 1 : profile.behaviours.ffnMultiple;
  const { expert = 1, attentionGroups = 1, context = 1 } = choice;
  return {
    tensor,
    expert,
    ...(context > 1 ? { context } : {}),
    ...(attentionGroups > 1 ? { attentionGroups } : {}),
    // The tensor ranks hold the same tokens: experts spread over them meet no others.
    ...(expert > 1
      ? {
          expertTensor: Math.max(1, tensor / expert),
          expertBatches: 1,
          expertLoad: choice.expertLoad ?? 1,
        }
      : {}),
    ...(replicatesSharedExpert ? { replicatesShared: true } : {}),
    kvPerQueryHead,
    ffnMultiple,
    streamAllExperts,
  };
}

/** One replica of tensor parallelism `tensor`, whether or not it fits. */
export function planReplica(
  parts: { cluster: Cluster; model: Model; profile: SoftwareProfile },
  choice: ReplicaChoice,
  need: KvNeed,
  tensor: number,
): PlacedReplicas {
  const { cluster, model, profile } = parts;
  const shard = shardOf(parts, choice, tensor);
  const { attentionGroups = 1, context: contextDegree = 1 } = choice;
  const tensorRanks = Array.from({ length: tensor }, (_, rank) => rank);
  const attentionRanks = tensorRanks.slice(0, tensor / attentionGroups);
  const ranksPerReplica = tensor * contextDegree * choice.pipeline;
  const network = lazy(() => networkAmongFirst(cluster, ranksPerReplica));
  const contextRanks = Array.from({ length: contextDegree }, (_, rank) => rank * tensor);
  const ranksOf = {
    tensor: tensorRanks,
    expert: tensorRanks,
    attention: attentionRanks,
    context: contextRanks,
  };
  const formats =
    typeof choice.weights === "string" ? { weights: choice.weights } : formatsOf(model, choice.weights);
  const dense: ElementBytes = {
    weights: storageBytes[formats.weights],
    activations: storageBytes[choice.activations ?? "bf16"],
    kvCache: storageBytes[choice.kvCache],
    families: familyBytes(formats),
  };
  const { sparsity } = choice;
  const bytes = sparsity === undefined ? dense : sparseBytes(dense, sparsity);
  const kernels = cluster.device.chip.kind === "gpu" ? profile.kernels : undefined;
  const context: ExecutionContext = {
    device: cluster.device,
    weightDevice: sparsity === undefined ? undefined : sparseDevice(cluster.device),
    precision: {
      compute: computeType(formats.weights, cluster.device, choice.activations),
      bytes,
      families: familyTypes(formats, cluster.device),
    },
    constants: profile.constants,
    behaviours: behavioursFor(model.name, profile.behaviours),
    kernels,
    ownKernels: choice.ownKernels,
    exchangeNs: (exchange, exchangeBytes) => {
      const ranks = ranksOf[exchange.group];
      if (kernels !== undefined && ranks.length <= cluster.ranksPerInstance) {
        const alike = { kind: exchange.kind, bytes: exchangeBytes, ranks: ranks.length };
        const { scaleUp } = cluster.instance;
        return kernelExchangeNs(alike, kernels, { chip: cluster.device.chip, scaleUp });
      }
      return network().collectiveNs({ operation: exchange.kind, bytes: exchangeBytes, ranks });
    },
  };
  const hidden = model.stack?.hidden ?? 0;
  const memory = replicaMemory({
    model,
    shard,
    stages: choice.pipeline,
    bytes,
    sequences: need.compiled?.batch ?? 1,
    gathersLogits: profile.behaviours.gathersLogits,
    beside: choice.beside?.(shard, bytes, ranksPerReplica),
    device: cluster.device,
    reserveFraction: profile.constants.memoryReserveFraction,
    prefillTokens: need.prefillTokens,
  });
  const asked = need.compiled ?? { batch: 1, tokens: need.tokens };
  const fewerSlots = need.openBatch === true && profile.behaviours.compiledBatch;
  return {
    model,
    shard,
    context,
    stages: choice.pipeline,
    wires: network,
    compiled: fewerSlots ? heldShape(asked, memory.kvCapacityTokens) : asked,
    handOverNs: (tokens) =>
      network().transferNs(
        (tokens * hidden * bytes.activations) / tensor / contextDegree,
        0,
        Math.min(tensor * contextDegree, cluster.ranks - 1),
      ),
    memory,
    replicas: 1,
    tensor,
    ranksPerReplica,
  };
}
