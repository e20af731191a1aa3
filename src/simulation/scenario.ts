/** A checked scenario: names resolved to catalog entries, quantities in internal units. */
import type { PluginChoice } from "../base/plugin.ts";
import type { Fidelity } from "../cluster/world.ts";
import type { Instance } from "../hardware/instance.ts";
import type { Pricing } from "../hardware/price.ts";
import type { Model } from "../models/model.ts";
import type { Selection } from "../network/selection.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import type { Objectives } from "../workload/workload.ts";

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
    /** Whether exchanges meet on links, or each takes its time alone. */
    network: Fidelity;
    /** Which collective algorithms are used; the usual runtime's choice when absent. */
    collectives?: Selection;
    pricing: Pricing;
    /** Absent: the catalog's default for the chip and workload. */
    software?: SoftwareProfile;
  };
  model: Model;
  workload: PluginChoice;
  objectives: Objectives;
  limits: { time?: number; events?: number };
}
