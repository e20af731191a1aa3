/** The command line that times a collective of a row among the first ranks of instances. */
import type { Instance } from "../../hardware/instance.ts";
import type { CollectiveOperation } from "../../network/collectives/collective-plan.ts";

/** `trnsim collective ...` for a buffer of `bytes` among `ranks` ranks of `count` instances. */
export function collectiveCommand(of: {
  operation: CollectiveOperation;
  instance: Instance;
  count: number;
  ranks: number;
  bytes: number;
}): string {
  const { operation, instance, count, ranks, bytes } = of;
  const flags = `--op ${operation} --instance ${instance.name} --count ${count} --ranks ${ranks} --sizes ${bytes}B`;
  return `trnsim collective ${flags}`;
}
