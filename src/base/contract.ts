/**
 * What a plug-in promises, held against what it does, where its answers enter the simulation. The checks are cheap and always
 * on, for shipped plug-ins as for a user's own. A breach names the plug-in, its file, what it gave and what was expected; the
 * simulation adds the moment. An exception of the plug-in's own is told the same way.
 */
import { ContractError, InfeasibleError, InvariantError, ScenarioError } from "./errors.ts";

/** Judges the answers of one plug-in. */
export class Contract {
  /** `router my-router of plugins/my-router.ts`. */
  readonly plugin: string;
  /** It comes in a file of the user's: what it is handed is for reading alone. */
  readonly isForeign: boolean;

  constructor(plugin: string, isForeign = false) {
    this.plugin = plugin;
    this.isForeign = isForeign;
  }

  /** The error that says it gave `found`. */
  breach(found: string, expected: string): ContractError {
    return new ContractError(this.plugin, found, expected);
  }

  /** Throws unless `value` is a whole number from `least` to `most`. */
  whole(value: unknown, what: string, least: number, most = Number.MAX_SAFE_INTEGER): void {
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw this.breach(`${what} ${text(value)}`, `a whole number ${range}`);
  }

  /** Throws unless `value` is a finite number of at least `least`. */
  atLeast(value: unknown, what: string, least: number): void {
    if (Number.isFinite(value) && (value as number) >= least) return;
    throw this.breach(`${what} ${text(value)}`, `a number of at least ${least}`);
  }

  /** Throws unless every one of `names` is a function of `behaviour`. */
  functions(behaviour: unknown, names: readonly string[]): void {
    for (const name of names) {
      const value = (behaviour as { [name: string]: unknown } | null | undefined)?.[name];
      if (typeof value !== "function") throw this.breach(`${name}: ${text(value)}`, `a function ${name}`);
    }
  }

  /** `behaviour`, of which answers that cannot even be judged (a symbol is no number, and no text) are the plug-in's fault too. */
  watched<Behaviour>(behaviour: Behaviour): Behaviour {
    const watch =
      (name: string, act: (...given: unknown[]) => unknown) =>
      (...given: unknown[]) =>
        this.call(name, () => act.apply(behaviour, given));
    if (typeof behaviour === "function")
      return watch("it", behaviour as unknown as (...given: unknown[]) => unknown) as Behaviour;
    if (typeof behaviour !== "object" || Object.getPrototypeOf(behaviour) !== Object.prototype)
      return behaviour;
    const entries = Object.entries(behaviour as object).map(([name, value]) => [
      name,
      typeof value === "function" ? watch(name, value) : value,
    ]);
    return Object.fromEntries(entries) as Behaviour;
  }

  /** What `act` gives. An exception that is not the simulator's own is the plug-in's. */
  call<Value>(doing: string, act: () => Value): Value {
    let value: Value;
    try {
      value = act();
    } catch (error) {
      throw this.failure(doing, error);
    }
    return this.atOnce(doing, value);
  }

  /**
   * What is to be thrown when it throws `error`: the parts of `call`, for what is asked at every event, where a function made for
   * each question would be most of what there is to collect.
   */
  failure(doing: string, error: unknown): unknown {
    const isOwn = [ScenarioError, InfeasibleError, InvariantError].some((kind) => error instanceof kind);
    if (isOwn) return error;
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return this.breach(`${doing} throws ${message.split("\n")[0]}${this.#lineOf(error)}`, "an answer");
  }

  /** ` (line 42)`: of the plug-in's file, where the first call on the way to `error` from there stands. */
  #lineOf(error: unknown): string {
    const [, file] = / of (.+)$/.exec(this.plugin) ?? [];
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    const [, line] = file === undefined ? [] : (stack.split(`${file}:`)[1]?.match(/^(\d+)/) ?? []);
    return line === undefined ? "" : ` (line ${line})`;
  }

  /** `value`, which must not be a promise of one. */
  atOnce<Value>(doing: string, value: Value): Value {
    if (value instanceof Promise) this.#refusePromise(`${doing} gives`, value);
    return value;
  }

  /** `behaviour`, which must be there at once, and so must all that stands in it. */
  made<Behaviour>(act: () => Behaviour): Behaviour {
    const behaviour = this.call("create", act);
    if (typeof behaviour !== "object" || behaviour === null) return behaviour;
    const parts = Object.entries(behaviour);
    for (const [, value] of parts) unheard(value);
    for (const [name, value] of parts) this.#refusePromise(`${name}:`, value);
    return behaviour;
  }

  #refusePromise(where: string, value: unknown): void {
    if (!(value instanceof Promise)) return;
    unheard(value);
    throw this.breach(`${where} a promise`, "an answer at once");
  }
}

/** That a promise fails later is nobody's to hear any more. */
function unheard(value: unknown): void {
  if (value instanceof Promise) value.catch(() => {});
}

/** What holds for all plug-ins of a family. */
export interface FamilyContract<Behaviour> {
  /** What one is called: `router`. */
  family: string;
  /** `behaviour` with its answers checked. */
  guard(behaviour: Behaviour, contract: Contract): Behaviour;
}

function text(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  return typeof value === "object" ? (JSON.stringify(value)?.slice(0, 60) ?? "nothing") : String(value);
}
