/**
 * The workload kind `inference`: from a scenario's options to a plan of load, replicas and policies, and to the result.
 */

import { createPlugin, type PluginChoice } from "../../base/plugin.ts";
import type { Random } from "../../base/random.ts";
import type { HostWay } from "../../cluster/host-links.ts";
import type { Program } from "../../cluster/shared-chips.ts";
import type { World } from "../../cluster/world.ts";
import { namedModel } from "../../models/find-model.ts";
import { type Model, writesText } from "../../models/model.ts";
import type { ElementBytes } from "../../models/operators/operator.ts";
import type { Shard } from "../../models/shard.ts";
import { anyKernels } from "../../timing/own-kernels.ts";
import { weighedServing } from "../operator-list.ts";
import { failureModel, meanToFailureNs } from "../resilience/chosen-failures.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { claimChips, claimHostLinks } from "./claimed-chips.ts";
import { disaggregationPlan, transferLinks } from "./disaggregation-from-options.ts";
import { expertAdvice } from "./expert-advice.ts";
import { checkExperts, openSpread } from "./expert-spread.ts";
import { forRouters, routerContract } from "./fleet/routers/router.ts";
import { Serving } from "./fleet/serving.ts";
import { checkReplicas } from "./fleet/serving-plan.ts";
import { autoscalingPlan, checkFleet, regionsPlan } from "./fleet-from-options.ts";
import { warmupPilot, writtenWarmup } from "./found-warmup.ts";
import {
  checkAdapters,
  checkEncoder,
  compiledTokensMax,
  residentAdapters,
  tokensMax,
} from "./inference-checks.ts";
import { type InferenceOptions, type InferenceShape, inferenceOptions } from "./inference-options.ts";
import type { InferenceCatalog, InferencePlugins } from "./inference-plugins.ts";
import { inferenceResult } from "./inference-result.ts";
import { kvWays } from "./kv-ways.ts";
import { type PlannedLoad, planLoad } from "./load-from-options.ts";
import { offlineSetting } from "./offline-setting.ts";
import { heldBatch, leavesBatchOpen, settledBatch } from "./open-batch.ts";
import { OwnLinks } from "./own-links.ts";
import { type OtherPool, otherPools, poolPlan, standingOn } from "./pools-from-options.ts";
import { type BatchingPolicy, batchingContract } from "./replica/batching/batching-policy.ts";
import { chooseDegree, withFreeExchanges } from "./replica/degree-choice.ts";
import type { KvWays } from "./replica/kv-loads.ts";
import { kvNeed } from "./replica/kv-need.ts";
import { orderContract } from "./replica/orders/order.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";
import { type DegreePreference, placeReplicas, withIdleCores } from "./replica/placement.ts";
import { besideModel, type ReplicaExtras, replicaTimer } from "./replica/replica-timer.ts";
import { checkSparsity } from "./replica/sparsity.ts";
import { openChoices, toldFormChoice, writtenStages } from "./serving-choices.ts";
import { servingLaunch } from "./serving-launch.ts";
import { servingLoad } from "./serving-load.ts";
import { servingPlans } from "./serving-plans.ts";
import { bucketWarnings, cutCounts, placementWarnings, unusedKeys } from "./serving-warnings.ts";
import { coreSharing, placeTogether, sharedModels } from "./shared-models.ts";
import { claimStoreWays } from "./store-ways.ts";
import type { CompiledChoice } from "./time/compiled-shape.ts";
import { speculationContract } from "./time/speculation/speculation-method.ts";
import { WeightVolume } from "./weight-volume.ts";

/** Draws one of `count` adapters, equally popular, for each request. */
function adapterDraw(count: number, random: Random): () => number {
  return () => Math.floor(count * random());
}

/** The workload kind `inference` over these plug-ins. */
export function inferenceWorkload(
  plugins: InferencePlugins,
  catalog: InferenceCatalog,
): WorkloadKind<InferenceShape> {
  return {
    name: "inference",
    help: "serving: requests arrive, wait, are prefilled and decoded in batches by replicas of the model",
    options: inferenceOptions(plugins, catalog),
    stack: "inference",
    plans: servingPlans,
    load: servingLoad,
    launch: servingLaunch(plugins.lengths),
    operators: weighedServing,
    pilot: warmupPilot,
    sharesChips: true,
    create: (options, setting) => new Inference(plugins, catalog, options, setting),
  };
}

class Inference implements Workload {
  readonly #placed: PlacedReplicas;
  readonly #serving: Serving;
  readonly #compiledChoice: CompiledChoice;
  readonly #policy: BatchingPolicy;
  readonly #options: InferenceOptions;
  readonly #own: OwnLinks;
  /** By replica and stage, what it is on chips that other jobs compute on too; none where they are its own. */
  #programs: readonly (readonly Program[])[] = [];
  /** By replica, the links between its chips and their hosts. */
  #hostLinks: readonly HostWay[] = [];
  /** Where weights come from; a store without a limit of its own when undefined. */
  #weights: WeightVolume | undefined;
  #fromStore: KvWays["fromStore"];
  #startNs = 0;
  readonly #setting: WorkloadSetting;
  readonly #others: readonly OtherPool[];
  /** Every model's placement where several share the chips; else empty. */
  readonly #together: readonly PlacedReplicas[];
  /** Several batches are in flight through pipeline stages. */
  readonly #overlaps: boolean;
  readonly #toldForm: PlannedLoad["toldForm"];
  readonly #comesForNs: number | undefined;
  readonly #warnings: readonly string[];

  constructor(
    plugins: InferencePlugins,
    catalog: InferenceCatalog,
    written: InferenceOptions,
    given: WorkloadSetting,
  ) {
    const setting = offlineSetting(given, written);
    const { streams, model, profile } = setting;
    const options = { ...written, batching: settledBatch(plugins.batching, written.batching, setting) };
    this.#setting = setting;
    this.#options = options;
    this.#compiledChoice = options.batching as CompiledChoice;
    const policyOf = (batching: PluginChoice) =>
      createPlugin(plugins.batching, batching, undefined, batchingContract);
    this.#policy = policyOf(options.batching);
    const openBatch = leavesBatchOpen(plugins.batching, written.batching) && !this.#policy.fixedBatch;
    const asked = { policy: this.#policy, compiled: this.#compiledChoice, openBatch };
    const answers = writesText(model);
    checkEncoder(model, this.#policy, options);
    const planned = planLoad(plugins, options, setting, answers);
    const { load, expected, longest, prefixBlockTokens } = planned;
    this.#toldForm = planned.toldForm;
    this.#comesForNs = planned.lastsNs;
    checkExperts(model, options);
    checkAdapters(options);
    const extras: ReplicaExtras = {
      adapters: options.adapters && {
        ...options.adapters,
        resident: residentAdapters(options.adapters, written.batching.maxBatch),
      },
      speculation:
        options.speculation &&
        createPlugin(
          plugins.speculations,
          options.speculation,
          {
            model,
            modelNamed: (name, path) => namedModel(catalog.models, name, path),
          },
          speculationContract,
        ),
    };
    const { kvCache: kvType, activations, sparsity, ...weights } = options.precision;
    checkSparsity(sparsity, setting.cluster.instance.chip);
    const ownKernels = anyKernels(options.kernels);
    const formats = { weights, kvCache: kvType, activations, sparsity };
    const expertLoad = options.experts.imbalance;
    const { expert, ...degrees } = { ...options.parallelism, pipeline: writtenStages(options.parallelism) };
    const choice = { ...degrees, ...formats, ownKernels, expertLoad };
    const spread = (each: Model, tensor: number | "auto") => openSpread(each, { tensor, expert }, expertLoad);
    const own = {
      ...choice,
      ...spread(model, degrees.tensor),
      beside: (shard: Shard, bytes: ElementBytes, ranks: number) =>
        besideModel(model, extras, { shard, bytes, ranks }),
    };
    const drawn = longest();
    const need = (each: Model) =>
      kvNeed(each, asked, {
        planned: load.longest,
        drawn,
        oneByOne: options.trace !== undefined || !writesText(each),
      });
    const together = sharedModels(options, model, catalog.models);
    this.#together =
      together === undefined
        ? []
        : placeTogether(setting, together.models, own, {
            needs: together.models.map(need),
            swapped: options.sharing.weights === "swapped",
          });
    const { autoscaling } = options;
    const scaling = autoscaling && { ...autoscaling, instanceRanks: setting.cluster.ranksPerInstance };
    const prefer: DegreePreference = (fitting) => {
      const timed = (placed: PlacedReplicas) => replicaTimer(placed, placed.model === model ? extras : {});
      const candidates = fitting.map((placed) => ({
        placed,
        timer: timed(placed),
        atLeast: timed(withFreeExchanges(placed)),
      }));
      return chooseDegree(candidates, expected(), setting.objectives, scaling);
    };
    const placed = this.#together[0] ?? placeReplicas(setting, own, need(model), prefer);
    const mayGrow = together !== undefined || options.autoscaling !== undefined;
    this.#placed = mayGrow ? placed : withIdleCores(placed, setting.cluster);
    this.#own = new OwnLinks(setting, this.#placed);
    if (openBatch) this.#policy = policyOf(heldBatch(options.batching, [this.#placed, ...this.#together]));
    checkFleet(options);
    const { kvCache, timeout, failures, stages, images } = options;
    const { instance } = setting.cluster;
    const { chipsPerReplica: chips } = standingOn(setting.cluster, this.#placed);
    const pool = (
      placed: PlacedReplicas,
      { cluster = setting.cluster, weight, name }: Partial<OtherPool> = {},
    ) =>
      poolPlan(
        { ...placed, images },
        {
          extras: placed.model === model ? extras : {},
          kvCache,
          prefixCache: options.prefixCache,
          prefixBlockTokens,
          weight,
          cluster,
          name,
        },
      );
    this.#others = otherPools(options, setting, catalog.models, ({ tensor, ...parts }) =>
      placeReplicas(
        parts,
        {
          ...(parts.model === model ? own : choice),
          ...spread(parts.model, tensor),
          tensor,
          replicas: "auto",
        },
        need(parts.model),
        prefer,
      ),
    );
    const pools = [this.#placed, ...this.#others.map(({ placed }) => placed)];
    const smallest = Math.min(...pools.map(({ memory }) => memory.kvSequenceTokens));
    const replicas = pools.reduce((sum, each) => sum + each.replicas, 0);
    checkReplicas(replicas);
    this.#overlaps = together === undefined && options.autoscaling === undefined;
    this.#serving = new Serving({
      ...pool(this.#placed, { name: setting.cluster.instance.name, weight: options.ownWeight }),
      batchesInFlight: this.#overlaps ? this.#placed.stages : 1,
      otherPools: this.#others.map((each) => pool(each.placed, each)),
      sharedModels: together && {
        others: this.#together.slice(1).map((placed) => ({
          ...pool(placed),
          requestTokensMax: tokensMax(placed, placed.memory.kvSequenceTokens),
        })),
        modelOfClass: together.modelOfClass,
        sharing: coreSharing(options.sharing, this.#together),
      },
      requestTokensMax: Math.min(tokensMax(this.#placed, smallest), compiledTokensMax(options, setting)),
      policy: this.#policy,
      order: createPlugin(plugins.orders, options.order, undefined, orderContract),
      kvBlockTokens: kvCache.blockTokens,
      watermark: kvCache.watermark,
      frontEndNs: profile.constants.requestOverheadNs,
      stages: { beforeNs: stages.before, afterNs: stages.after, networkNs: stages.network },
      delivery: options.delivery,
      router: (fleet) =>
        createPlugin(
          plugins.routers,
          options.router,
          { fleet: forRouters(fleet), random: streams.stream("router") },
          routerContract(fleet),
        ),
      signalAgeNs: options.signalAge,
      outstandingMax: options.maxOutstanding,
      timeouts: { queueNs: timeout.queue, totalNs: timeout.total },
      failures: failures && {
        mtbfNs:
          failures.mtbf ?? meanToFailureNs(failureModel(plugins.failures, failures.causes), chips, instance),
        detectionNs: failures.detection,
        repairNs: failures.repair,
        retriesMax: failures.retries,
        random: streams.stream("replica-failures"),
      },
      disaggregation: disaggregationPlan(options, setting, this.#placed),
      regions: options.regions && regionsPlan(options.regions, replicas, streams.stream("regions")),
      autoscaling:
        options.autoscaling && autoscalingPlan(plugins, options.autoscaling, setting, this.#placed, replicas),
      load,
      lastsNs: this.#comesForNs,
      drawAdapter: options.adapters && adapterDraw(options.adapters.count, streams.stream("adapters")),
      warmupNs: writtenWarmup(options),
      objectives: setting.objectives,
      classes: options.classes?.map(({ name, objectives }) => ({ name, ...objectives })),
      timeline: setting.timeline,
      jump: setting.shortcuts?.jumps,
    });
    const made = {
      placed: this.#placed,
      together: this.#together,
      others: this.#others,
      policy: this.#policy,
    };
    this.#warnings = [
      ...cutCounts(options, setting, replicas),
      ...bucketWarnings(this.#compiledChoice, profile, { drawn, maxBatch: this.#policy.maxBatch }),
      ...unusedKeys(options, setting, made),
      ...placementWarnings(setting, { ...made, overlaps: this.#overlaps }),
      ...expertAdvice(
        setting,
        {
          placed: this.#placed,
          choice: { ...own, pipeline: this.#placed.stages },
          need: need(model),
          longest: drawn,
          maxBatch: this.#policy.maxBatch,
        },
        (placed) => replicaTimer(placed, extras),
      ),
    ];
  }

  claim(world: World): void {
    const { disaggregation, autoscaling } = this.#options;
    if (autoscaling !== undefined) this.#fromStore = claimStoreWays(world, this.#setting, this.#placed);
    if (autoscaling?.volume !== undefined)
      this.#weights = new WeightVolume(world, autoscaling.volume, this.#setting, this.#placed);
    const takesInputs = world.board.jobs > 1 && !writesText(this.#setting.model);
    if (this.#movesToHosts || takesInputs)
      this.#hostLinks = claimHostLinks(world, this.#setting, this.#placed);
    const overLinks = disaggregation !== undefined && disaggregation.bandwidth === undefined;
    // A lone job that moves nothing between its replicas has all links to itself.
    if (!overLinks && world.board.jobs === 1) return;
    const transfers = overLinks
      ? transferLinks(this.#setting, this.#placed, disaggregation.prefillReplicas)
      : undefined;
    this.#own.claim(world, transfers);
    if (this.#setting.cluster.chipShare !== undefined) {
      const stages = this.#overlaps ? this.#placed.stages : 1;
      this.#programs = claimChips(world, this.#setting, this.#placed, stages);
    }
  }

  /** Until nothing new comes. */
  lastsNs(): number | undefined {
    return this.#comesForNs;
  }

  start(world: World): void {
    const { simulator, links, fidelity, board } = world;
    const { owner = 0 } = this.#setting;
    board.begins(owner);
    if (board.jobs > 1) this.#serving.over = () => board.ends(owner);
    this.#startNs = simulator.now;
    this.#serving.start(
      simulator,
      fidelity === "flow"
        ? {
            links,
            ways: {
              ...kvWays(world, this.#setting, this.#placed, this.#own, this.#programs, this.#hostLinks),
              ...(this.#fromStore && { fromStore: this.#fromStore }),
              readWeights: (replica, bytes) => this.#weights?.read(replica, bytes),
            },
          }
        : {},
    );
  }

  result({ simulator, fidelity }: World): WorkloadResult {
    this.#serving.recorder.check(simulator.now, this.#serving.held);
    // The clock goes on when this job is over: for other jobs, for those who ask whether to scale.
    const endNs = this.#serving.endedBy(simulator.now);
    return inferenceResult({
      serving: this.#serving,
      placed: this.#placed,
      policy: this.#policy,
      model: this.#setting.model,
      cluster: this.#setting.cluster,
      startNs: this.#startNs,
      endNs,
      warnings: this.#warnings,
      choices: [
        ...openChoices(this.#options, this.#setting, this.#placed, this.#policy),
        ...toldFormChoice(this.#toldForm),
      ],
      others: this.#others,
      together: this.#together,
      compiledTokens: compiledTokensMax(this.#options, this.#setting),
      overHostLinks: this.#hostLinks.length > 0 && fidelity === "flow",
      transferUsd: this.#weights?.usd,
    });
  }

  /** Whether anything goes over the links between chips and hosts beside the inputs of steps. */
  get #movesToHosts(): boolean {
    const { kvCache, prefixCache, adapters, autoscaling, sharing } = this.#options;
    const loads = adapters !== undefined || autoscaling !== undefined || sharing.weights === "swapped";
    return loads || kvCache.preemption === "swap" || prefixCache !== undefined;
  }
}
