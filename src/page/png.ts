/** A chart of the page as a PNG: drawn once more without the page, so its colours are written out, with title and key above. */
/// <reference lib="dom" />
import { seriesColours } from "../report/html/chart.ts";

const scale = 2;
const titlePixels = 30;
const keyPixels = 20;

/** The chart in `place` as an image under `title`, with a key of `names` in the colours of their series. */
export async function chartPng(place: HTMLElement, title: string, names: readonly string[]): Promise<Blob> {
  const drawing = [...place.querySelectorAll("svg")].sort((a, b) => b.clientHeight - a.clientHeight)[0];
  if (drawing === undefined) throw new Error(`no chart in ${place.id}`);
  const [width, height] = [drawing.clientWidth, drawing.clientHeight];
  const top = titlePixels + names.length * keyPixels;
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = (height + top) * scale;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.scale(scale, scale);
  context.fillStyle = colourOf("var(--ground)");
  context.fillRect(0, 0, width, height + top);
  context.fillStyle = colourOf("var(--text)");
  context.font = "600 15px system-ui, sans-serif";
  context.fillText(title, 8, 20);
  context.font = "12px system-ui, sans-serif";
  for (const [index, name] of names.entries()) {
    const line = titlePixels + index * keyPixels;
    context.fillStyle = colourOf(seriesColours[index % seriesColours.length] as string);
    context.fillRect(8, line, 12, 12);
    context.fillStyle = colourOf("var(--text)");
    context.fillText(name, 26, line + 11);
  }
  context.drawImage(await imageOf(drawing, width, height), 0, top, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the browser draws no PNG"))),
      "image/png",
    ),
  );
}

/** What `var(--name)` is on the page. */
function colourOf(text: string): string {
  const style = getComputedStyle(document.documentElement);
  return text.replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim());
}

async function imageOf(drawing: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const { color, fontFamily } = getComputedStyle(drawing);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.style.color = color;
  copy.style.fontFamily = fontFamily;
  const text = colourOf(new XMLSerializer().serializeToString(copy));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  return image;
}
