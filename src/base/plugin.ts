/**
 * What a plug-in is: one file, one name, one line of help, a schema of options, and a function that makes the behaviour.
 * The file name is the name used in scenarios. Lists of plug-ins are explicit arrays; nothing registers itself.
 *
 * In a scenario a plug-in is written by name alone (`router: round-robin`) or with options
 * (`batching: { kind: continuous, maxBatch: 32 }`), and one that stands for a number by that number (`input: 512`).
 */
import { z } from "zod";
import { Contract, type FamilyContract } from "./contract.ts";

/** A named behaviour that a scenario can choose. `Needs` is what the caller hands to `create` beside the options. */
export interface Plugin<Behaviour, Needs = void, Options extends z.ZodRawShape = z.ZodRawShape> {
  /** Name in scenarios; equals the file name. */
  readonly name: string;
  /** One line for `trnsim catalog policies`. */
  readonly help: string;
  /** The file of a user's own. */
  readonly file?: string;
  /** Options beside `kind`, each with its own schema and default. */
  readonly options: Options;
  /** What is wrong with options that are valid one by one but not together. */
  check?(options: z.output<z.ZodObject<Options>>): OptionProblem | undefined;
  create(options: z.output<z.ZodObject<Options>>, needs: Needs): Behaviour;
}

/** An option at odds with the others. */
export interface OptionProblem {
  option: string;
  expected: string;
}

/** A plug-in of any options: what a list holds. */
// biome-ignore lint/suspicious/noExplicitAny: options differ from plug-in to plug-in; each file's own type is checked by definePlugin.
export type AnyPlugin<Behaviour, Needs = void> = Plugin<Behaviour, Needs, any>;

/** A chosen plug-in as it stands in a parsed scenario: its name and its options. */
export type PluginChoice = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** Types a plug-in's `create` by its own options. */
export function definePlugin<Behaviour, Needs = void>() {
  return <Options extends z.ZodRawShape>(plugin: Plugin<Behaviour, Needs, Options>) => plugin;
}

/** What a bare number means where a plug-in is chosen: this option of this kind. */
export interface NumberForm {
  kind: string;
  option: string;
}

/**
 * Schema of a choice from `plugins`: a bare name, or an object with `kind` and the options of that plug-in. With a
 * default kind, options may stand alone, and nothing at all means the default; with a `numberForm` a number may.
 */
export function pluginChoice<Behaviour, Needs>(
  plugins: readonly AnyPlugin<Behaviour, Needs>[],
  defaultKind?: string,
  numberForm?: NumberForm,
) {
  const members = plugins.map((plugin) =>
    z
      .strictObject({ kind: z.literal(plugin.name), ...(plugin.options as z.ZodRawShape) })
      .meta({ description: plugin.help }),
  );
  const choice = z
    .preprocess(
      (value) => {
        if (numberForm && isNumberText(value)) return { kind: numberForm.kind, [numberForm.option]: value };
        if (typeof value === "string") return { kind: value };
        if (defaultKind === undefined || (value !== undefined && !isMap(value))) return value;
        return { kind: defaultKind, ...value };
      },
      z.discriminatedUnion("kind", members as unknown as [z.ZodObject<{ kind: z.ZodLiteral<string> }>]),
    )
    .superRefine(({ kind, ...options }, context) => {
      const plugin = plugins.find(({ name }) => name === kind);
      const problem = plugin?.check && optionProblem(plugin, options);
      if (problem === undefined) return;
      const { option, expected } = problem;
      context.addIssue({ code: "custom", message: expected, params: { expected }, path: [option] });
    });
  const shortForms = plugins.map(({ name }) => name);
  return choice.meta({ shortForms, defaultKind, numberForm }) as unknown as z.ZodType<PluginChoice, unknown>;
}

/** What `plugin` has against its options. One that fails to say is at fault itself. */
export function optionProblem(
  // biome-ignore lint/suspicious/noExplicitAny: options differ from plug-in to plug-in.
  { name, file, check }: Pick<AnyPlugin<any, any>, "name" | "file" | "check">,
  options: Record<string, unknown>,
): OptionProblem | undefined {
  const contract = new Contract(`plug-in ${name}${file === undefined ? "" : ` of ${file}`}`);
  const problem = contract.call("check", () => check?.(options));
  if (problem === undefined) return undefined;
  if (typeof problem?.option === "string" && typeof problem.expected === "string") return problem;
  throw contract.breach(`check: ${typeof problem}`, "nothing, or an option and what is expected of it");
}

/** A number, or a text that begins like one: `512`, "2k". */
function isNumberText(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && /^\d/.test(value));
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Makes the behaviour a scenario chose, its answers checked by the contract of its family. The choice has passed
 * `pluginChoice`, so its name is known.
 */
export function createPlugin<Behaviour, Needs>(
  plugins: readonly AnyPlugin<Behaviour, Needs>[],
  choice: PluginChoice,
  needs: Needs,
  { family, guard }: FamilyContract<Behaviour>,
): Behaviour {
  const plugin = plugins.find((candidate) => candidate.name === choice.kind);
  if (plugin === undefined) throw new Error(`no plug-in named ${choice.kind}`);
  const { kind: _, ...options } = choice;
  const { name, file } = plugin;
  const isForeign = file !== undefined;
  const contract = new Contract(`${family} ${name}${isForeign ? ` of ${file}` : ""}`, isForeign);
  const made = contract.made(() => plugin.create(options, needs));
  const behaviour = contract.call("create", () => guard(made, contract));
  return isForeign ? contract.watched(behaviour) : behaviour;
}
