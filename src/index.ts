/**
 * The library: read scenarios, simulate them, summarise and compare. Free of Node's own modules.
 *
 *     const schema = catalogSchema(catalog, readText);
 *     const [entry] = readScenarios(yamlText, schema, { file, fromFile, fromCommandLine });
 *     const record = simulate(entry.scenario as Scenario, simulationCatalog(catalog, readText));
 */
export {
  formatProblem,
  InfeasibleError,
  InvariantError,
  type Problem,
  ScenarioError,
} from "./base/errors.ts";
export { type AnyPlugin, definePlugin, type Plugin } from "./base/plugin.ts";
export * as quantity from "./base/quantity.ts";
export { type Random, RandomStreams } from "./base/random.ts";
export { type Catalog, catalog, catalogSchema, makeCatalog, simulationCatalog } from "./catalog.ts";
export type { Cluster } from "./cluster/cluster.ts";
export { World } from "./cluster/world.ts";
export { Alarm } from "./kernel/alarm.ts";
export { EventQueue } from "./kernel/event-queue.ts";
export { FifoServer } from "./kernel/fifo-server.ts";
export { Process, Signal } from "./kernel/process.ts";
export { ProcessorSharingServer } from "./kernel/processor-sharing-server.ts";
export type { Usage } from "./kernel/sharing/shared-resources.ts";
export { type ResourceUse, Sharing, type TaskPlan } from "./kernel/sharing/sharing.ts";
export { Simulator } from "./kernel/simulator.ts";
export type { Target } from "./kernel/target.ts";
export type { MetricDefinition } from "./metrics/metric.ts";
export {
  type CollectiveBehaviour,
  type CollectiveOperation,
  type CollectivePlan,
  type CollectiveSteps,
  defineCollective,
  type GroupShape,
  groupSize,
  type PartTransfer,
} from "./network/collectives/collective-plan.ts";
export { completeFlows, type FlowCompletion, type FlowProblem } from "./network/flows/complete-flows.ts";
export { type ExchangePlay, playExchange } from "./network/graph/exchange-run.ts";
export type { Link } from "./network/link.ts";
export { shortestRoutes } from "./network/shortest-routes.ts";
export { type Dimension, type LinkFigures, type Topology, Wiring } from "./network/topology.ts";
export { defineTopology, type TopologyPlugin } from "./network/topology-plugin.ts";
export { parseOverride } from "./scenario/override.ts";
export { type ReadOptions, readScenarios, type ScenarioEntry } from "./scenario/read-scenarios.ts";
export { plan } from "./simulation/plan.ts";
export type { RunRecord } from "./simulation/run-record.ts";
export type { Scenario } from "./simulation/scenario.ts";
export { simulate } from "./simulation/simulate.ts";
export { type Summary, summaryOf } from "./simulation/summary.ts";
export { type ComparisonGroup, compareRuns } from "./study/comparison.ts";
export { type Fit, type FitPoint, fitConstants } from "./validation/fit/fit-constants.ts";
export { type MeasurementFile, type Validation, validate } from "./validation/validate.ts";
export {
  type ArrivalProcess,
  type AutoscalingPolicy,
  type BatchingPolicy,
  type BatchView,
  defineArrivals,
  defineAutoscaling,
  defineBatching,
  defineLengths,
  defineOrder,
  defineRouter,
  defineSpeculation,
  defineTrace,
  type LengthLaw,
  type Order,
  type Request,
  type RequestSpec,
  type Router,
  type ScalingView,
  type SpeculationMethod,
  type TraceReader,
} from "./workload/inference/inference.ts";
export { defineQueuePolicy, type QueuePolicy, type QueueView } from "./workload/queue/queue-policy.ts";
export { defineFailures, type FailureModel } from "./workload/resilience/failure-model.ts";
export { type Compression, defineCompression } from "./workload/training/compressions/compression.ts";
export { defineSchedule, type Schedule } from "./workload/training/schedules/schedule.ts";
export {
  defineWorkload,
  type GivenResult,
  type Workload,
  type WorkloadKind,
  type WorkloadResult,
  type WorkloadSetting,
} from "./workload/workload.ts";
