/** A checked scenario: names resolved to catalog entries, quantities in internal units. */
import type { PluginChoice } from "../base/plugin.ts";
import type { ClusterTopology } from "../cluster/between.ts";
import type { Storage } from "../cluster/storage.ts";
import type { Fidelity } from "../cluster/world.ts";
import type { Instance } from "../hardware/instance.ts";
import type { Pricing } from "../hardware/price.ts";
import type { Model } from "../models/model.ts";
import type { CollectiveChoice } from "../network/selection.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import type { Objectives } from "../workload/workload.ts";

/** One of several jobs on a cluster. */
export interface ScenarioJob {
  name: string;
  model?: Model | undefined;
  workload: PluginChoice;
  software?: SoftwareProfile;
  objectives: Objectives;
  /** A count, after those of the jobs before, or the first and last; all that are left when absent. */
  instances?: number | readonly [first: number, last: number];
  /** First and last rank of each instance; all when absent. */
  ranks?: readonly [first: number, last: number];
  /** Jobs that say so too may compute on its ranks; nobody when absent. */
  shareChips?: boolean | undefined;
  /** The part of the memory of its ranks that it has then; an equal one when absent. */
  memoryShare?: number | undefined;
  /** Where it runs, for volumes of other regions; where the cluster does when absent. */
  region?: string | undefined;
  /** When it begins, ns. */
  start: number;
}

/** One question, ready to simulate. */
export interface Scenario {
  name: string;
  description?: string;
  seed: number;
  cluster: {
    instance: Instance;
    count: number;
    /** Physical cores per logical NeuronCore; the chip's default when absent. */
    lnc?: number;
    /** Switches between instances, lowest first. */
    tiers: readonly { instances: number; oversubscription: number; latency: number }[];
    /** How cards or instances are wired to each other, in place of tiers. */
    topology?: ClusterTopology;
    /** Whether exchanges meet on links, or each takes its time alone. */
    network: Fidelity;
    /** Which collective algorithms are used; the usual runtime's choice when absent. */
    collectives?: CollectiveChoice;
    pricing: Pricing;
    /** What the grid emits, g of CO2 a kWh; unknown when absent. */
    gramsCo2PerKwh?: number | undefined;
    /** Volumes by name, which jobs share. */
    storage: Storage;
    /** Where it stands, for volumes of other regions. */
    region?: string | undefined;
    /** Absent: the catalog's default for the chip and workload. */
    software?: SoftwareProfile | undefined;
  };
  /** What is trained or served; absent for kinds of workload that need none, and beside `jobs`. */
  model?: Model;
  workload?: PluginChoice;
  /** In place of `model` and `workload`. */
  jobs?: readonly ScenarioJob[];
  objectives: Objectives;
  limits: { time?: number; events?: number };
}
