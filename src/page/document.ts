/** The what-if page as one HTML file that needs nothing else: form, style, the script of the page, the core as a worker. */
import type { Catalog } from "../catalog.ts";
import { purchaseOptions } from "../hardware/instance-schema.ts";
import { writesText } from "../models/model.ts";
import { storageTypes } from "../models/weight-format.ts";
import { escapeHtml, inScript } from "../report/html/page.ts";
import { pageStyle } from "../report/html/style.ts";
import type { MeasuredPoint } from "../timing/measured-point.ts";
import type { Answer } from "./answer.ts";
import { pointsText } from "./measured.ts";
import { type MoneyField, moneyFields } from "./money.ts";
import { askedOf, firstQuestion } from "./question.ts";
import { whatIfStyle } from "./style.ts";

/** A style without the spaces that nothing hangs on: none of its texts stands in quotes. */
const squeezed = (style: string) =>
  style
    .replace(/\s+/g, " ")
    .replace(/([{};,:]) /g, "$1")
    .replaceAll(" {", "{")
    .replaceAll(";}", "}");

/** JavaScript that the page carries, as text: modules of this folder as built. */
export interface WhatIfScripts {
  /** `client.ts`. */
  client: string;
  /** `worker.ts`, with all of the core. */
  worker: string;
}

/** The browser itself lets the page load nothing; the schemas' checks are compiled where they run. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data:";

/**
 * Starts the core before the rest of the page is read, hands it the answers that the page carries, has it answer what the page
 * will ask first, and keeps what it says until the page listens.
 */
const starter = (catalogHash: string, firstAnswers: readonly Answer[]) =>
  `var firstAnswers = ${inScript(JSON.stringify(firstAnswers))};` +
  `var parts = ['var catalogHash = "${catalogHash}", firstAnswers = ', JSON.stringify(firstAnswers), ";"];` +
  'parts.push(document.getElementById("worker").textContent);' +
  'var core = new Worker(URL.createObjectURL(new Blob(parts, { type: "text/javascript" })));' +
  "var early = []; core.onmessage = ({ data }) => early.push(data);" +
  `var askedEarly = location.hash.slice(1) || ${JSON.stringify(askedOf(firstQuestion))};` +
  "core.postMessage(askedEarly);";

/** Hardware side by side, at most, beside a chip of one's own. */
const places = 3;

/** Ways to pay as the form's choice names them, with what stands in the list. */
const waysToPay: Readonly<Record<string, string>> = {
  "": "listed: on demand, else capacity block",
  ...Object.fromEntries(purchaseOptions.map((option) => [option, option])),
  rate: "a rate of your own, for the first hardware",
  owned: "bought: the first hardware",
};

const degreeOptions = options(["auto", "1", "2", "4", "8", "16", "32", "64"], {
  auto: "auto: the shortest step",
});

/** What the page carries beside its scripts. */
export interface Carried {
  /** What made the page. */
  about: string;
  /** What was measured. */
  points: readonly MeasuredPoint[];
  /** Answers to the question that it starts from, so that they stand there before the core has started. */
  firstAnswers: readonly Answer[];
}

/** The whole document. */
export function whatIfPage(
  catalog: Catalog,
  scripts: WhatIfScripts,
  { about, points, firstAnswers }: Carried,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>What if: a model on hardware</title>
<style>${squeezed(pageStyle + whatIfStyle)}</style>
</head>
<body data-state="asking">
<script type="text/plain" id="worker">${inScript(scripts.worker)}</script>
<script>${starter(catalog.hash, firstAnswers)}</script>
<a class="skip" href="#content" onclick="document.getElementById('content').focus(); return false">To the answers</a>
<main>
<h1>What if: a model on hardware</h1>
<p class="quiet">${escapeHtml(about)} Every replica serves a full batch of equal requests.</p>
<form id="question">
<fieldset><legend>What is asked</legend>
${select("model", "Model", modelOptions(catalog))}
${Array.from({ length: places }, (_, index) => select("hardware", hardwareLabel(index), hardwareOptions(catalog, index))).join("\n")}
${number("count", "Instances")}
${number("batch", "Batch of a replica")}
${number("input", "Prompt tokens")}
${number("output", "Answer tokens")}
${select("tensor", "Tensor parallelism", options(["auto", "1", "2", "4", "8", "16", "32", "64"], { auto: "auto: most tokens a dollar" }))}
${select("weights", "Weights", options(["", ...storageTypes], { "": "as the model is stored" }))}
</fieldset>
<textarea name="config" hidden aria-hidden="true"></textarea><input type="hidden" name="configName" value=""><input type="hidden" name="embed" value="">
<fieldset><legend>A chip of your own: the first hardware with other figures</legend>
${slider("memory", "Memory size", factor)}
${slider("memoryBandwidth", "Memory bandwidth", factor)}
${slider("compute", "FLOPs", factor)}
${slider("links", "Links between chips", factor)}
</fieldset>
<fieldset><legend>What it costs</legend>
${select("pricing", "Paid as", options(Object.keys(waysToPay), waysToPay))}
${moneyFields.map(moneyField).join("\n")}
</fieldset>
<fieldset data-kind="training"><legend>Training the model on the same hardware</legend>
<label class="check wide"><span><input name="train" type="checkbox" value="on"> Simulate a run, in which hosts fail</span></label>
${number("trainCount", "Instances that train")}
${number("tokens", "Billions of tokens")}
${number("sequence", "Tokens of a sequence")}
${number("globalBatch", "Sequences of a step")}
${number("microBatch", "Sequences of a pass")}
${select("trainTensor", "Tensor parallelism", degreeOptions)}
${select("pipeline", "Pipeline stages", degreeOptions)}
${number("expert", "Expert parallelism")}
${select("recompute", "Recomputed activations", options(["none", "selective", "full"]))}
${select("zero", "ZeRO stage", options(["0", "1", "2", "3"]))}
${slider("mtbf", "A host fails once in", { least: 5, most: 2000, step: 5, unit: " days" })}
${slider("interval", "A checkpoint every", { least: 1, most: 240, step: 1, unit: " min" })}
</fieldset>
</form>
<div class="row files"><label class="file">Open a scenario (.yaml) or a model's config.json; or drop one on the page<input type="file" id="file" accept=".yaml,.yml,.json"></label></div>
<p id="opened" class="quiet" role="status"></p>
<div class="row"><button type="button" id="csv">Save as CSV</button><button type="button" id="again">Start again</button><a id="whole" href="#" target="_top">Open the whole page</a></div>
<p id="strange" class="bad" role="alert"></p>
<div id="said" class="answer" role="status"></div>
<section id="content" tabindex="-1" aria-labelledby="beside"><h2 id="beside">Side by side</h2><div id="answers" class="cards"></div></section>
<section id="training" hidden aria-label="Training"><h2>Training</h2><div id="trainedSaid" class="answer" role="status"></div><div id="trained" class="cards"></div></section>
<section id="charts"><h2>Around the answer</h2>
<div class="charts">
${figure("chart-load", "Time to the first token against load", "Requests arrive at random; the dashed line is where it saturates, what the full cluster serves: beyond it the line of waiting requests grows without bound.")}
${figure("chart-batch", "What a chip gives against what a user sees", "Batches of 1, 2, 4, ... as far as they are held in memory.")}
${figure("chart-cost", "Cost against what a user sees", "The same batches; hardware without a listed price is left out.")}
</div></section>
</main>
<script type="text/plain" id="measured">${inScript(pointsText(points))}</script>
<script type="module">${inScript(scripts.client)}</script>
</body>
</html>
`;
}

function hardwareLabel(index: number): string {
  return index === 0 ? "Hardware" : "Beside it";
}

/** Models that write text, by family. */
function modelOptions({ models }: Catalog): string {
  const own = models.filter(writesText);
  const families = [...new Set(own.map(({ family }) => family))];
  return families
    .map((family) => {
      const names = own.filter((model) => model.family === family).map(({ name }) => name);
      return `<optgroup label="${escapeHtml(family)}">${options(names)}</optgroup>`;
    })
    .join("");
}

function hardwareOptions({ instances }: Catalog, index: number): string {
  const titles = instances.map(({ name, chips, chip }) => [name, `${name} (${chips} x ${chip.name})`]);
  const names = instances.map(({ name }) => name);
  return options(index === 0 ? names : ["", ...names], { "": "none", ...Object.fromEntries(titles) });
}

function options(values: readonly string[], titles: Readonly<Record<string, string>> = {}): string {
  return values
    .map((value) => `<option value="${escapeHtml(value)}">${escapeHtml(titles[value] ?? value)}</option>`)
    .join("");
}

/** Letters of a choice that one column of the form shows whole. */
const columnLetters = 14;

function select(name: string, label: string, inside: string): string {
  const longest = Math.max(
    ...[...inside.matchAll(/>([^<>]*)<\/option>/g)].map(([, text = ""]) => text.length),
  );
  const width = longest > columnLetters ? ' class="wide"' : "";
  return `<label${width}>${label}<select name="${name}">${inside}</select></label>`;
}

function number(name: string, label: string): string {
  return `<label>${label}<input name="${name}" type="number" min="1" step="1" inputmode="numeric"></label>`;
}

/** Asked only under its way to pay. */
function moneyField({ name, label, way }: MoneyField): string {
  const when = way === null ? "" : ` data-when="${way}"`;
  return `<label${when}>${label}<input name="${name}" type="number" min="0" step="any" inputmode="decimal"></label>`;
}

/** What a slider goes through, and what follows its value. */
interface Range {
  least: number;
  most: number;
  step: number;
  unit: string;
}

const factor: Range = { least: 0.25, most: 4, step: 0.05, unit: "x" };

function slider(name: string, label: string, { least, most, step, unit }: Range): string {
  const id = `slider-${name}`;
  return `<label for="${id}"><span>${label} <output id="${id}-value" for="${id}"></output></span><input id="${id}" name="${name}" type="range" min="${least}" max="${most}" step="${step}" data-unit="${unit}"></label>`;
}

function figure(id: string, title: string, note: string): string {
  return `<figure><figcaption>${title}<span class="note">${note}</span></figcaption><div class="plot" id="${id}" role="img" aria-label="${title}"></div><button type="button" data-png="${id}" aria-label="Save as PNG: ${title}">Save as PNG</button><details><summary>The figures</summary><div class="scroll" tabindex="0" role="region" aria-label="The figures of: ${title}" id="${id}-figures"></div></details></figure>`;
}
