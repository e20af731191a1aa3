/** Flags of a command read one by one, with all problems of them reported together. */
import { elementAt } from "../base/element-at.ts";
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { Instance } from "../hardware/instance.ts";
import type { CollectiveRegistry } from "../network/collective-registry.ts";
import { choiceOf } from "../network/plugin-notation.ts";
import { quantityValue } from "./flag-values.ts";

/** Reads values and gathers what is wrong with them. */
export class FlagReader {
  readonly #problems: Problem[] = [];

  wrong(problem: Problem): void {
    this.#problems.push(problem);
  }

  /** What `read` returns, or undefined with its problems noted. */
  read<Value>(read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      this.#problems.push(...error.problems);
      return undefined;
    }
  }

  oneOf(path: string, value: string, names: readonly string[]): string {
    if (!names.includes(value)) {
      const expected = `one of ${names.join(", ")}`;
      this.wrong({ path, found: `"${value}"`, expected, nearest: nearest(value, names) });
    }
    return value;
  }

  /** An algorithm, or `best`, and all that there is to choose from. */
  algorithm(
    value: string,
    registry: CollectiveRegistry,
  ): { name: string; among: CollectiveRegistry["usual"] } | undefined {
    const { usual, plugins } = registry;
    if (value === "best") return { name: value, among: usual };
    const choice = choiceOf(value);
    const names = ["best", ...plugins.map(({ name }) => name)];
    this.oneOf("--algorithm", choice?.kind ?? value, names);
    const parsed = registry.choice.safeParse(choice);
    if (parsed.success) {
      const made = registry.make(parsed.data);
      return { name: made.name, among: [...new Set([...usual, made])] };
    }
    if (choice !== undefined && names.includes(choice.kind)) {
      const { message, path } = elementAt(parsed.error.issues, 0);
      this.wrong({ path: "--algorithm", found: `"${value}"`, expected: `${path.join(".")}: ${message}` });
    }
    return undefined;
  }

  instance(value: string | undefined, instances: readonly Instance[]): Instance | undefined {
    const instance = instances.find(({ name }) => name === value);
    if (instance !== undefined) return instance;
    const names = instances.map(({ name }) => name);
    const expected = "an instance type or an UltraServer of the catalog, or --topology";
    this.wrong({
      path: "--instance",
      found: value === undefined ? "neither --instance nor --topology" : `"${value}"`,
      expected,
      nearest: value === undefined ? undefined : nearest(value, names),
    });
    return undefined;
  }

  /** A whole number greater than zero, and at most `most`; NaN where it is none. */
  whole(path: string, value: string, most = Number.MAX_SAFE_INTEGER, expected?: string): number {
    const number = /^\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
    if (number > 0 && number <= most) return number;
    const upTo = most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : "";
    this.wrong({
      path,
      found: `"${value}"`,
      expected: expected ?? `a whole number greater than zero${upTo}`,
    });
    return Number.NaN;
  }

  /** A quantity; NaN where it is none. */
  quantity(path: string, value: string, kind: "bandwidth" | "time"): number {
    return this.read(() => quantityValue(value, path, kind)) ?? Number.NaN;
  }

  /** Throws a `ScenarioError` if anything was wrong. */
  finish(): void {
    if (this.#problems.length > 0) throw new ScenarioError(this.#problems);
  }
}
