/**
 * The core in a Web Worker: takes questions as text, posts answers, then points of the curves. A newer question ends the
 * work on an older one between two simulations; answers that stay the same are not simulated again.
 */
/// <reference lib="dom" />
import { elementAt } from "../base/element-at.ts";
import { catalog } from "../catalog.ts";
import { type Answer, answerOf, type Column, columnsOf, refusal, simulator } from "./answer.ts";
import { type CurvePoint, curvePoints } from "./curves.ts";
import { nearestFeasible } from "./nearest-feasible.ts";
import { droppedConfig, firstQuestion } from "./question.ts";
import { trainingAnswer } from "./training-run.ts";

/** What the page asks: its form as text, or a scenario file that was opened, under the form's text of that moment. */
export type Asked = string | { text: string; scenario: { file: string; text: string } };

/** What the worker posts, in this order for each question. */
export type Reply =
  | { text: string; answers: readonly Answer[]; isComplete: boolean }
  | { text: string; point: CurvePoint }
  | { text: string; trained: readonly Answer[] }
  | { text: string; done: true };

/** Of the catalog, as the page carries it: to take it here would be a tenth of the first answer. */
declare const catalogHash: string;

/** Answers to the first question, as they were simulated when the page was made. */
declare const firstAnswers: readonly Answer[];

const files = new Map<string, string>();
const { run, open } = simulator(catalog, files, catalogHash);
const known = new Map<string, Answer>();
const knownMax = 64;
for (const [index, column] of columnsOf(firstQuestion, catalog).entries()) {
  known.set(keyOf(column), elementAt(firstAnswers, index));
}
let newest = 0;

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  const turn = ++newest;
  for (const reply of typeof data === "string" ? replies(data) : opened(data)) {
    if (reply !== undefined) postMessage(reply);
    // Lets a newer question in.
    await new Promise((resolve) => setTimeout(resolve));
    if (turn !== newest) return;
  }
});

/** Answers to every scenario and variant of a file that was opened. */
function* opened({ text, scenario }: Exclude<Asked, string>): Generator<Reply> {
  const answers: Answer[] = [];
  try {
    for (const answer of open(scenario.text, scenario.file)) {
      answers.push(answer);
      yield { text, answers: [...answers], isComplete: false };
    }
  } catch (error) {
    answers.push(refusal(scenario.file, null, error));
  }
  yield { text, answers, isComplete: true };
  yield { text, done: true };
}

/** Lets the core read the config.json that is asked about; answers about another one are forgotten. */
function takeConfig(text: string): void {
  const config = new URLSearchParams(text).get("config") ?? "";
  if (config === (files.get(droppedConfig) ?? "")) return;
  files.set(droppedConfig, config);
  known.clear();
}

function* replies(text: string): Generator<Reply | undefined> {
  takeConfig(text);
  const columns = columnsOf(text, catalog);
  const answers: Answer[] = [];
  for (const column of columns) {
    const isNew = !known.has(keyOf(column));
    answers.push(answerTo(column));
    // What takes a moment is shown as it comes; the last one completes the answers.
    if (isNew && answers.length < columns.length) yield { text, answers: [...answers], isComplete: false };
  }
  yield { text, answers, isComplete: true };
  for (const [index, answer] of answers.entries()) {
    if (answer.summary?.status !== "out-of-memory" || answer.nearest !== null) continue;
    const column = elementAt(columns, index);
    const nearer = { ...answer, nearest: nearestFeasible(column, catalog, run) };
    answers[index] = nearer;
    known.set(keyOf(column), nearer);
    yield { text, answers, isComplete: true };
  }
  const trained: Answer[] = [];
  for (const column of columns) {
    const answer = trainingAnswer(text, column, run);
    if (answer === undefined) break;
    trained.push(answer);
    yield { text, trained: [...trained] };
  }
  const summaries = answers.map(({ summary }) => summary);
  for (const point of curvePoints(columns, summaries, run)) yield point && { text, point };
  yield { text, done: true };
}

function keyOf({ name, question }: Column): string {
  return JSON.stringify({ name, question });
}

function answerTo(column: Column): Answer {
  const answer = known.get(keyOf(column)) ?? answerOf(column, run);
  if (known.size >= knownMax) known.clear();
  known.set(keyOf(column), answer);
  return answer;
}
