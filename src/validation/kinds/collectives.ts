/**
 * Collectives among the first `ranks` ranks of Neuron instances, as the cluster's network prices them. Rows timed from the
 * host carry its launch costs, and its waits for other instances; rows timed on the device carry none. Where a source does not name its instance, ranks and
 * date fit a trn1.32xlarge.
 */
import { elementAt } from "../../base/element-at.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { CollectiveOperation } from "../../network/collectives/collective-plan.ts";
import type { MeasurementKind } from "../measurement-kind.ts";
import { collectiveBand, neuronTimeBand } from "../rows/collective-band.ts";
import { collectiveCommand } from "../rows/collective-command.ts";
import { clusterFor } from "../rows/replica.ts";
import { type Row, UnpredictableRow } from "../rows/row.ts";

/** Operations under the names of nccom-test. */
const operations: Record<string, CollectiveOperation> = {
  all_reduce: "all-reduce",
  all_gather: "all-gather",
  all_gatherv: "all-gather",
  reduce_scatter: "reduce-scatter",
  alltoall: "all-to-all",
  all_to_all: "all-to-all",
  alltoallv: "all-to-all",
  broadcast: "broadcast",
  collective_permute: "permute",
};

export const collectives: MeasurementKind = {
  name: "collectives",
  recognises: (columns) => columns.has("op") && columns.has("size_bytes"),
  groups: (row) => ({
    instance: row.text("instance") ?? "",
    software: row.text("measurement_kind") ?? "",
    model: row.text("op") ?? "",
  }),
  profileName: () => "nccom-test",
  command(row, { instances }) {
    const [ranks, nodes] = [row.need("ranks"), row.number("nodes") ?? 1];
    const instance = instanceOf(row, instances);
    const count = Math.max(nodes, Math.ceil(ranks / ranksOf(instance)));
    if (nodes > 1 && ranks !== nodes * ranksOf(instance))
      throw new UnpredictableRow("ranks that are not the first of their instances");
    const operation = operations[row.text("op") ?? ""] ?? "point-to-point";
    return collectiveCommand({ operation, instance, count, ranks, bytes: row.number("size_bytes") ?? 64 });
  },
  predict(row, profile, catalog) {
    const measured = row.number("time_us") ?? row.number("time_p50_us");
    if (measured === undefined) throw new UnpredictableRow("a statement without a time");
    const ranks = row.need("ranks");
    const nodes = row.number("nodes") ?? 1;
    const instance = instanceOf(row, catalog.instances);
    const cluster = clusterFor(instance, Math.max(ranks, (nodes - 1) * ranksOf(instance) + 1));
    const members = Array.from(
      { length: ranks },
      (_, rank) => Math.floor(rank / (ranks / nodes)) * cluster.ranksPerInstance + (rank % (ranks / nodes)),
    );
    const bytes = row.number("size_bytes") ?? 64;
    const operation = operations[row.text("op") ?? ""];
    const wireNs =
      operation === undefined
        ? cluster.network.transferNs(bytes, elementAt(members, 0), elementAt(members, -1))
        : cluster.network.collectiveNs({ operation, bytes, ranks: members });
    const { stepOverheadNs, hostLaunchNs, collectiveOverheadNs } = profile.constants;
    const isFromHost = /end-to-end/.test(row.text("measurement_kind") ?? "");
    const betweenNs = nodes > 1 ? collectiveOverheadNs : 0;
    const launchNs = stepOverheadNs + ranks * hostLaunchNs + betweenNs;
    const predicted = (wireNs + (isFromHost ? launchNs : 0)) / 1e3;
    const band = collectiveBand(predicted, neuronTimeBand);
    return [{ metric: "time_us", measured, predicted, better: "less", band }];
  },
};

function ranksOf(instance: Instance): number {
  return clusterFor(instance, 1).ranksPerInstance;
}

function instanceOf(row: Row, instances: readonly Instance[]): Instance {
  const written = row.text("instance") ?? "";
  const named = instances.find(({ name }) => written.includes(name));
  const name = /trn2/.test(written) && !/trn1/.test(written) ? "trn2.48xlarge" : "trn1.32xlarge";
  const found = named ?? instances.find((each) => each.name === name);
  if (found === undefined) throw new UnpredictableRow(`no instance "${written}" in the catalog`);
  return found;
}
