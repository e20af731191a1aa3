/**
 * Figures of other sources: training speed, offline and static throughput, latencies of closed loops, bus bandwidth. Each row
 * becomes a scenario and is simulated as a user's would be; `metric` names the column of `value`.
 */
import { busFactor } from "../../network/bus-factor.ts";
import type { CollectiveOperation } from "../../network/collectives/collective-plan.ts";
import type { Summary } from "../../simulation/summary.ts";
import { ncclInsideNs } from "../../timing/kernel-exchange.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { MeasurementKind, Prediction, ValidationCatalog } from "../measurement-kind.ts";
import { collectiveBand, gpuBusBand } from "../rows/collective-band.ts";
import { collectiveCommand } from "../rows/collective-command.ts";
import { publishedProfile, publishedScenario, type WrittenScenario } from "../rows/published-scenario.ts";
import { clusterFor } from "../rows/replica.ts";
import { type Row, UnpredictableRow } from "../rows/row.ts";

/** Metrics of a summary by the names that rows give them, and the band each goes by. */
const readings: Readonly<
  Record<
    string,
    { band: string; better: "less" | "more"; of(summary: Summary, row: Row): number | null | undefined }
  >
> = {
  tokens_per_s_per_gpu: {
    band: "tokens_per_s",
    better: "more",
    of: ({ training }, row) => training && training.tokens_per_s / row.need("gpus"),
  },
  sequences_per_s: {
    band: "sequences_per_s",
    better: "more",
    of: ({ training }) => training?.sequences_per_s,
  },
  output_tokens_per_s: {
    band: "output_throughput",
    better: "more",
    of: ({ inference }) => inference?.output_throughput,
  },
  ttft_ms: { band: "mean_ttft_ms", better: "less", of: ({ inference }) => inference?.mean_ttft_ms },
  tpot_ms: { band: "mean_tpot_ms", better: "less", of: ({ inference }) => inference?.mean_tpot_ms },
  itl_ms: { band: "mean_tpot_ms", better: "less", of: ({ inference }) => inference?.mean_itl_ms },
  e2e_ms: { band: "mean_e2el_ms", better: "less", of: ({ inference }) => inference?.mean_e2el_ms },
};

export const published: MeasurementKind = {
  name: "published",
  recognises: (columns) => columns.has("metric") && columns.has("value") && columns.has("hardware"),
  groups: (row) => ({
    instance: row.text("hardware") ?? "",
    software: (row.text("source") ?? "").split("@")[0] ?? "",
    model: row.text("model") ?? "",
  }),
  profileName: (row) => (row.text("kind") === "collective" ? null : (publishedProfile(row) ?? null)),
  scenario: (row, catalog) =>
    row.text("kind") === "collective" ? undefined : publishedScenario(row, catalog),
  command(row, { instances }) {
    if (row.text("kind") !== "collective") return undefined;
    return collectiveCommand(askedCollective(row, instances));
  },
  predict(row, profile, catalog) {
    if (row.text("kind") === "collective") return [busBandwidth(row, catalog)];
    const metric = row.needText("metric");
    const reading = readings[metric];
    if (reading === undefined) throw new UnpredictableRow(`no metric "${metric}"`);
    const summary = simulated(row, profile, catalog);
    if (summary.status !== "completed") throw new UnpredictableRow(summary.reason ?? summary.status);
    const predicted = reading.of(summary, row);
    if (predicted === null || predicted === undefined)
      throw new UnpredictableRow(`no ${metric} in the result`);
    const found = summary.uncertainty?.find((band) => band.metric === reading.band);
    const band =
      found && found.low !== null && found.high !== null
        ? { low: (predicted * found.low) / found.value, high: (predicted * found.high) / found.value }
        : null;
    return [{ metric, measured: row.need("value"), predicted, better: reading.better, band }];
  },
};

/**
 * The row's scenario, simulated. A run that happened fitted its memory: where it would not as printed, what the source did
 * not print is taken to be the least recomputation that makes it fit, and where none does, that nothing was kept in reserve.
 */
function simulated(row: Row, profile: SoftwareProfile, catalog: ValidationCatalog): Summary {
  const { simulate } = catalog;
  if (simulate === undefined) throw new UnpredictableRow("nobody to simulate scenarios");
  const written = publishedScenario(row, catalog);
  const tries =
    row.text("kind") === "training"
      ? [written, recomputing(written, "selective"), recomputing(written, "full")]
      : [written];
  let first: Summary | undefined;
  for (const each of tries) {
    const summary = simulate(each, profile);
    if (summary.status === "completed") return summary;
    first ??= summary;
  }
  const constants = { ...profile.constants, memoryReserveFraction: 0 };
  const last = simulate(tries.at(-1) as WrittenScenario, { ...profile, constants });
  return last.status === "completed" ? last : (first as Summary);
}

function recomputing(written: WrittenScenario, recompute: string): WrittenScenario {
  return { ...written, workload: { ...(written.workload as object), recompute } };
}

/** The collective that `model` names over a buffer of `seq_len` bytes. */
function askedCollective(row: Row, instances: ValidationCatalog["instances"]) {
  const instance = instances.find(({ name }) => name === row.text("hardware"));
  if (instance === undefined) throw new UnpredictableRow(`no instance "${row.text("hardware")}"`);
  const ranks = row.need("gpus");
  return {
    operation: row.needText("model").replaceAll("_", "-") as CollectiveOperation,
    instance,
    count: Math.ceil(ranks / instance.chips),
    ranks,
    bytes: row.need("seq_len"),
  };
}

/** Its bus bandwidth. */
function busBandwidth(row: Row, { instances }: ValidationCatalog): Prediction {
  const { operation, instance, ranks: count, bytes } = askedCollective(row, instances);
  const cluster = clusterFor(instance, count);
  const ranks = Array.from({ length: count }, (_, rank) => rank);
  const ns =
    ncclInsideNs({ operation, bytes, ranks: count }, instance) ??
    cluster.network.collectiveNs({ operation, bytes, ranks });
  const predicted = (bytes / ns) * busFactor(operation, count);
  const band = collectiveBand(predicted, gpuBusBand);
  return { metric: "busbw_gb_s", measured: row.need("value"), predicted, better: "more", band };
}
