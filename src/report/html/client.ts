/**
 * Runs in the reader's browser: draws every chart of the page with Observable Plot to the width of its place, again when
 * that width changes, and copies text on request. The page brings Plot and the data with it; nothing is fetched.
 */
/// <reference lib="dom" />
import type { Chart } from "./chart.ts";

/** What the page hands over: charts by the id of the figure that holds them. */
export interface ChartPayload {
  charts: Readonly<Record<string, Pick<Chart, "plot" | "marks">>>;
}

type PlotLibrary = {
  plot(options: object): SVGElement | HTMLElement;
} & Record<string, (data: readonly object[], options: object) => object>;

declare const Plot: PlotLibrary;
declare const d3: { format(specifier: string): (value: number) => string };

/** `2M`, but `20,000`, `1,200` and `0.2`: people do not read 1.2k ms as a second, nor 200m as a fifth. */
function withReadableTicks(scale: unknown): unknown {
  if ((scale as { tickFormat?: unknown } | undefined)?.tickFormat !== "~s") return scale;
  const short = d3.format("~s");
  const tickFormat = (value: number) =>
    Math.abs(value) < 1e6 ? Number(value.toPrecision(6)).toLocaleString("en") : short(value);
  return { ...(scale as object), tickFormat };
}

const payload = JSON.parse(document.getElementById("charts")?.textContent ?? '{"charts":{}}') as ChartPayload;

for (const [id, { plot, marks }] of Object.entries(payload.charts)) {
  const place = document.querySelector<HTMLElement>(`#${id} .plot`);
  if (place === null) continue;
  let drawnWidth = 0;
  const draw = () => {
    const width = Math.floor(place.clientWidth);
    if (width === drawnWidth || width === 0) return;
    drawnWidth = width;
    const drawing = Plot.plot({
      marginBottom: 42,
      ...plot,
      x: withReadableTicks(plot.x),
      y: withReadableTicks(plot.y),
      width,
      style: { background: "transparent", fontSize: "12px", overflow: "visible" },
      marks: marks.map(({ mark, data, options }) => (Plot[mark] as PlotLibrary[string])(data, options)),
    });
    place.replaceChildren(drawing);
  };
  new ResizeObserver(draw).observe(place);
  draw();
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy ?? "")?.textContent ?? "";
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
}
