/**
 * How many ranks share what: tensor x context x data x pipeline = ranks; expert ranks are data-parallel ranks, and tensor ranks
 * beside them where there are more expert ranks than those: experts are whole then. Degrees that
 * do not divide are an error that says what would.
 */
import { counted } from "../../../base/counted.ts";
import { divisors } from "../../../base/divisors.ts";
import { type Problem, ScenarioError } from "../../../base/errors.ts";

/** Passes of a step that can be played one by one. */
const passesMost = 4_000_000;

/** Degrees as a scenario gives them. */
export interface DegreesChoice {
  /** `auto`: as many as there are ranks left for and as go together with everything else. */
  data: number | "auto";
  tensor: number;
  pipeline: number;
  context?: number;
  expert?: number;
  contextExchange?: "ring" | "all-to-all";
  /** Layers of each pipeline stage; equal parts when absent. */
  stageLayers?: readonly number[] | undefined;
  /** Data-parallel ranks over which ZeRO divides; all when absent or more. */
  shardRanks?: number | undefined;
}

/** Degrees of a run. */
export interface Degrees {
  data: number;
  tensor: number;
  pipeline: number;
  /** Ranks that share each sequence; 1 when absent. */
  context?: number;
  /** Ranks that experts are spread over: of the data axis, then of the tensor axis; 1 when absent. */
  expert?: number;
  microBatches: number;
}

/** What the degrees must divide. */
export interface DegreesBase {
  ranks: number;
  layers: number;
  globalBatch: number;
  microBatch: number;
  /** Tokens of a sequence, which context ranks divide. */
  sequenceLength?: number | undefined;
  /** Attention heads, which tensor ranks divide. */
  heads?: number | undefined;
  /** Experts of a layer; 0 without. */
  experts?: number;
}

/** Works out the degrees, or throws a `ScenarioError` with every one that does not divide. */
export function resolveDegrees(choice: DegreesChoice, base: DegreesBase): Degrees {
  const { tensor, pipeline, context = 1, expert = 1 } = choice;
  const problems: Problem[] = [];
  const modelRanks = tensor * pipeline * context;
  const data = choice.data === "auto" ? mostData(choice, base) : choice.data;
  if (data * modelRanks > base.ranks || data < 1) {
    problems.push({
      path: "workload.parallelism",
      found: `tensor ${tensor} x pipeline ${pipeline}${context > 1 ? ` x context ${context}` : ""}${choice.data === "auto" ? "" : ` x data ${data}`} = ${counted(modelRanks * Math.max(1, data), "rank")}`,
      expected: `at most the ${counted(base.ranks, "rank")} of the cluster`,
    });
  }
  if ((base.heads ?? tensor) % tensor !== 0) {
    problems.push({
      path: "workload.parallelism.tensor",
      found: String(tensor),
      expected: `a divisor of the ${base.heads} attention heads: ${divisors(base.heads ?? 1).join(", ")}`,
    });
  }
  const { shardRanks = data } = choice;
  if (shardRanks < data && data % shardRanks !== 0) {
    problems.push({
      path: "workload.parallelism.shardRanks",
      found: String(shardRanks),
      expected: `a divisor of the ${data} data-parallel ranks: ${divisors(data).join(", ")}`,
    });
  }
  if (choice.stageLayers !== undefined) {
    const { stageLayers } = choice;
    const sum = stageLayers.reduce((all, each) => all + each, 0);
    if (stageLayers.length !== pipeline || sum !== base.layers) {
      problems.push({
        path: "workload.parallelism.stageLayers",
        found: `${counted(sum, "layer")} on ${counted(stageLayers.length, "stage")}`,
        expected: `the ${counted(base.layers, "layer")} on ${counted(pipeline, "stage")}, such as [${nearlyEven(base.layers, pipeline).join(", ")}]`,
      });
    }
  } else if (base.layers % pipeline !== 0) {
    problems.push({
      path: "workload.parallelism.pipeline",
      found: String(pipeline),
      expected:
        `a divisor of the ${counted(base.layers, "layer")}: ${divisors(base.layers).join(", ")}` +
        (pipeline <= base.layers
          ? `; or uneven stages, stageLayers: [${nearlyEven(base.layers, pipeline).join(", ")}]`
          : ""),
    });
  }
  if ((base.sequenceLength ?? context) % context !== 0) {
    problems.push({
      path: "workload.parallelism.context",
      found: String(context),
      expected: `a divisor of the ${base.sequenceLength} tokens of a sequence`,
    });
  }
  const headsEach = (base.heads ?? 0) / tensor;
  if (choice.contextExchange === "all-to-all" && headsEach % context !== 0) {
    problems.push({
      path: "workload.parallelism.context",
      found: String(context),
      expected: `a divisor of the ${headsEach} attention heads of a tensor rank, which all-to-all deals out; or contextExchange: ring`,
    });
  }
  const spreads = (ranks: number) => spreadsExperts(ranks, data, tensor);
  if (expert > 1 && (!spreads(expert) || (base.experts ?? 0) % expert !== 0 || !base.experts)) {
    const fit = divisors(base.experts ?? 1).filter(spreads);
    problems.push({
      path: "workload.parallelism.expert",
      found: String(expert),
      expected: base.experts
        ? `a divisor of the ${base.experts} experts and of the ${data} data-parallel ranks${tensor > 1 ? `, or these times some of the ${tensor} tensor ranks` : ""}: ${fit.join(", ")}`
        : "1: the model has no experts",
    });
  }
  const perReplica = base.globalBatch / Math.max(1, data);
  const microBatches = perReplica / base.microBatch;
  if (problems.length === 0 && (!Number.isInteger(microBatches) || microBatches < 1)) {
    const unit = data * base.microBatch;
    const below = Math.max(unit, Math.floor(base.globalBatch / unit) * unit);
    problems.push({
      path: "workload.globalBatch",
      found: String(base.globalBatch),
      expected: `a multiple of data ${data} x microBatch ${base.microBatch} = ${unit}, such as ${below} or ${below + unit}`,
    });
  }
  if (problems.length === 0 && microBatches * pipeline > passesMost) {
    problems.push({
      path: "workload.globalBatch",
      found: `${counted(microBatches, "micro-batch", "micro-batches")} on ${counted(pipeline, "stage")}`,
      expected: `at most ${passesMost} passes of a step: a larger microBatch, or more data-parallel ranks`,
    });
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return { data, tensor, pipeline, context, expert, microBatches };
}

/** Whether `expert` ranks are whole data-parallel ranks, or all of them times some of the tensor ranks. */
function spreadsExperts(expert: number, data: number, tensor: number): boolean {
  return data % expert === 0 || (expert % data === 0 && tensor % (expert / data) === 0);
}

/**
 * The most data-parallel ranks among the ranks that are left that divide the global batch and the expert ranks and shards that
 * are named; all that are left where none does.
 */
function mostData(choice: DegreesChoice, { ranks, globalBatch, microBatch }: DegreesBase): number {
  const { tensor, pipeline, context = 1, expert = 1, shardRanks = 1 } = choice;
  const left = Math.floor(ranks / (tensor * pipeline * context));
  const most = Math.min(left, Math.floor(globalBatch / microBatch));
  for (let data = most; data >= 1; data--) {
    const dividesBatch = globalBatch % (data * microBatch) === 0;
    const dividesShards = data <= shardRanks || data % shardRanks === 0;
    if (dividesBatch && dividesShards && spreadsExperts(expert, data, tensor)) return data;
  }
  return left;
}

/** Layers dealt out so that no stage has more than one more than another, the longer ones in the middle. */
export function nearlyEven(layers: number, stages: number): number[] {
  const longer = layers % stages;
  const firstLonger = Math.floor((stages - longer) / 2);
  return Array.from(
    { length: stages },
    (_, stage) =>
      Math.floor(layers / stages) + (stage >= firstLonger && stage < firstLonger + longer ? 1 : 0),
  );
}
