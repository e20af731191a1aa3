/**
 * What every collective algorithm must keep. Told part by part, the steps are played and every rank must end with what the
 * operation delivers (`delivery.ts`). Told in fractions of the buffer, as plans for large groups are, word of every rank must
 * be able to reach every rank that needs it, in the order of the steps. In both forms no rank may send or receive less than
 * any algorithm must, so that no collective is faster than its links allow:
 *
 *     all-reduce       every rank sends and receives 1 or more, all together 2 (n - 1), unless a switch sums
 *     all-gather       every rank receives (n - 1)/n         reduce-scatter   every rank sends (n - 1)/n
 *     all-to-all       every rank does both                  broadcast        every rank but the first receives 1
 *     permute          every rank sends and receives 1       point-to-point   the first sends 1, the second receives 1
 */
import type { FamilyContract } from "../../base/contract.ts";
import type {
  CollectiveBehaviour,
  CollectiveOperation,
  CollectivePlan,
  CollectiveSteps,
  GroupShape,
  PartTransfer,
} from "./collective-plan.ts";
import { groupSize } from "./collective-plan.ts";
import { type Played, playParts } from "./delivery.ts";
import { outline, sentBy } from "./line-step.ts";
import { PlanVolumes } from "./plan-volumes.ts";
import { unreached } from "./reach.ts";

/** Plans of more members than this are not followed part by part or rank by rank; what each sends is still counted. */
const playedMax = 256;
const followedMax = 64;
/** Fractions are sums of fractions. */
const tolerance = 1e-9;

/** Checks every plan where it is made. */
export const collectiveContract: FamilyContract<CollectiveBehaviour> = {
  family: "collective",
  guard(behaviour, contract) {
    contract.functions(behaviour, ["plan"]);
    const { leastHops } = behaviour;
    return {
      onRequest: behaviour.onRequest,
      everyPair: behaviour.everyPair,
      ...(leastHops && {
        leastHops: (operation, group) => contract.call("leastHops", () => leastHops(operation, group)),
      }),
      plan(operation, group) {
        const made = contract.call("plan", () => behaviour.plan(operation, group));
        if (made === undefined) return undefined;
        const members = groupSize(group);
        const of: Played = { operation, members, contract };
        const plan = isSteps(made) ? planOf(made, of) : checkedPlan(made, of);
        checkVolumes(plan, of, group);
        return plan;
      },
    };
  },
};

function isSteps(made: CollectivePlan | CollectiveSteps): made is CollectiveSteps {
  return "steps" in made;
}

/** Steps of parts as a plan of fractions; each step is a phase, so that chunks follow each other through them. */
function planOf(made: CollectiveSteps, of: Played): CollectivePlan {
  const { contract, members } = of;
  contract.whole(made.parts, "parts", 1);
  if (!Array.isArray(made.steps)) throw contract.breach("steps that are no list", "a list of steps");
  for (const [step, transfers] of made.steps.entries()) {
    if (!Array.isArray(transfers))
      throw contract.breach(`step ${step} that is no list`, "a list of transfers");
    for (const transfer of transfers) checkEnds(transfer, step, of);
  }
  if (members <= playedMax) playParts(made, of);
  const phases = made.steps
    .filter((transfers) => transfers.length > 0)
    .map((transfers) => [
      {
        repeat: 1,
        transfers: transfers.map(({ source, target, parts }: PartTransfer) => {
          return { source, target, fraction: parts.length / made.parts };
        }),
      },
    ]);
  return { tracks: [{ phases }] };
}

function checkEnds(
  { source, target }: { source: number; target: number },
  step: number,
  { contract, members }: Played,
): void {
  if (isWithin(source, members) && isWithin(target, members)) return;
  contract.whole(source, `in step ${step} source`, 0, members - 1);
  contract.whole(target, `in step ${step} target`, 0, members - 1);
}

/** Asked of every transfer, of which there are millions, before a text is made of what is wrong. */
function isWithin(member: unknown, members: number): boolean {
  return Number.isInteger(member) && (member as number) >= 0 && (member as number) < members;
}

function checkedPlan(plan: CollectivePlan, of: Played): CollectivePlan {
  const { contract, operation, members } = of;
  const phases = plan.tracks?.[0]?.phases?.length;
  if (phases === undefined) throw contract.breach("no tracks", "tracks of phases, or steps of parts");
  if (plan.tracks.some((track) => track.phases.length !== phases))
    throw contract.breach("tracks of unequal length", "as many phases in every track");
  const checked = new Set<object>();
  for (const { phases } of plan.tracks) {
    for (const [index, step] of phases.flat().entries()) {
      contract.whole(step.repeat, `in step ${index} repeat`, 0);
      if (checked.has(sentBy(step))) continue;
      checked.add(sentBy(step));
      for (const transfer of outline(step)) {
        checkEnds(transfer, index, of);
        if (!(Number.isFinite(transfer.fraction) && transfer.fraction >= 0))
          contract.atLeast(transfer.fraction, `in step ${index} fraction`, 0);
        if (transfer.source === transfer.target && !transfer.isReduced)
          throw contract.breach(`in step ${index} rank ${transfer.source} sends to itself`, "another rank");
      }
    }
  }
  const missing = members <= followedMax ? unreached(plan, operation, members) : undefined;
  if (missing !== undefined) {
    const found = `${operation} among ${members} ranks: rank ${missing.rank} hears nothing of rank ${missing.from}`;
    throw contract.breach(found, "steps by which every rank gets what it needs");
  }
  return plan;
}

/** Least that every rank must send and receive, in buffers; `first` and `others` where they differ. */
function floors(
  operation: CollectiveOperation,
  rank: number,
  members: number,
): [sent: number, received: number] {
  const others = (members - 1) / members;
  switch (operation) {
    case "all-reduce":
    case "permute":
      return [1, 1];
    case "all-gather":
      return [0, others];
    case "reduce-scatter":
      return [others, 0];
    case "all-to-all":
      return [others, others];
    case "broadcast":
      return [0, rank === 0 ? 0 : 1];
    case "point-to-point":
      return [rank === 0 ? 1 : 0, rank === 1 ? 1 : 0];
  }
}

function checkVolumes(
  plan: CollectivePlan,
  { operation, members, contract }: Played,
  group: GroupShape,
): void {
  if (members < 2) return;
  const volumes = new PlanVolumes(plan, members);
  const { total, isSummed } = volumes;
  const on = `${operation} among ${members} ranks`;
  if (isSummed && !group.isReduced)
    throw contract.breach(`${on}: sums in a switch`, "a switch that sums, which these ranks have not got");
  const isTooLittle = (rank: number, { sent, received }: { sent: number; received: number }) => {
    const [leastSent, leastReceived] = floors(operation, rank, members);
    return sent < leastSent - tolerance || received < leastReceived - tolerance;
  };
  // Where the least of all suffices, whether first or another, nobody has to be looked at.
  const isSuspect = isTooLittle(0, volumes.least()) || isTooLittle(1, volumes.least());
  for (let rank = 0; rank < members && isSuspect; rank++) {
    const [leastSent, leastReceived] = floors(operation, rank, members);
    const { sent, received } = volumes.of(rank);
    if (sent < leastSent - tolerance)
      throw contract.breach(`${on}: rank ${rank} sends ${sent} of a buffer`, `at least ${leastSent}`);
    if (received < leastReceived - tolerance)
      throw contract.breach(
        `${on}: rank ${rank} receives ${received} of a buffer`,
        `at least ${leastReceived}`,
      );
  }
  const least = operation === "all-reduce" && !isSummed ? 2 * (members - 1) : 0;
  if (total < least - tolerance * members)
    throw contract.breach(`${on}: ${total} buffers are sent in all`, `at least ${least}`);
}
