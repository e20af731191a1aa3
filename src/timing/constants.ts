/**
 * The constants a software profile may set: what they mean, their unit, and what they are when a profile is silent. Three
 * kinds, with limits that keep a prediction on the right side of physics:
 *
 * - efficiencies, in (0, 1]: a fraction of a datasheet peak that the software reaches;
 * - times, 0 or more: what software adds to the physics;
 * - amounts, 0 or more: how often something passes through memory, or what share of it does.
 *
 * In scenarios a time is written with its unit and without the suffix: `layerOverhead: "120 us"`.
 */

/** How a constant is read and bounded. */
export type ConstantKind = "efficiency" | "fraction" | "time" | "amount";

interface ConstantDefinition {
  kind: ConstantKind;
  help: string;
  /** Value where a profile says nothing: the one that adds nothing to the physics. */
  neutral: number;
}

const efficiency = (help: string): ConstantDefinition => ({ kind: "efficiency", help, neutral: 1 });
const fraction = (help: string): ConstantDefinition => ({ kind: "fraction", help, neutral: 0 });
const time = (help: string): ConstantDefinition => ({ kind: "time", help, neutral: 0 });
const amount = (help: string, neutral = 0): ConstantDefinition => ({ kind: "amount", help, neutral });

/** Every constant, by name. */
export const constantDefinitions = {
  matmulEfficiency: efficiency("of the matmul peak, for matmuls in 16 or 32 bits"),
  matmulEfficiency8Bit: efficiency("of the matmul peak, for matmuls in 8 bits"),
  expertEfficiency: efficiency(
    "of the speed of other matmuls, for those of routed experts: dispatch, permutation, uneven loads",
  ),
  wideningEfficiency: efficiency(
    "of the speed of other matmuls, where weights of 4 bits are widened on their way into them",
  ),
  attentionEfficiency: efficiency("of the matmul peak, for attention that writes its scores out"),
  flashAttentionEfficiency: efficiency("of the matmul peak, for attention in one fused kernel"),
  vectorEfficiency: efficiency("of the vector peak, for norms, activations, softmax, residuals"),
  weightBandwidthEfficiency: efficiency("of the memory bandwidth, for streaming weights"),
  attentionDecodeEfficiency: efficiency("of the memory bandwidth, for reading the KV cache in decode"),
  activationBandwidthEfficiency: efficiency("of the memory bandwidth, for activations"),
  collectiveBandwidthEfficiency: efficiency("of the bandwidth of the links, for collectives"),
  activationTraffic: amount(
    "share of the activations that pass through device memory; the rest stays on chip",
    1,
  ),
  scorePasses: amount("times the score matrix passes through memory in attention that writes it out"),
  layerOverheadNs: time("fixed cost of a layer on the device: launches, DMA set-up, synchronisation"),
  wideningOverheadNs: time(
    "fixed cost of a layer whose weights are stored in fewer bits than they are multiplied in",
  ),
  prefillLayerOverheadNs: time("fixed cost of a layer in a prefill, beside `layerOverhead`"),
  prefillOverheadNs: time(
    "fixed cost of a prefill, beside that of a step: hand-over of the prompt, first sampling",
  ),
  prefillSequenceOverheadNs: time(
    "prefill, for each layer and sequence of a batch of several (rows of the cache that lie apart)",
  ),
  contextOverheadNs: time(
    "decode, for each layer and position of the context; not divided over ranks (mask, softmax)",
  ),
  sequenceOverheadNs: time("decode, for each layer and sequence of the batch (scattered cache updates)"),
  cacheHeadNs: time(
    "decode, for each layer, sequence and KV head of a rank (starting the transfers of its keys and of its values)",
  ),
  sequencePositionNs: time(
    "decode, for each layer, sequence of a batch of several and position of its context (rows of the cache that lie apart)",
  ),
  expertChoiceNs: time(
    "for each layer and time that one expert's weights are fetched: for each choice of few tokens, once for each expert of many",
  ),
  expertMatmulNs: time(
    "fixed cost of one expert's matmul, where each is launched by itself (launch, casts, waiting for the counts of tokens)",
  ),
  expertTileNs: time(
    "cost of a block of tokens of one expert, where experts compute in blocks, for each tile of the hidden state, 128 wide on a NeuronCore (gathering, turning and scattering its tokens)",
  ),
  expertWeightPasses: amount(
    "times more that such a block takes for its expert's weights than the memory's bandwidth asks for (a rank's part of them lies in short rows)",
  ),
  collectiveOverheadNs: time("software cost of a collective beside its time on the wire"),
  hostLaunchNs: time("host time to launch one operator; binds where the device is faster"),
  promptLaunchNs: time(
    "the same of a step that prompts are in, where software records all others in graphs; binds where the device is faster",
  ),
  hiddenLaunchFraction: fraction(
    "share of the fixed cost of measured kernels that a graph hides: one is launched while another drains",
  ),
  stepOverheadNs: time("fixed cost of a step: host, scheduler, sampling"),
  sequenceStepNs: time("cost of a step for each sequence of the batch: host bookkeeping, sampling"),
  runningStepNs: time(
    "host cost of a step for each sequence that runs, however many a compiled batch computes: its inputs, its text",
  ),
  joinOverheadNs: time(
    "fixed cost of the first decode step that sequences take with others that ran before them (a server that makes one batch of two)",
  ),
  logitStepNs: time(
    "host cost of a step for each running sequence and word of the vocabulary, where the host chooses from the logits",
  ),
  tokenOverheadNs: time("host cost of each prompt token of a prefill: tokenising, copying"),
  requestOverheadNs: time(
    "front end of a server, for each request, one at a time: connection, tokeniser, hand-over to the engine",
  ),
  hostInputEfficiency: efficiency("of the host link, for the input of an item or sequence network"),
  hostOutputEfficiency: efficiency("of the host link, for its result"),
  microBatchLaunchNs: time(
    "training over several pipeline stages: host time of the passes of a micro-batch through one (tracing and starting their graphs, handing over), beside the work of the device; binds where that is shorter",
  ),
  optimizerOverheadNs: time(
    "fixed cost at the end of a training step, beside the optimizer, by the share of the weights that is trained: launches, metrics, the host",
  ),
  hiddenTensorFraction: fraction("share of tensor-parallel collectives in training that compute hides"),
  hiddenDataFraction: fraction(
    "share of data-parallel and pipeline communication in training that compute hides",
  ),
  memoryReserveFraction: fraction("of a rank's memory, kept by runtime and fragmentation"),
} as const satisfies Record<string, ConstantDefinition>;

/** Constants that there were, as scenarios wrote them, and what took their place. */
export const formerConstants: ReadonlyMap<string, string> = new Map([
  ["expertBlock", "expertTile, the cost of a block for each tile of the hidden state"],
  ["expertBlockPasses", "expertTile, the cost of a block for each tile of the hidden state"],
  ["optimizerLayer", "optimizerOverhead, the cost at the end of a step"],
  [
    "stagePass",
    "microBatchLaunch, the host time of a micro-batch in a stage, which binds where the device is faster",
  ],
]);

/** Name of a constant. */
export type ConstantName = keyof typeof constantDefinitions;

/** Constants of a profile: efficiencies and fractions plain, times in ns. */
export type ProfileConstants = Readonly<Record<ConstantName, number>>;

/** Names of all constants. */
export const constantNames = Object.keys(constantDefinitions) as ConstantName[];

/** Constants that add nothing to the physics. */
export const neutralConstants = Object.fromEntries(
  constantNames.map((name) => [name, constantDefinitions[name].neutral]),
) as ProfileConstants;

/** Name of a constant in scenarios: `layerOverheadNs` is `layerOverhead` there, because its value carries the unit. */
export function scenarioName(name: ConstantName): string {
  return constantDefinitions[name].kind === "time" ? name.replace(/Ns$/, "") : name;
}
