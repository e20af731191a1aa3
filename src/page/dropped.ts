/** Files that are dropped on the page, or chosen: a scenario to run, or the config.json of a model. Nothing leaves the page. */
/// <reference lib="dom" />
import { byId } from "./element.ts";

/** A file with its text. */
export interface Dropped {
  name: string;
  text: string;
}

/** Calls `take` with each file that is dropped anywhere on the page or chosen in its field. */
export function onFiles(take: (file: Dropped) => void): void {
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    const { dataset } = document.body;
    const { state } = dataset;
    // While it is read, what is shown is not what was asked.
    dataset.state = "asking";
    const text = await file.text();
    dataset.state = state;
    take({ name: file.name, text });
  };
  const field = byId<HTMLInputElement>("file");
  field.addEventListener("change", async () => {
    await read(field.files?.[0]);
    field.value = "";
  });
  const { dataset } = document.body;
  addEventListener("dragover", (event) => {
    event.preventDefault();
    dataset.dropping = "";
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) delete dataset.dropping;
  });
  addEventListener("drop", async (event) => {
    event.preventDefault();
    delete dataset.dropping;
    await read(event.dataTransfer?.files[0]);
  });
}

/** What the model of a `config.json` is called: the file's name where it says more than that it is one. */
export function configName(file: string): string {
  const name = file.replace(/\.json$/i, "");
  return /^config( ?\(\d+\))?$/.test(name) ? "my-model" : name.replaceAll(/[^\w.+-]+/g, "-");
}

/** JSON without spaces, so that the address stays short; text that is none is left for the core to refuse. */
export function shortJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
