/** Which replica takes an arriving request. */
import { definePlugin } from "../../../base/plugin.ts";
import type { Random } from "../../../base/random.ts";
import type { Request } from "../request.ts";

/** A routing policy. It is told of every change of load, so it can keep an index instead of asking all replicas. */
export interface Router {
  /** True: requests wait in one line before all replicas, and a replica takes the next one when it has room. */
  readonly sharedLine: boolean;
  /** Index of the replica that takes `request`. Not asked when the line is shared. */
  route(request: Request): number;
  /** `outstanding` requests are now waiting or running at `replica`. */
  loadChanged(replica: number, outstanding: number): void;
}

/** What a router knows of the fleet. */
export interface RouterNeeds {
  replicas: number;
  random: Random;
}

/** Types a router plug-in. */
export const defineRouter = definePlugin<Router, RouterNeeds>();
