/** The schema for editors, judged by a standard validator: it accepts what the program accepts and refuses what is wrong. */
import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { RandomStreams } from "../../src/base/random.ts";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { starters } from "../../src/cli/starters.ts";
import { editorSchema } from "../../src/scenario/json-schema.ts";

const kinds = catalog.workloads.map(({ name }) => name);
const schema = editorSchema(
  catalogSchema(catalog, () => "{}"),
  kinds,
) as { $id?: string; title?: string };
const validate = new Ajv2020({ strict: false, allErrors: false }).compile(schema);

type Document = { [key: string]: unknown };

const documentsOf = (text: string): Document[] =>
  parseAllDocuments(text).map((document) => document.toJS() as Document);

const shipped = readdirSync("scenarios")
  .filter((name) => name.endsWith(".yaml"))
  .flatMap((name) =>
    documentsOf(readFileSync(`scenarios/${name}`, "utf8")).map((document) => ({ name, document })),
  );

/** Examples of the README that are scenarios, whole. */
const inReadme = [...readFileSync("README.md", "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)]
  .flatMap(([, text = ""]) => documentsOf(text))
  .filter((document) => document !== null && "cluster" in document);

test("has a name and a title", () => {
  expect(schema.$id).toMatch(/^urn:/);
  expect(schema.title).toBeTruthy();
});

test.each(shipped.map(({ name, document }) => [`${name} ${document.name}`, document] as const))(
  "accepts %s",
  (_, document) => {
    expect(validate(document), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  },
);

test("accepts the examples of the README", () => {
  expect(inReadme).not.toHaveLength(0);
  for (const document of inReadme) {
    expect(
      validate(document),
      `${JSON.stringify(document)} ${JSON.stringify(validate.errors?.slice(0, 3))}`,
    ).toBe(true);
  }
});

test.each(Object.entries(starters))("accepts what init writes for %s", (_, { text }) => {
  for (const document of documentsOf(text)) {
    expect(validate(document), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  }
});

test("accepts a bare number of tokens where a law of lengths may stand, as the program does", () => {
  const own = catalogSchema(catalog, () => "{}");
  const document = (input: unknown) => ({
    name: "short",
    cluster: { instance: "trn2.48xlarge" },
    model: "llama-3.1-8b",
    workload: { kind: "inference", arrivals: { kind: "poisson", rate: "1/s" }, input, output: 8 },
  });
  const lengths = (written: unknown) => {
    expect(validate(document(written)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    return (own.parse(document(written)).workload as { input?: unknown }).input;
  };
  expect(lengths(512)).toEqual({ kind: "constant", tokens: 512 });
  expect(lengths("2k")).toEqual({ kind: "constant", tokens: 2000 });
  for (const wrong of [1.5, 0, "2 pages", true]) {
    expect(validate(document(wrong)), String(wrong)).toBe(false);
    expect(own.safeParse(document(wrong)).success, String(wrong)).toBe(false);
  }
});

/** Where any key, or any value, may stand. */
const free = new Set([
  "set",
  "space",
  "kernels",
  "plugins",
  "description",
  "name",
  "objectives",
  "values",
  "weights",
]);

interface Place {
  holder: Document;
  key: string;
}

function places(value: unknown, found: Place[] = []): Place[] {
  if (Array.isArray(value)) for (const each of value) places(each, found);
  else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      if (free.has(key)) continue;
      found.push({ holder: value as Document, key });
      places(each, found);
    }
  }
  return found;
}

const mutations: { [name: string]: (place: Place) => boolean } = {
  "a key that is misspelled": ({ holder, key }) => {
    holder[`${key}x`] = holder[key];
    delete holder[key];
    return true;
  },
  "a unit that is none": ({ holder, key }) => {
    const value = holder[key];
    if (typeof value !== "string" || !/^[\d.]+ ?[a-zA-Z/%]+$/.test(value)) return false;
    holder[key] = `${Number.parseFloat(value)} parsecs`;
    return true;
  },
  "a list in place of a value": ({ holder, key }) => {
    if (typeof holder[key] === "object") return false;
    holder[key] = [{ strange: true }];
    return true;
  },
  "a kind that is none": ({ holder, key }) => {
    if (key !== "kind" || kinds.includes(String(holder[key]))) return false;
    holder[key] = "no-such-kind";
    return true;
  },
  "a negative count": ({ holder, key }) => {
    if (typeof holder[key] !== "number") return false;
    holder[key] = -1;
    return true;
  },
};

describe.each(Object.entries(mutations))("%s", (_, mutate) => {
  test("is refused in forty documents by the validator, and by the program", () => {
    const random = new RandomStreams(5).stream("mutations");
    const own = catalogSchema(catalog, () => "{}");
    let refused = 0;
    for (let tried = 0; refused < 40 && tried < 4000; tried++) {
      const { document } = shipped[Math.floor(random() * shipped.length)] as (typeof shipped)[number];
      // Kinds and objectives of plug-ins are unknown here, and what `plan` and variants set is not the document's own.
      if (document.plugins !== undefined) continue;
      const { variants: _variants, space: _space, base: _base, ...mutated } = structuredClone(document);
      const all = places(mutated);
      const place = all[Math.floor(random() * all.length)] as Place;
      const [holder, key] = [JSON.stringify(place.holder), place.key];
      if (!mutate(place)) continue;
      const what = `${document.name}: ${key} of ${holder}`;
      expect(validate(mutated), what).toBe(false);
      expect(own.safeParse(mutated).success, what).toBe(false);
      refused++;
    }
    expect(refused).toBe(40);
  });
});
