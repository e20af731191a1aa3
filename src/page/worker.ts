/**
 * The core in a Web Worker: takes questions as text, posts answers, then points of the curves. A newer question ends the
 * work on an older one between two simulations; answers that stay the same are not simulated again.
 */
/// <reference lib="dom" />
import { elementAt } from "../base/element-at.ts";
import { catalog } from "../catalog.ts";
import { type Answer, answerOf, type Column, columnsOf, simulator } from "./answer.ts";
import { type CurvePoint, curvePoints } from "./curves.ts";
import { nearestFeasible } from "./nearest-feasible.ts";

/** What the worker posts, in this order for each question. */
export type Reply =
  | { text: string; answers: readonly Answer[]; isComplete: boolean }
  | { text: string; point: CurvePoint }
  | { text: string; done: true };

const run = simulator(catalog);
const known = new Map<string, Answer>();
const knownMax = 64;
let newest = 0;

addEventListener("message", async ({ data: text }: MessageEvent<string>) => {
  const turn = ++newest;
  for (const reply of replies(text)) {
    if (reply !== undefined) postMessage(reply);
    // Lets a newer question in.
    await new Promise((resolve) => setTimeout(resolve));
    if (turn !== newest) return;
  }
});

function* replies(text: string): Generator<Reply | undefined> {
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
  const summaries = answers.map(({ summary }) => summary);
  for (const point of curvePoints(columns, summaries, run)) yield point && { text, point };
  yield { text, done: true };
}

const keyOf = ({ name, question }: Column) => JSON.stringify({ name, question });

function answerTo(column: Column): Answer {
  const answer = known.get(keyOf(column)) ?? answerOf(column, run);
  if (known.size >= knownMax) known.clear();
  known.set(keyOf(column), answer);
  return answer;
}
