/**
 * Looking a model up by the many names it goes by: `meta-llama/Llama-3.1-8B-Instruct`, `Llama3.1 8B FP8` and
 * `llama-3.1-8b` are one shape. The exact name comes first; then case, the owner before a slash, separators, and suffixes
 * of tuning and precision (which do not change shapes) are ignored.
 */
import { ScenarioError } from "../base/errors.ts";
import { labelsOf, named, namesIn } from "../base/named-list.ts";
import { nearest } from "../base/nearest.ts";
import type { Model } from "./model.ts";

const suffix =
  /[-_. ](instruct|chat|hf|base|it|thinking|fp8|bf16|fp16|int8|int4|fp8-kv|fp8-block|fp8-dynamic|(quantized\.)?w[48]a(8|16)|(nv)?fp4(-v2)?|mxfp4|awq|gptq|gptq-int4|(bnb-)?4bit|preview|2[45]\d\d|0\d{3})$/;

/** Lower case, of `title (name)` the name, without owner, without the maker that some releases of Llama and Nemotron carry. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^.*\((.+)\)$/, "$1")
    .replace(/^.*\//, "")
    .replace(/^(meta-(?=llama)|nvidia-(?=nemotron))/, "")
    .trim();
}

const withoutSeparators = (name: string) => plain(name).replace(/[-_. ]/g, "");

/** The name, then the name with one suffix fewer, and so on. */
function* shorter(name: string): Generator<string> {
  let rest = plain(name);
  yield rest;
  while (suffix.test(rest)) {
    rest = rest.replace(suffix, "");
    yield rest;
  }
}

/** The model called `name`, or undefined. */
export function findModel(models: readonly Model[], name: string): Model | undefined {
  const exact = named(models, name);
  if (exact !== undefined) return exact;
  const labels = labelsOf(models);
  for (const candidate of shorter(name)) {
    const wanted = withoutSeparators(candidate);
    const index = labels.findIndex((label) =>
      [label.name, ...(label.aliases ?? [])].some((known) => withoutSeparators(known) === wanted),
    );
    if (index >= 0) return models[index];
  }
  return undefined;
}

/** The model called `name`, which a scenario gives at `path`; a `ScenarioError` with the nearest name where there is none. */
export function namedModel(models: readonly Model[], name: string, path: string): Model {
  const called = modelCalled(models, name);
  if (!("expected" in called)) return called;
  throw new ScenarioError([{ path, found: `"${name}"`, ...called }]);
}

/**
 * The model that a person calls `name`, or what to tell them. A name without the version that several models carry, such as
 * `llama-70b`, is none of them: which one is meant changes with the year.
 */
export function modelCalled(
  models: readonly Model[],
  name: string,
): Model | { expected: string; nearest?: string | undefined } {
  const versions = versionsOf(models, name);
  if (versions.length > 1) return { expected: `a model with its version: ${versions.join(", ")}` };
  return (
    findModel(models, name) ?? {
      expected: name.endsWith(".json")
        ? `a model of the catalog, or { huggingface: ${name} }`
        : "a model of the catalog",
      nearest: versions[0] ?? nearestModelName(models, name),
    }
  );
}

/** Names of the models that `name` means but for a version that it leaves out; none where it is the name of one. */
function versionsOf(models: readonly Model[], name: string): string[] {
  const wanted = [...shorter(name)].map(withoutSeparators);
  const names = namesIn(models);
  if (names.some((known) => wanted.includes(withoutSeparators(known)))) return [];
  const version = /-?v?\d+(\.\d+)?(?=-)/;
  return names.filter((known) => wanted.includes(withoutSeparators(known.replace(version, ""))));
}

/** The model name nearest to a misspelt one, for error messages. */
export function nearestModelName(models: readonly Model[], name: string): string | undefined {
  return nearest(plain(name), namesIn(models));
}
