/**
 * Reading a foreign JSON object field by field. A field that is missing or of the wrong type is noted and reading goes on,
 * so that all problems are reported at once.
 */
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";

/** The fields of one JSON object, and the problems met so far. */
export class ConfigFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #problems: Problem[];
  readonly #path: string;

  constructor(config: unknown, problems: Problem[] = [], path = "") {
    this.#problems = problems;
    this.#path = path;
    const isObject = typeof config === "object" && config !== null && !Array.isArray(config);
    this.#fields = isObject ? (config as Record<string, unknown>) : {};
    if (!isObject) {
      problems.push({ path: path || undefined, found: describe(config), expected: "a JSON object" });
    }
  }

  /** A whole number greater than zero; `fallback` where the field is missing or null. */
  count(name: string, fallback?: number): number {
    const value = this.#fields[name] ?? fallback;
    if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
    this.#expect(name, "a whole number greater than zero");
    return 1;
  }

  /** A whole number greater than zero, or undefined where the field is missing or null. */
  optionalCount(name: string): number | undefined {
    return (this.#fields[name] ?? undefined) === undefined ? undefined : this.count(name);
  }

  /** True or false; `fallback` where the field is missing or null. */
  flag(name: string, fallback: boolean): boolean {
    const value = this.#fields[name] ?? fallback;
    if (typeof value === "boolean") return value;
    this.#expect(name, "true or false");
    return fallback;
  }

  /** A text, or undefined where the field is missing or no text. */
  text(name: string): string | undefined {
    const value = this.#fields[name];
    return typeof value === "string" ? value : undefined;
  }

  /** A list of texts; empty where the field is missing. */
  texts(name: string): readonly string[] {
    const value = this.#fields[name] ?? [];
    return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
  }

  /** The fields of an object within this one. */
  object(name: string): ConfigFields {
    return new ConfigFields(this.#fields[name], this.#problems, `${this.#path}${name}.`);
  }

  /** Notes that `name` does not hold what it should. */
  #expect(name: string, expected: string): void {
    const value = this.#fields[name];
    const hint = value === undefined ? nearest(name, Object.keys(this.#fields)) : undefined;
    this.#problems.push({ path: `${this.#path}${name}`, found: describe(value), expected, nearest: hint });
  }

  /** Throws a `ScenarioError` with every problem noted so far, if any. */
  throwProblems(): void {
    if (this.#problems.length > 0) throw new ScenarioError(this.#problems);
  }
}

function describe(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
