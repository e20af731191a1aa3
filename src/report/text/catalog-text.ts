/** Catalog entries for a person: lists, and one entry with every figure and its source. */
import type { FigureSource } from "../../base/figure.ts";
import {
  formatBandwidth,
  formatBytes,
  formatCompute,
  formatCount,
  formatUsd,
  significant,
} from "../../base/units.ts";
import type { BreakEven } from "../../hardware/break-even.ts";
import type { Chip } from "../../hardware/chip.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Model } from "../../models/model.ts";
import type { ProfileSettings } from "../../timing/profile-settings.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { ListedOperator } from "../../workload/operator-list.ts";
import { outlineText } from "./outline-text.ts";
import { textTable } from "./text-table.ts";
import { wrap } from "./wrap.ts";

/** A table of text for lines of `width` columns. */
const table = (head: string[], rows: string[][], width: number) =>
  textTable(head, rows, { width, leftColumns: head.length });

/** A table of chips. */
export function chipsText(chips: readonly Chip[], width: number): string {
  return table(
    ["chip", "cores", "bf16 dense", "fp8 dense", "memory", "bandwidth", "links each way"],
    chips.map((chip) => [
      chip.name,
      `${chip.cores} x ${chip.coreGeneration}`,
      chip.peaks.bf16 ? formatCompute(chip.peaks.bf16) : "-",
      chip.peaks.fp8 ? formatCompute(chip.peaks.fp8) : "-",
      formatBytes(chip.memory.bytes),
      formatBandwidth(chip.memory.bandwidth),
      chip.scaleUp ? `${chip.scaleUp.name} ${formatBandwidth(chip.scaleUp.bandwidth)}` : "-",
    ]),
    width,
  );
}

/** A table of instance types and UltraServers. */
export function instancesText(instances: readonly Instance[], width: number): string {
  return table(
    ["instance", "chips", "memory", "links inside", "network", "on-demand $/h", "other $/h"],
    instances.map((instance) => {
      const onDemand = instance.prices.find(({ option }) => option === "on-demand");
      const other = instance.prices.find(({ option }) => option !== "on-demand");
      return [
        instance.name,
        `${instance.chips} x ${instance.chip.name}`,
        formatBytes(instance.chips * instance.chip.memory.bytes),
        instance.scaleUp.kind === "topology" ? instance.scaleUp.name : instance.scaleUp.kind,
        `${significant(instance.scaleOut.bandwidth * 8)} Gb/s ${instance.scaleOut.name}`,
        onDemand ? formatUsd(onDemand.usdPerHour) : "-",
        other ? `${formatUsd(other.usdPerHour)} ${other.option}` : "-",
      ];
    }),
    width,
  );
}

/** What the chips of an instance have together. */
export function sumsText({ chips, chip, name }: Instance, width: number): string {
  const peaks = Object.entries(chip.peaks).map(([type, peak]) => `${type} ${formatCompute(chips * peak)}`);
  const memory = `${formatBytes(chips * chip.memory.bytes)} at ${formatBandwidth(chips * chip.memory.bandwidth)}`;
  const whose = chips === 1 ? `The chip of ${name}` : `All ${chips} chips of ${name}`;
  return wrap(`${whose}: ${memory}; dense ${peaks.join(", ")}`, width);
}

/** The price book of an instance, and from how many hours of use a month each option that is paid all month is the cheapest. */
export function pricesText({ prices, name }: Instance, evens: readonly BreakEven[], width: number): string {
  if (prices.length === 0) return `No price of ${name} is listed.`;
  const book = table(
    ["option", "$/h", "read on", "region", "status", "source"],
    prices.map(({ option, usdPerHour, date, region, status, source }) => [
      option,
      formatUsd(usdPerHour),
      date,
      region,
      status,
      source,
    ]),
    width,
  );
  const lines = evens.map(({ option, usdPerHour, onDemandUsdPerHour, hoursPerMonth: hours }) => {
    const pays =
      usdPerHour > onDemandUsdPerHour
        ? "never cheaper than on demand"
        : `cheaper than on demand from ${significant(hours)} hours of use a month on`;
    return `${option}, held all month at ${formatUsd(usdPerHour)} against ${formatUsd(onDemandUsdPerHour)}: ${pays}`;
  });
  return [`Prices of an hour, newest first within an option\n${book}`, ...lines].join("\n");
}

/** What the table of models shows beside their names. */
export interface ModelColumns {
  parameters(model: Model): number;
  /** Heads that tensor ranks divide, kind by kind of layer. */
  heads(model: Model): readonly { heads: number; kvHeads: number }[];
}

/** A table of models with their parameter counts, and the heads of the first layer that has some. */
export function modelsText(
  models: readonly Model[],
  { parameters, heads }: ModelColumns,
  width: number,
): string {
  return table(
    ["model", "family", "parameters", "layers", "hidden", "heads / KV", "longest"],
    models.map((model) => [
      model.name,
      model.family,
      formatCount(parameters(model)),
      String(model.stack?.layers ?? "-"),
      String(model.stack?.hidden ?? "-"),
      heads(model)
        .slice(0, 1)
        .map((each) => `${each.heads} / ${each.kvHeads}`)[0] ?? "-",
      formatCount(model.maxTokens, 6),
    ]),
    width,
  );
}

/** A table of software profiles. */
export function profilesText(profiles: readonly SoftwareProfile[], width: number): string {
  return table(
    ["profile", "software", "basis"],
    profiles.map(({ name, title, basis }) => [name, title, basis]),
    width,
  );
}

/** A profile: its settings that act, as scenarios write them, and what it rests on. */
export function profileText(
  { name, title, kernels, basis, fit, evidence }: SoftwareProfile,
  { acting, inAll, fitted }: ProfileSettings,
  width: number,
): string {
  const hasPlaces = acting.some(({ where }) => where !== "");
  const head = ["constant or behaviour", "value", ...(hasPlaces ? ["where"] : []), "what it is"];
  const rows = acting.map((each) => [
    each.name,
    each.value,
    ...(hasPlaces ? [each.where] : []),
    each.meaning,
  ]);
  const listed = new Set(acting.map((each) => each.name)).size;
  const rest = wrap(
    `The other ${inAll - listed} of ${inAll} leave the physics as it is. All of them: trnsim catalog keys cluster.software.set`,
    width,
  );
  const kernelsText = kernels && { kernels: `efficiencies are shares of the measured kernels of ${kernels}` };
  const fitText = fit && { fit: { ...fit, fitted: fitted } };
  return [
    outlineText({ name, title, ...kernelsText }, width),
    acting.length > 0 ? table(head, rows, width) : "",
    rest,
    outlineText({ basis, ...fitText, evidence }, width),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

/** A table of plug-ins by kind. */
export function policiesText(
  kinds: readonly { kind: string; plugins: readonly { name: string; help: string; options: object }[] }[],
  width: number,
): string {
  return table(
    ["kind", "name", "what it does", "options"],
    kinds.flatMap(({ kind, plugins }) =>
      plugins.map(({ name, help, options }) => [kind, name, help, Object.keys(options).join(", ") || "-"]),
    ),
    width,
  );
}

/** Every figure of a chip or instance with its status and source, and why some change no result. */
export function sourcesText(
  entry: { name: string; title: string; sources: Readonly<Record<string, FigureSource>> },
  width: number,
  whyInformative: (path: string) => string | undefined = () => undefined,
): string {
  const sourceOf = (path: string, source: string) => {
    const why = whyInformative(path);
    return why === undefined ? source : `${source}; informative: ${why}`;
  };
  const rows = Object.entries(entry.sources).map(([path, { status, source }]) => [
    path,
    valueText(valueAt(entry, path)),
    status,
    sourceOf(path, source),
  ]);
  const head = `${entry.title} (${entry.name}), in internal units: bytes, ns, bytes/ns, flops/ns`;
  return `${wrap(head, width)}\n${table(["figure", "value", "status", "source"], rows, width)}`;
}

function valueAt(entry: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], entry);
}

function valueText(value: unknown): string {
  return typeof value === "number" ? significant(value, 6) : JSON.stringify(value);
}

/** Operators by name; those of adapters and casts, which repeat the matmuls' names, are counted only. */
export function operatorsText(operators: readonly ListedOperator[], width: number): string {
  const isRepeated = ({ name }: ListedOperator) => /^(adapter|cast)-/.test(name);
  const table = textTable(
    ["operator", "engine", "pass", "workloads", "such as in"],
    operators
      .filter((each) => !isRepeated(each))
      .map(({ name, engine, pass, workloads, model }) => [name, engine, pass, workloads.join(", "), model]),
    { width, leftColumns: 5 },
  );
  const more = operators.filter(isRepeated).length;
  const rest = `and ${more} of adapters (adapter-up-of-...) and casts (cast-of-the-input-of-...): --json lists them`;
  return `${table}\n${wrap(rest, width)}`;
}
