/** An answer as a card: whether it fits, the figures with their bands, what limits them, how far to trust them. */
/// <reference lib="dom" />
import { counted } from "../base/counted.ts";
import { formatBytes, formatTime } from "../base/units.ts";
import { isRest } from "../metrics/attribution.ts";
import { jsonText } from "../report/json.ts";
import { stagesText } from "../report/text/memory-lines.ts";
import { trustText } from "../report/text/trust-text.ts";
import type { Summary } from "../simulation/summary.ts";
import type { MeasuredPoint } from "../timing/measured-point.ts";
import type { Situation } from "../timing/situation.ts";
import type { Answer } from "./answer.ts";
import { bar, type Part } from "./bar.ts";
import { element } from "./element.ts";
import { figuresOf, isAnswered } from "./figures.ts";
import { nearestPoints, pointText } from "./measured.ts";

/** Parts of the time that are told apart; the others are one. */
const partsShown = 5;

/** The card; `points` were measured. */
export function card(
  { name, detail, summary, yaml, problems, nearest, situation }: Answer,
  points: readonly MeasuredPoint[],
): HTMLElement {
  const heading = [
    element("h3", {}, name),
    ...(detail === null ? [] : [element("p", { class: "quiet" }, detail)]),
  ];
  if (summary === null || yaml === null) {
    const lines = problems.map((problem) => element("p", { class: "bad" }, problem));
    return element("article", { class: "card", "aria-label": name }, ...heading, ...lines);
  }
  return element(
    "article",
    { class: "card", "aria-label": name },
    ...heading,
    ...(isAnswered(summary) ? answered(summary) : [element("p", { class: "bad verdict" }, refusal(summary))]),
    ...(nearest === null ? [] : [element("p", { class: "nearest" }, nearestSentence(nearest))]),
    ...(situation && summary.inference?.mean_tpot_ms ? measuredNearby(situation, points) : []),
    listOf("What was filled in, and assumed", filledIn(summary)),
    source("Scenario", "Copy as scenario", "yaml", yaml),
    source("Summary", "Copy as JSON", "json", jsonText(summary)),
  );
}

function answered(summary: Summary): HTMLElement[] {
  const isValidated = summary.trust?.level === "validated";
  const figures = figuresOf(summary).flatMap(({ name, text, band, trust }) => [
    element("dt", {}, name),
    element(
      "dd",
      {},
      element("strong", {}, text),
      ...(band ? [element("span", { class: "band" }, band.text)] : []),
      ...(trust === null ? [] : [element("em", { class: "band" }, trust)]),
    ),
  ]);
  return [
    element("p", { class: "good verdict" }, verdict(summary)),
    bar("Memory of a rank", memoryParts(summary)),
    ...stagesOf(summary),
    element("dl", {}, ...figures),
    element(
      "p",
      { class: isValidated ? "quiet" : "warning", "data-kind": "trust" },
      trustText(summary) ?? "",
    ),
    element("p", { class: "quiet" }, priceSentence(summary)),
    element("h4", {}, limitSentence(summary)),
    bar("Where the time goes", timeParts(summary)),
    ...warningsOf(summary).map((warning) => element("p", { class: "warning" }, warning)),
  ];
}

/** `Fits: 16 chips = 8 replicas x 8 ranks`, as far as ranks are chips. */
function fitSentence({ cluster: { chips, ranks }, chosen }: Summary): string {
  const [tensor, replicas] = [Number(chosen.tensor), Number(chosen.replicas)];
  const unit = ranks === chips ? "chip" : "rank";
  const whole =
    ranks === chips ? counted(chips, "chip") : `${counted(chips, "chip")}, ${counted(ranks, "rank")}`;
  const rest = ranks - tensor * replicas;
  const used = `${counted(replicas, "replica")} x ${counted(tensor, unit)}`;
  return `Fits: ${whole} = ${used}${rest > 0 ? ` and ${counted(rest, unit)} unused` : ""}`;
}

function verdict(summary: Summary): string {
  const { chosen } = summary;
  if ("data" in chosen) return trainSentence(summary);
  return "replicas" in chosen ? fitSentence(summary) : `Done after ${formatTime(summary.elapsed_s * 1e9)}`;
}

/** `Fits: 256 chips: data 64, tensor 4, pipeline 1`. */
function trainSentence({ cluster: { chips }, chosen }: Summary): string {
  const degrees = ["data", "tensor", "pipeline"].map((name) => `${name} ${chosen[name]}`);
  return `Fits: ${counted(chips, "chip")}, ${degrees.join(", ")}`;
}

/** `Price: capacity-block, read on 2025-06-01.` */
function priceSentence({ cost }: Summary): string {
  const { price_option: option, price_date: date, price_source: source } = cost;
  if (option === null) return "Price: none is listed.";
  return `Price: ${option}, ${date === null ? source : `read on ${date}`}.`;
}

/** What most of the time goes to, as far as it is work. */
function limitSentence({ attribution }: Summary): string {
  const first = attribution.find(({ what }) => !isRest(what));
  return first ? `What limits it: ${first.what}` : "What limits it: nothing, the chips are idle";
}

/** The bound that is not met. */
function refusal({ status, reason }: Summary): string {
  return `${status === "out-of-memory" ? "Does not fit" : "No request completes"}: ${reason ?? status}`;
}

function nearestSentence(nearest: readonly string[]): string {
  return nearest.length > 0
    ? `Nearest: it ${nearest.join("; or it ")}.`
    : "Nothing of this kind in the catalog holds it.";
}

/** What was measured most like it, and how to find it. */
function measuredNearby(situation: Situation, points: readonly MeasuredPoint[]): HTMLElement[] {
  if (situation.isOwnHardware) return [];
  const lines = nearestPoints(points, situation).map((point) => element("li", {}, pointText(point)));
  const none = element("p", { class: "quiet" }, "Nothing of the kind was measured on this chip.");
  const source = element("p", { class: "quiet" }, "trnsim validate --show NAME tells how each was measured.");
  const heading = element("h4", {}, "Measured nearby");
  return lines.length > 0
    ? [heading, element("ul", { "data-kind": "measured" }, ...lines), source]
    : [heading, none];
}

function memoryParts({ memory }: Summary): Part[] {
  if (memory === null || !("per_device_bytes" in memory)) return [];
  const { per_device_bytes: used, capacity_bytes: capacity, use_fraction: _, ...parts } = memory;
  const part = (name: string, bytes: number): Part => ({
    name,
    fraction: bytes / capacity,
    text: formatBytes(bytes),
  });
  return [
    ...Object.entries(parts).map(([name, bytes]) =>
      part(
        name
          .replace(/_bytes$/, "")
          .replace("kv_", "KV ")
          .replaceAll("_", " "),
        Number(bytes),
      ),
    ),
    { ...part("free", Math.max(0, capacity - used)), isFree: true },
  ].filter(({ fraction }) => fraction > 0);
}

/** What a rank of each pipeline stage holds, where they differ. */
function stagesOf(summary: Summary): HTMLElement[] {
  const stages = stagesText(summary);
  return stages === null ? [] : [element("p", { class: "quiet" }, `In all, by stage: ${stages}`)];
}

function timeParts({ attribution }: Summary): Part[] {
  const parts = attribution.map(({ what, fraction }) => ({ name: what, fraction }));
  const others = parts.slice(partsShown).reduce((sum, { fraction }) => sum + fraction, 0);
  return [...parts.slice(0, partsShown), ...(others > 0 ? [{ name: "others", fraction: others }] : [])];
}

/** What a reader must know. A cluster is kept full on purpose, and sequences are divided wherever tensor ranks are. */
function warningsOf({ warnings }: Summary): string[] {
  const isChosenHere = (warning: string) =>
    /^(saturated|no effect: workload\.parallelism\.sequence)/.test(warning);
  return warnings.filter((warning) => !isChosenHere(warning));
}

function filledIn({ choices, assumptions }: Summary): string[] {
  return [...choices.map(({ key, value, why }) => `${key}: ${value}, ${why}`), ...assumptions];
}

function listOf(title: string, lines: readonly string[]): HTMLElement {
  const items = lines.map((line) => element("li", {}, line));
  return element("details", {}, element("summary", {}, title), element("ul", {}, ...items));
}

function source(title: string, action: string, kind: string, text: string): HTMLElement {
  const button = element("button", { type: "button" }, action);
  const copied = element("span", { role: "status", class: "quiet" });
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    copied.textContent = " copied";
  });
  return element(
    "details",
    {},
    element("summary", {}, title),
    button,
    copied,
    element("pre", { "data-kind": kind, tabindex: "0", role: "region", "aria-label": title }, text),
  );
}
