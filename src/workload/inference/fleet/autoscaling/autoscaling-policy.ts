/** How many replicas there should be, asked every so often. */
import type { FamilyContract } from "../../../../base/contract.ts";
import { definePlugin } from "../../../../base/plugin.ts";

/** What an autoscaling policy sees. */
export interface ScalingView {
  readonly now: number;
  /** Replicas that are up or starting. */
  readonly replicas: number;
  /** Requests waiting or running at all of them. */
  readonly outstanding: number;
}

/** An autoscaling policy. */
export interface AutoscalingPolicy {
  /** Replicas wanted; the autoscaler keeps it within its limits. */
  wanted(view: ScalingView): number;
}

/** A policy wants a whole number of replicas. */
export const autoscalingContract: FamilyContract<AutoscalingPolicy> = {
  family: "autoscaling",
  guard(policy, contract) {
    contract.functions(policy, ["wanted"]);
    return {
      wanted(view) {
        const replicas = contract.call("wanted", () => policy.wanted(view));
        contract.whole(replicas, "wanted replicas:", 0);
        return replicas;
      },
    };
  },
};

/** Types an autoscaling plug-in. */
export const defineAutoscaling = definePlugin<AutoscalingPolicy>();
