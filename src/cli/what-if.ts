/** The what-if page as a file: the catalog's page with the scripts that were built for it. */
import { readFileSync } from "node:fs";
import { version } from "../base/version.ts";
import type { Catalog } from "../catalog.ts";
import { answerOf, columnsOf, simulator } from "../page/answer.ts";
import { whatIfPage } from "../page/document.ts";
import { firstQuestion } from "../page/question.ts";
import { shippedMeasurements } from "../validation/measurements.ts";
import { measuredPoints } from "../validation/rows/measured-points.ts";
import { built } from "./built.ts";

/** The text of the page. */
export function whatIfText(catalog: Catalog): string {
  const script = (name: string) => readFileSync(built(name), "utf8");
  const scripts = { client: script("page-client.js"), worker: script("page-worker.js") };
  const about = `Simulated in your browser by trnsim ${version}: every figure is a prediction.`;
  const points = measuredPoints(shippedMeasurements, catalog);
  const { run } = simulator(catalog);
  const firstAnswers = columnsOf(firstQuestion, catalog).map((column) => answerOf(column, run));
  return whatIfPage(catalog, scripts, { about, points, firstAnswers });
}
