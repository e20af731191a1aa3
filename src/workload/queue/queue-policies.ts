/** Policies of a queue, by name. */
import type { AnyPlugin } from "../../base/plugin.ts";
import { easy } from "./policies/easy.ts";
import { fairShare } from "./policies/fair-share.ts";
import { fifo } from "./policies/fifo.ts";
import { firstfit } from "./policies/firstfit.ts";
import { priority } from "./policies/priority.ts";
import { sjf } from "./policies/sjf.ts";
import type { QueuePolicy } from "./queue-policy.ts";

/** All of them. */
export const queuePolicies: readonly AnyPlugin<QueuePolicy>[] = [
  fifo,
  firstfit,
  easy,
  sjf,
  priority,
  fairShare,
];
