/** A report as one HTML file that needs nothing else: style, charts, data and the library that draws them. */
import type { Table } from "../../metrics/table.ts";
import type { Chart } from "./chart.ts";
import type { ChartPayload } from "./client.ts";
import { pageStyle } from "./style.ts";

/** JavaScript that pages carry, as text. */
export interface PageScripts {
  /** Libraries in the order in which they load: d3, then Plot. */
  libraries: readonly string[];
  /** The module that draws the charts, `client.ts` as built. */
  client: string;
}

/** A part of a page under a heading. */
export interface Section {
  heading: string;
  /** HTML before the charts. */
  html?: string;
  charts?: readonly Chart[];
}

/** What a page says. */
export interface Page {
  /** The question that was asked. */
  title: string;
  /** The answer, one sentence a line. */
  answer: readonly string[];
  /** A quiet line below: what ran, with which version. */
  about: string;
  sections: readonly Section[];
}

/** The whole document. */
export function htmlPage({ title, answer, about, sections }: Page, scripts: PageScripts): string {
  const charts: Record<string, ChartPayload["charts"][string]> = {};
  const body = sections.map(({ heading, html = "", charts: own = [] }) => {
    const figures = own.map((chart) => {
      const id = `chart-${Object.keys(charts).length}`;
      charts[id] = { plot: chart.plot, marks: chart.marks };
      return figure(id, chart);
    });
    const grid = figures.length > 0 ? `<div class="charts">\n${figures.join("\n")}\n</div>` : "";
    return `<section>\n<h2>${escapeHtml(heading)}</h2>\n${html}\n${grid}\n</section>`;
  });
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${pageStyle}</style>`,
    "</head>",
    "<body>",
    '<a class="skip" href="#content">To the content</a>',
    '<main id="content">',
    `<h1>${escapeHtml(title)}</h1>`,
    `<div class="answer">${answer.map((line) => `<p>${escapeHtml(line)}</p>`).join("")}</div>`,
    `<p class="quiet">${escapeHtml(about)}</p>`,
    ...body,
    "</main>",
    ...scripts.libraries.map((text) => `<script>${inScript(text)}</script>`),
    `<script type="application/json" id="charts">${inScript(JSON.stringify({ charts }))}</script>`,
    `<script type="module">${inScript(scripts.client)}</script>`,
    "</body>",
    "</html>\n",
  ].join("\n");
}

/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A table; cells that are numbers are written as they are. */
export function htmlTable({ columns, rows }: Table): string {
  const cells = (row: readonly (string | number | null)[], tag: string) =>
    row.map((cell) => `<${tag}>${escapeHtml(String(cell ?? ""))}</${tag}>`).join("");
  return [
    '<div class="scroll" tabindex="0"><table>',
    `<thead><tr>${columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("")}</tr></thead>`,
    `<tbody>${[...rows].map((row) => `<tr>${cells(row, "td")}</tr>`).join("\n")}</tbody>`,
    "</table></div>",
  ].join("\n");
}

function figure(id: string, { title, note, table }: Chart): string {
  const caption = `${escapeHtml(title)}${note ? `<span class="note">${escapeHtml(note)}</span>` : ""}`;
  return [
    `<figure id="${id}">`,
    `<figcaption>${caption}</figcaption>`,
    `<div class="plot" role="img" aria-label="${escapeHtml(title)}"></div>`,
    `<details><summary>The figures</summary>${htmlTable(table)}</details>`,
    "</figure>",
  ].join("\n");
}

/** Text that may stand inside a script element. */
export function inScript(text: string): string {
  return text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}
