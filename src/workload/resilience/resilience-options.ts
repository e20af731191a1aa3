/** What a training scenario can say of failures, checkpoints and recovery. */
import { z } from "zod";
import { type AnyPlugin, pluginChoice } from "../../base/plugin.ts";
import { amount, bandwidth, count, fraction, madeMost, time } from "../../base/quantity.ts";
import { tierNames } from "./checkpoint-tiers.ts";
import { type FailureModel, failureEffects, failureUnits } from "./failure-model.ts";
import { heartbeatSchema } from "./heartbeats.ts";

const uneven = z.strictObject({
  share: fraction({ max: 1 }).meta({ description: "Of hosts that are bad, of the job and outside." }),
  times: z.number().min(1).meta({ description: "Failures of a bad host for each of a good one." }),
  diagnosed: fraction({ max: 1 })
    .default(1)
    .meta({ description: "Chance that the host that failed is the one taken out; else any other is." }),
  cured: fraction({ max: 1 })
    .default(1)
    .meta({ description: "Chance that repair makes a good host of a bad one." }),
  outside: count({ positive: false, limit: madeMost })
    .default(0)
    .meta({ description: "Hosts outside the job from which others come in; 0: the same one comes back." }),
  retireAfter: count()
    .optional()
    .meta({ description: "Uncured returns after which a bad host makes room for a new one." }),
});

const cause = z
  .strictObject({
    of: z.enum(failureUnits, { error: `one of ${failureUnits.join(", ")}` }).meta({
      description:
        "What fails: there are as many as the cluster has. `job` is the job's software, which counts once for each instance: larger jobs fail more often.",
    }),
    kind: z.enum(["exponential", "weibull", "planned"]).default("exponential").meta({
      description:
        "Law of the time between two failures; planned: all units in turn, each once in `mtbf`, as maintenance does.",
    }),
    mtbf: time({ positive: true }).meta({
      description: "Mean time between failures of one unit; of `job`, of what runs on one instance.",
    }),
    shape: z
      .number()
      .positive()
      .default(0.7)
      .meta({ description: "Of a Weibull law; below 1 the young fail more often." }),
    effect: z
      .enum(failureEffects, { error: `one of ${failureEffects.join(", ")}` })
      .default("crash")
      .meta({ description: "What it does to the job." }),
    notice: time()
      .default(120e9)
      .meta({ description: "Of a reclaim, before the host is gone; AWS gives two minutes (recalled)." }),
    slowdown: z
      .number()
      .min(1)
      .default(1.5)
      .meta({ description: "Of a slow host: time of a step over that of a healthy job (assumed)." }),
    latency: time().default(0).meta({
      description: "Mean time that the fault is there before it strikes, in which checks can find it.",
    }),
    bad: uneven
      .optional()
      .meta({ description: "A few units that fail more often; exponential causes only." }),
    hosts: count().optional().meta({
      description:
        "That go down together: those of a rack, or under one switch; a unit is of one when absent.",
    }),
    lasts: time()
      .default(0)
      .meta({ description: "Until what failed is there again, where no host is replaced." }),
    replaces: z.boolean().optional().meta({
      description: "Whether the host must be replaced; when absent it must, but for failures of storage.",
    }),
  })
  .refine(({ bad, hosts }) => bad === undefined || hosts === undefined, {
    error: "hosts that fail alone, where some are bad",
    path: ["hosts"],
  })
  .refine(({ of, replaces, lasts }) => lasts === 0 || !(replaces ?? of !== "storage"), {
    error: "replaces: false, for a host that is replaced does not come back",
    path: ["lasts"],
  })
  .refine(({ kind, bad }) => kind === "exponential" || bad === undefined, {
    error: "an exponential cause, where some are bad",
    path: ["bad"],
  });

/** One cause of failures, as a scenario writes it. */
export type WrittenCause = z.output<typeof cause>;

const tierName = z.enum(tierNames, { error: `one of ${tierNames.join(", ")}` });
const tier = z.union(
  [
    tierName,
    z.strictObject({
      tier: tierName.meta({ description: "Its name." }),
      every: time({ positive: true }).meta({
        description: "Work between two checkpoints that are copied there; each is when absent.",
      }),
    }),
  ],
  { error: `one of ${tierNames.join(", ")}, or { tier, every }` },
);

/** Options over these failure models. */
export function resilienceOptions(failures: readonly AnyPlugin<FailureModel>[]) {
  const names = failures.map(({ name }) => name).join(", ");
  const table = pluginChoice(failures);
  const item = z.union([cause, table], { error: `{ of, mtbf, kind, effect }, or one of ${names}` });
  return {
    failures: z
      .union([z.array(item).min(1), table], {
        error: `one of ${names}, or a list of them and of { of, mtbf, kind, effect }`,
      })
      .optional()
      .meta({
        description: "A table of rates by cause, or a list of causes and tables; nothing fails when absent.",
      }),
    checkpoints: z
      .strictObject({
        interval: z
          .union([z.literal("optimal"), time({ positive: true })], { error: '"optimal" or a time' })
          .default("optimal")
          .meta({ description: "Work between two; optimal: the shortest expected run." }),
        mode: z
          .enum(["synchronous", "asynchronous"])
          .default("synchronous")
          .meta({ description: "Whether work waits until it is written, or only for the copy to the host." }),
        tiers: z
          .array(tier)
          .min(1)
          .refine(([first]) => typeof first === "string", {
            error: "a name first: checkpoints.interval says how often they are saved there",
          })
          .default(["fsx"])
          .meta({
            description:
              "Where to: they are saved to the first, and copied from there to the others beside the work. Drives (nvme) are lost with a host, memory (host) with two at once; what is newest of all that is left is loaded.",
          }),
        bandwidth: bandwidth({ positive: true })
          .optional()
          .meta({ description: "Of the first tier, for all instances together, in place of the usual." }),
        volume: z.string().optional().meta({
          description: "Of cluster.storage, in place of tiers and bandwidth: shared with other jobs.",
        }),
        copyTo: z.string().optional().meta({
          description:
            "Of cluster.storage: where checkpoints on a volume of hosts' own drives are copied beside the work. A failure that replaces a host goes back to the last copy, and to the start without one.",
        }),
        incremental: z
          .strictObject({
            share: fraction({ max: 1 }).meta({
              description: "Of the state that has changed since the last one, and is written.",
            }),
            fullEvery: count().default(10).meta({ description: "Of so many the first is whole." }),
          })
          .optional()
          .meta({ description: "Most checkpoints hold what has changed alone; all of it when absent." }),
        writers: count().optional().meta({
          description: "Instances that write, all of them (sharded) when absent; 1: one gathers it.",
        }),
        stall: time()
          .optional()
          .meta({ description: "Time that work stands still for one, in place of what follows." }),
      })
      .optional()
      .meta({ description: "None are made when absent: a failure then loses everything." }),
    canaries: z
      .strictObject({
        every: time({ positive: true }).default(3600e9).meta({ description: "Between two." }),
        duration: time()
          .default(300e9)
          .meta({ description: "Time that the job stands still for one (assumed)." }),
        coverage: fraction({ max: 1 }).default(0.9).meta({
          description: "Chance that one finds a fault that is there (assumed).",
        }),
        on: z.enum(["all", "busy", "idle"], { error: "all, busy or idle" }).default("all").meta({
          description:
            "Hosts that they run on: of the job, those that stand by for it, or both; on idle ones they take no time.",
        }),
      })
      .refine(({ every, duration }) => duration < every, { error: "a duration below the time between two" })
      .optional()
      .meta({
        description: "Short test jobs on hosts, which find faults before they strike.",
      }),
    preflight: z
      .strictObject({
        duration: time().default(300e9).meta({ description: "Of the checks before every start (assumed)." }),
        coverage: fraction({ max: 1 }).default(0.9).meta({
          description: "Chance that they find a fault that is there (assumed).",
        }),
      })
      .optional()
      .meta({ description: "Checks of all hosts before the job starts, and before each restart." }),
    recovery: z
      .strictObject({
        detection: z
          .union([time(), heartbeatSchema], { error: "a time, or heartbeats: { every, misses, lost }" })
          .default(180e9)
          .meta({ description: "Until a crash is noticed: so long, or by heartbeats of the hosts." }),
        stuckAfter: time().optional().meta({
          description:
            "A detector calls a job stuck after so long without progress; without one people notice.",
        }),
        collectiveTimeout: time().optional().meta({
          description: "After which a collective that does not end stops the job: a hang is noticed by then.",
        }),
        unnoticed: time()
          .default(48 * 3600e9)
          .meta({ description: "How long a silent hang goes unnoticed without a detector." }),
        slowAfter: time()
          .default(4 * 3600e9)
          .meta({ description: "Until a slow host is noticed (assumed); a canary may find it earlier." }),
        replacement: z
          .enum(["automatic", "manual"])
          .default("automatic")
          .meta({ description: "Whether hosts are replaced at once, or by people when they are there." }),
        replace: time().default(600e9).meta({ description: "Until another host is there and healthy." }),
        spares: count({ limit: madeMost })
          .default(0)
          .meta({ description: "Hosts that stand by and take no time to replace another." }),
        warm: z
          .strictObject({
            hosts: count({ limit: madeMost }).meta({ description: "How many." }),
            ready: time().default(120e9).meta({ description: "Until one is in the job (assumed)." }),
          })
          .optional()
          .meta({
            description:
              "Hosts kept warm: taken when no spare is there, and sooner in the job than a new one.",
          }),
        repair: time()
          .default(24 * 3600e9)
          .meta({ description: "Until a replaced host is a spare again." }),
        restart: time()
          .default(300e9)
          .meta({ description: "Launch and join; loading the checkpoint and compiling come on top." }),
        compile: time().default(0).meta({
          description: "Compiling the graphs again in a restart; nothing where a cache keeps them.",
        }),
        elastic: z
          .strictObject({
            batch: z.enum(["same", "smaller"]).default("same").meta({
              description:
                "same: the ranks that are left take whole micro-batches of the others; smaller: a step has fewer samples, and the run more steps.",
            }),
            atLeast: fraction({ max: 1 }).default(0.5).meta({
              description: "Share of the data-parallel ranks with which the job still goes on.",
            }),
          })
          .optional()
          .meta({
            description:
              "Goes on with fewer data-parallel ranks where that costs less than waiting for a host; needs checkpoints.",
          }),
        people: z
          .strictObject({
            from: time()
              .default(9 * 3600e9)
              .meta({ description: "Hour of the day at which they begin (assumed)." }),
            to: time()
              .default(17 * 3600e9)
              .meta({ description: "Hour at which they leave (assumed)." }),
            triage: time().default(3600e9).meta({ description: "Until the fault is found (assumed)." }),
            usdPerHour: amount().optional().meta({
              description: "USD of an hour of their time, for what it comes to beside the cluster.",
            }),
          })
          .default({ from: 9 * 3600e9, to: 17 * 3600e9, triage: 3600e9 })
          .meta({
            description:
              "Manual: hours of the day at which somebody acts, and how long finding the fault takes.",
          }),
        corruption: time()
          .default(3600e9)
          .meta({ description: "How long silent data corruption goes unnoticed." }),
      })
      .optional()
      .meta({ description: "What follows a failure; the defaults below when absent." }),
  };
}
