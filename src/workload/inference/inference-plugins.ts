/** What a serving scenario can choose from: plug-ins and catalog entries. */
import type { AnyPlugin } from "../../base/plugin.ts";
import type { Chip } from "../../hardware/chip.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { NamedWiring } from "../../hardware/scale-up-schema.ts";
import type { Model } from "../../models/model.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { FailureModel } from "../resilience/failure-model.ts";
import type { AutoscalingPolicy } from "./fleet/autoscaling/autoscaling-policy.ts";
import type { Router, RouterNeeds } from "./fleet/routers/router.ts";
import type { ArrivalNeeds, ArrivalProcess } from "./load/arrivals/arrival-process.ts";
import type { LengthLaw } from "./load/lengths/length-law.ts";
import type { TraceReader } from "./load/traces/trace-reader.ts";
import type { BatchingPolicy } from "./replica/batching/batching-policy.ts";
import type { Order } from "./replica/line.ts";
import type { SpeculationMethod, SpeculationNeeds } from "./time/speculation/speculation-method.ts";

/** Plug-ins that a serving scenario chooses from. */
export interface InferencePlugins {
  arrivals: readonly AnyPlugin<ArrivalProcess, ArrivalNeeds>[];
  lengths: readonly AnyPlugin<LengthLaw, ArrivalNeeds>[];
  traces: readonly AnyPlugin<TraceReader>[];
  orders: readonly AnyPlugin<Order>[];
  batching: readonly AnyPlugin<BatchingPolicy>[];
  routers: readonly AnyPlugin<Router, RouterNeeds>[];
  autoscaling: readonly AnyPlugin<AutoscalingPolicy>[];
  speculations: readonly AnyPlugin<SpeculationMethod, SpeculationNeeds>[];
  failures: readonly AnyPlugin<FailureModel>[];
}

/** Catalog entries that a serving scenario can name beside its cluster and model. */
export interface InferenceCatalog {
  chips: readonly Chip[];
  instances: readonly Instance[];
  /** Topologies that can join the chips of an instance. */
  wirings?: readonly NamedWiring[];
  models: readonly Model[];
  profiles: readonly SoftwareProfile[];
}
