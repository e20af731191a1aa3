/**
 * Runs in the reader's browser: the form asks, the worker answers, cards and charts show it, and the address holds what is
 * asked. Nothing is fetched; the worker's script is text in the page.
 */
/// <reference lib="dom" />
import { lazy } from "../base/lazy.ts";
import { csvText } from "../report/csv.ts";
import { answerOf as wordsOf } from "../report/html/answer.ts";
import type { Answer } from "./answer.ts";
import { card } from "./card.ts";
import { type Curves, drawCharts } from "./charts.ts";
import type { CurvePoint } from "./curves.ts";
import { configName, type Dropped, onFiles, shortJson } from "./dropped.ts";
import { byId, element } from "./element.ts";
import { answersTable, isAnswered } from "./figures.ts";
import { fillIn, textOf } from "./form.ts";
import { pointsIn } from "./measured.ts";
import { chartPng } from "./png.ts";
import { askedOf, firstQuestion } from "./question.ts";
import type { Asked, Reply } from "./worker.ts";

/** What the page carries: answers to its first question. */
declare const firstAnswers: readonly Answer[];

/** The worker, which the document starts first of all; what it was asked then, and what it has said since. */
declare const core: Worker;
declare const askedEarly: string;
declare const early: readonly Reply[];

const form = byId<HTMLFormElement>("question");
const measured = lazy(() => pointsIn(byId("measured").textContent ?? ""));
const cardOf = (answer: Answer) => card(answer, measured());

let asked = "";
let answers: readonly Answer[] = [];
let curves: Curves = { points: [], names: [] };
let points: CurvePoint[] = [];

/** Asks what the form says, unless that was asked last. */
function ask(): void {
  const text = textOf(form);
  for (const slider of form.querySelectorAll<HTMLInputElement>("input[type=range]")) {
    const value = `${slider.value}${slider.dataset.unit ?? ""}`;
    byId(`${slider.id}-value`).textContent = value;
    slider.setAttribute("aria-valuetext", value);
  }
  const fields = new URLSearchParams(text);
  document.body.toggleAttribute("data-embed", fields.has("embed"));
  const config = fields.get("configName");
  byId("opened").textContent =
    config === null
      ? ""
      : `The model is ${config}, from its config.json; choosing one of the list takes its place.`;
  if (text === asked) return;
  asked = text;
  fields.delete("embed");
  byId<HTMLAnchorElement>("whole").href = `#${fields}`;
  post(text);
  history.replaceState(null, "", `#${text}`);
}

let isFirst = true;

/** What the document has asked at once is not asked again. */
function post(message: Asked): void {
  performance.mark("asked");
  document.body.dataset.state = "asking";
  showTrained([]);
  if (!isFirst || message !== askedEarly) core.postMessage(message);
  isFirst = false;
}

/** A scenario is run as it stands; a config.json becomes the model that the form asks about. */
function take({ name, text }: Dropped): void {
  if (/\.json$/i.test(name)) {
    const fields = new URLSearchParams(textOf(form));
    fields.set("config", shortJson(text));
    fields.set("configName", configName(name));
    fillIn(form, fields.toString());
    ask();
    return;
  }
  asked = `scenario ${name}`;
  post({ text: asked, scenario: { file: name, text } });
  byId("opened").textContent = `What ${name} gives; a change of the form asks the form again.`;
}

/** Fills the form with what the address asks, on top of the first question. */
function readAddress(): void {
  fillIn(form, firstQuestion);
  const strange = fillIn(form, location.hash.slice(1));
  byId("strange").textContent =
    strange.length > 0 ? `The address asks for what is not there: ${strange.join(", ")}` : "";
  ask();
}

function show(reply: Reply): void {
  if (reply.text !== asked) return;
  if ("answers" in reply) {
    showAnswers(reply.answers);
    performance.mark(reply.isComplete ? "all answered" : "answered");
    document.body.dataset.state = reply.isComplete ? "answered" : "answering";
    drawSoon();
  } else if ("trained" in reply) {
    showTrained(reply.trained);
  } else if ("point" in reply) {
    points.push(reply.point);
    drawSoon();
  } else {
    document.body.dataset.state = "done";
  }
}

/** Cards and sentences; those that stand there already stay, with the reader's place in them. */
function showAnswers(given: readonly Answer[]): void {
  points = [];
  curves = { points, names: given.map(({ name }) => name) };
  if (JSON.stringify(given) === JSON.stringify(answers)) return;
  answers = given;
  // What was opened stays open while a slider moves.
  const open = openDetails();
  byId("answers").replaceChildren(...answers.map(cardOf));
  for (const [at, details] of allDetails().entries()) details.open = open.has(at);
  byId("said").replaceChildren(...sentencesOf(answers).map((sentence) => element("p", {}, sentence)));
}

function showTrained(trained: readonly Answer[]): void {
  byId("training").hidden = trained.length === 0;
  byId("trained").replaceChildren(...trained.map(cardOf));
  byId("trainedSaid").replaceChildren(
    ...(trained.length > 0 ? sentencesOf(trained) : []).map((sentence) => element("p", {}, sentence)),
  );
}

const allDetails = () => [...document.querySelectorAll<HTMLDetailsElement>("#answers details")];

function openDetails(): Set<number> {
  return new Set([...allDetails().entries()].filter(([, { open }]) => open).map(([at]) => at));
}

/** Which hardware is cheapest and which fastest, of what answers. */
function sentencesOf(from: readonly Answer[]): string[] {
  const runs = from.flatMap(({ summary }) => (summary && isAnswered(summary) ? [{ summary }] : []));
  return runs.length > 0 ? wordsOf(runs) : ["Nothing of this can be done; why stands below."];
}

let isDrawing = false;

/** Draws once before the next picture, however many points came. */
function drawSoon(): void {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawCharts(curves);
  });
}

function saveCsv(): void {
  save(new Blob([csvText(answersTable(answers))], { type: "text/csv" }), "trnsim.csv");
}

/** Hands a file to the reader. */
function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

async function savePng(id: string): Promise<void> {
  const place = byId(id);
  save(await chartPng(place, place.getAttribute("aria-label") ?? id, curves.names), `${id}.png`);
}

core.onmessage = ({ data }: MessageEvent<Reply>) => show(data);
core.addEventListener("error", ({ message }) => {
  byId("strange").textContent = `The simulator failed, which is a defect: ${message}`;
});
form.addEventListener("input", ({ target }) => {
  // A model of the list takes the place of the one that was dropped.
  if ((target as HTMLSelectElement).name === "model") fillIn(form, "config=&configName=");
  ask();
});
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-png]")) {
  button.addEventListener("click", () => savePng(button.dataset.png ?? ""));
}
onFiles(take);
form.addEventListener("submit", (event) => event.preventDefault());
byId("csv").addEventListener("click", saveCsv);
byId("again").addEventListener("click", () => {
  fillIn(form, firstQuestion);
  ask();
});
addEventListener("hashchange", readAddress);
new ResizeObserver(drawSoon).observe(byId("charts"));
readAddress();
if (asked === askedOf(firstQuestion)) show({ text: asked, answers: firstAnswers, isComplete: true });
early.forEach(show);
