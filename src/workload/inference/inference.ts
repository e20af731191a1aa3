/**
 * The door of `inference`: what the rest of the program takes from it. Its rooms, each of which knows those before it:
 *
 *     load     requests: who comes when, how long they are, traces
 *     time     how long steps take
 *     replica  one copy of the model at work: memory, order, batches, steps
 *     record   what happened
 *     fleet    replicas together: routers, autoscaling, failures, disaggregation, regions
 *
 * The files beside this one make a plan of a scenario's options, and a result of what was recorded.
 */

export {
  type AutoscalingPolicy,
  defineAutoscaling,
  type ScalingView,
} from "./fleet/autoscaling/autoscaling-policy.ts";
export { autoscaling } from "./fleet/autoscaling.ts";
export { leastOutstanding } from "./fleet/routers/least-outstanding.ts";
export { defineRouter, type Router } from "./fleet/routers/router.ts";
export { routers } from "./fleet/routers.ts";
export { Serving } from "./fleet/serving.ts";
export type { InferenceShape } from "./inference-options.ts";
export type { InferenceCatalog, InferencePlugins } from "./inference-plugins.ts";
export { inferenceWorkload } from "./inference-workload.ts";
export { type ArrivalProcess, defineArrivals } from "./load/arrivals/arrival-process.ts";
export { closedLoop } from "./load/arrivals/closed-loop.ts";
export { arrivals } from "./load/arrivals.ts";
export { constant } from "./load/lengths/constant.ts";
export {
  defineLengths,
  type LengthLaw,
  lengthChoice,
  lengthContract,
  wholeTokens,
} from "./load/lengths/length-law.ts";
export { uniform } from "./load/lengths/uniform.ts";
export { lengths } from "./load/lengths.ts";
export { GeneratedLoad, type LoadGenerator, TraceLoad } from "./load/load-generator.ts";
export { Request, type RequestSpec } from "./load/request.ts";
export { plainRequests } from "./load/request-maker.ts";
export { defineTrace, type TraceReader } from "./load/traces/trace-reader.ts";
export { traces } from "./load/traces.ts";
export { inferencePart } from "./metrics.ts";
export type { ServingRecorder } from "./record/serving-recorder.ts";
export {
  type BatchingPolicy,
  type BatchView,
  batchingContract,
  defineBatching,
} from "./replica/batching/batching-policy.ts";
export { continuous } from "./replica/batching/continuous.ts";
export { servedRatio } from "./replica/batching/served-ratio.ts";
export { batching } from "./replica/batching.ts";
export { blockTokensDefault } from "./replica/kv-cache.ts";
export type { Order } from "./replica/line.ts";
export { wouldNotLoad } from "./replica/loadable-shard.ts";
export { byArrival, defineOrder } from "./replica/orders/order.ts";
export { orders } from "./replica/orders.ts";
export type { PlacedReplicas } from "./replica/placed-replicas.ts";
export { planReplica } from "./replica/placement.ts";
export { servingLoad } from "./serving-load.ts";
export { ModelStepTimer } from "./time/model-step-timer.ts";
export { defineSpeculation, type SpeculationMethod } from "./time/speculation/speculation-method.ts";
export { speculations } from "./time/speculation.ts";
export { equalBatch } from "./time/step-timer.ts";
