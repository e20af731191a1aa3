/**
 * All-to-all instance by instance: in round k every rank sends to each rank of the k-th instance after its own, all at once, as
 * NCCL orders its sends. The first round stays inside.
 *
 *     round k:   rank i of instance a  ->  every rank of instance a + k,   a = 0 .. instances - 1
 */
import { defineCollective, groupSize, onePlan, type Transfer } from "./collective-plan.ts";

export const instanceRounds = defineCollective({
  name: "instance-rounds",
  help: "all-to-all in a round for each instance, in which every rank sends to all ranks of one (NCCL)",
  options: {},
  create: () => ({
    everyPair: true,
    plan(operation, group) {
      const instances = group.dimensions.at(-1)?.size ?? 1;
      const members = groupSize(group);
      const each = members / instances;
      if (operation !== "all-to-all" || group.dimensions.length < 2) return undefined;
      const rounds = Array.from({ length: instances }, (_, round) => {
        const transfers: Transfer[] = [];
        for (let source = 0; source < members; source++) {
          const first = ((Math.floor(source / each) + round) % instances) * each;
          for (let target = first; target < first + each; target++)
            if (target !== source) transfers.push({ source, target, fraction: 1 / members });
        }
        return { transfers, repeat: 1 };
      });
      return onePlan(rounds.filter(({ transfers }) => transfers.length > 0));
    },
  }),
});
