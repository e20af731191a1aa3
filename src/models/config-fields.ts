/**
 * Reading a foreign JSON object field by field. A field that is missing or of the wrong type is noted and reading goes on,
 * so that all problems are reported at once. What was read is remembered, so that fields which were not can be named.
 */
import { elementAt } from "../base/element-at.ts";
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";

/** Beyond all sense: more layers than would be listed one by one, larger widths than memories. */
const layersMost = 100_000;
const countMost = 1e9;

/** Values that a field has where a file leaves it out: those of the library that wrote the file. */
export type LibraryDefaults = Readonly<Record<string, number | boolean | string>>;

/** The fields of one JSON object, and the problems met so far. */
export class ConfigFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #problems: Problem[];
  readonly #path: string;
  readonly #read = new Set<string>();
  readonly #objects = new Map<string, ConfigFields>();
  #library: LibraryDefaults = {};

  constructor(config: unknown, problems: Problem[] = [], path = "") {
    this.#problems = problems;
    this.#path = path;
    const isObject = typeof config === "object" && config !== null && !Array.isArray(config);
    this.#fields = isObject ? (config as Record<string, unknown>) : {};
    if (!isObject) {
      problems.push({
        path: path.replace(/\.$/, "") || undefined,
        found: describe(config),
        expected: "a JSON object",
      });
    }
  }

  /** Names of the fields. */
  names(): readonly string[] {
    return Object.keys(this.#fields);
  }

  /** Values of fields that the file leaves out. */
  useLibrary(defaults: LibraryDefaults): void {
    this.#library = defaults;
  }

  /** Whether the file has the field, and not as null. */
  has(name: string): boolean {
    return (this.#fields[name] ?? undefined) !== undefined;
  }

  /** A whole number greater than zero; `fallback` where the field is missing or null. */
  count(name: string, fallback?: number): number {
    const value = this.#value(name) ?? fallback;
    const most = /layers?$|blocks?$|^depth/.test(name) ? layersMost : countMost;
    if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= most) return value;
    const isBeyond = typeof value === "number" && value > most;
    this.#expect(name, `a whole number greater than zero${isBeyond ? `, at most ${most}` : ""}`);
    return 1;
  }

  /** The first of `names` that is there, a whole number greater than zero: one field under its names of several years. */
  countOf(names: readonly string[], fallback?: number): number {
    const present = names.find((name) => this.has(name));
    return this.count(present ?? elementAt(names, 0), fallback);
  }

  /** A whole number, zero included; `fallback` where the field is missing or null. */
  countOrZero(name: string, fallback = 0): number {
    const value = this.#value(name) ?? fallback;
    if (value === 0) return 0;
    return this.count(name, fallback);
  }

  /** A number; `fallback` where the field is missing or null. */
  number(name: string, fallback: number): number {
    const value = this.#value(name) ?? fallback;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    this.#expect(name, "a number");
    return fallback;
  }

  /** A whole number greater than zero, or undefined where the field is missing or null. */
  optionalCount(name: string): number | undefined {
    return (this.#value(name) ?? undefined) === undefined ? undefined : this.count(name);
  }

  /** True or false; `fallback` where the field is missing or null. */
  flag(name: string, fallback: boolean): boolean {
    const value = this.#value(name) ?? fallback;
    if (typeof value === "boolean") return value;
    this.#expect(name, "true or false");
    return fallback;
  }

  /** A text, or undefined where the field is missing or no text. */
  text(name: string): string | undefined {
    const value = this.#value(name);
    return typeof value === "string" ? value : undefined;
  }

  /** A list of texts; empty where the field is missing. */
  texts(name: string): readonly string[] {
    const value = this.#value(name) ?? [];
    if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
    this.#expect(name, "a list of texts");
    return [];
  }

  /** A list of texts out of `allowed`; empty where the field is missing. Each other text is a problem. */
  words(name: string, allowed: readonly string[]): readonly string[] {
    const texts = this.texts(name);
    for (const [index, text] of texts.entries()) {
      if (allowed.includes(text)) continue;
      const path = `${this.#path}${name}[${index}]`;
      this.#problem({
        path,
        found: describe(text),
        expected: allowed.join(" or "),
        nearest: nearest(text, allowed),
      });
    }
    return texts;
  }

  /** A list of numbers; undefined where the field is missing or null. */
  numbers(name: string): readonly number[] | undefined {
    const value = this.#value(name) ?? undefined;
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((entry) => typeof entry === "number")) return value;
    this.#expect(name, "a list of numbers");
    return undefined;
  }

  /** The first number of a list, or the number itself: `[14, 14]` and 14 are 14. */
  side(name: string, fallback?: number): number {
    const value = this.#fields[name];
    if (!Array.isArray(value)) return this.count(name, fallback);
    this.#read.add(name);
    return typeof value[0] === "number" ? value[0] : this.count(name, fallback);
  }

  /** The fields of an object within this one. */
  object(name: string): ConfigFields {
    this.#read.add(name);
    const known = this.#objects.get(name);
    if (known !== undefined) return known;
    const inner = new ConfigFields(this.#fields[name], this.#problems, `${this.#path}${name}.`);
    this.#objects.set(name, inner);
    return inner;
  }

  /** The objects of a list that has `length` of them; none where it is no such list. */
  objects(name: string, length: number): readonly ConfigFields[] {
    this.#read.add(name);
    const value = this.#fields[name];
    if (!Array.isArray(value) || value.length !== length) {
      this.#expect(name, `a list of ${length} objects`);
      return [];
    }
    const inner = value.map(
      (each, index) => new ConfigFields(each, this.#problems, `${this.#path}${name}[${index}].`),
    );
    inner.forEach((each, index) => {
      this.#objects.set(`${name}[${index}]`, each);
    });
    return inner;
  }

  /** Whether the file gives the field as a number. */
  isNumber(name: string): boolean {
    return typeof this.#fields[name] === "number";
  }

  /** What people should know of how the file was read. */
  readonly notes: string[] = [];

  /** Adds a note. */
  note(text: string): void {
    this.notes.push(text);
  }

  /** Says of all fields that they have been taken into account. */
  regardAll(): void {
    this.regard(...Object.keys(this.#fields));
  }

  /** Says that fields have been taken into account in another way, or cannot change anything asked of a model. */
  regard(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  /** Says that fields say nothing new where they hold the value that all files of their type hold. */
  usual(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      if (this.#fields[name] === value) this.regard(name);
    }
  }

  /** Fields that are there, say something and were not read, those of objects that were read included. */
  unread(isHarmless: (name: string) => boolean): string[] {
    const own = Object.entries(this.#fields)
      .filter(([name, value]) => !this.#read.has(name) && saysSomething(value) && !isHarmless(name))
      .map(([name]) => `${this.#path}${name}`);
    return [...own, ...[...this.#objects.values()].flatMap((inner) => inner.unread(isHarmless))];
  }

  #value(name: string): unknown {
    this.#read.add(name);
    return this.#fields[name] ?? this.#library[name];
  }

  /** Notes that `name` does not hold what it should. */
  expect(name: string, expected: string): void {
    this.#read.add(name);
    this.#expect(name, expected);
  }

  #expect(name: string, expected: string): void {
    const value = this.#fields[name];
    const hint = value === undefined ? nearest(name, Object.keys(this.#fields)) : undefined;
    this.#problem({ path: `${this.#path}${name}`, found: describe(value), expected, nearest: hint });
  }

  /** Notes a problem, once however often the field is looked at. */
  #problem(problem: Problem): void {
    const { path, expected } = problem;
    if (this.#problems.some((each) => each.path === path && each.expected === expected)) return;
    this.#problems.push(problem);
  }

  /** Throws a `ScenarioError` with every problem noted so far, if any. */
  throwProblems(): void {
    if (this.#problems.length > 0) throw new ScenarioError(this.#problems);
  }
}

/** False, null and empty values leave a feature out. */
function saysSomething(value: unknown): boolean {
  if (value === null || value === false || value === "") return false;
  return !(typeof value === "object" && Object.keys(value as object).length === 0);
}

function describe(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing").slice(0, 80);
}
