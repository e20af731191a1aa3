/** How many replicas there should be, asked every so often. */
import { definePlugin } from "../../../base/plugin.ts";

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

/** Types an autoscaling plug-in. */
export const defineAutoscaling = definePlugin<AutoscalingPolicy>();
