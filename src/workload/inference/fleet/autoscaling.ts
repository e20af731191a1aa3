/** The autoscaling policies a scenario can name. */
import { scheduled } from "./autoscaling/scheduled.ts";
import { steps } from "./autoscaling/steps.ts";
import { targetTracking } from "./autoscaling/target-tracking.ts";

export const autoscaling = [targetTracking, steps, scheduled];
