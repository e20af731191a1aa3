/**
 * Topologies in the notation of the command line: short where a plug-in has a short form, and with the names of its options
 * always:
 *
 *     ring:8   torus:4x4x4   fat-tree:4x16:2   dragonfly:2x4x2   hyperx:dimensions=4x4,endpoints=4   my-own:size=8
 */
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { createPlugin, type PluginChoice, pluginChoice } from "../base/plugin.ts";
import { choiceOf } from "./plugin-notation.ts";
import { topologies } from "./topologies.ts";
import type { LinkFigures, Topology } from "./topology.ts";
import { type AnyTopologyPlugin, topologyContract } from "./topology-plugin.ts";

/** How topologies are written, for messages and help. */
export function topologyNotation(plugins: readonly AnyTopologyPlugin[] = topologies): string {
  const forms = plugins.map(({ name, notation, options }) => {
    const keys = Object.keys(options).map((key) => `${key}=...`);
    return notation ? `${name}:${notation.form}` : [name, keys.join(",")].filter(Boolean).join(":");
  });
  return `${forms.slice(0, -1).join(", ")} or ${forms[forms.length - 1]}`;
}

/** Directed links that are built at most: a full mesh of 1,024, a ring of half a million. */
const linksMax = 2 ** 20;

/** The topology that `text` describes, every link with the same figures. Throws a `ScenarioError`, of `path`, on other texts. */
export function topologyOf(
  text: string,
  figures: LinkFigures,
  plugins: readonly AnyTopologyPlugin[] = topologies,
  path = "--topology",
): Topology {
  const [name = ""] = text.split(":");
  const plugin = plugins.find((each) => each.name === name);
  const expected = topologyNotation(plugins);
  const wrong = (problem: Partial<Problem>) =>
    new ScenarioError([{ path, found: `"${text}"`, expected, ...problem }]);
  if (plugin === undefined)
    throw wrong({
      nearest: nearest(
        name,
        plugins.map((each) => each.name),
      ),
    });
  const written = text.includes("=") || text === name ? choiceOf(text) : shortChoice(text, plugin);
  if (written === undefined) throw wrong({});
  const choice = pluginChoice(plugins).safeParse(written);
  if (!choice.success) {
    const told = choice.error.issues.map(({ path, message }) => [...path.map(String), message].join(": "));
    throw wrong({ expected: [...told, expected].join("; ") });
  }
  const tooLarge = tooManyLinks(choice.data, plugin);
  if (tooLarge !== undefined) throw wrong({ expected: tooLarge });
  return makeTopology(choice.data, figures, plugins);
}

/** The topology of a choice that has passed the schema, held to what topologies promise. */
export function makeTopology(
  choice: PluginChoice,
  figures: LinkFigures,
  plugins: readonly AnyTopologyPlugin[],
): Topology {
  return createPlugin(plugins, choice, figures, topologyContract);
}

/** What is expected of a choice that would have more links than are ever built; undefined where it has not. */
export function tooManyLinks(
  { kind: _, ...options }: PluginChoice,
  plugin: AnyTopologyPlugin,
): string | undefined {
  const links = plugin.links?.(options) ?? 0;
  return links > linksMax ? `at most ${linksMax.toLocaleString("en")} links` : undefined;
}

/** `torus:4x4`: sizes, then numbers behind colons. */
function shortChoice(text: string, { name, notation }: AnyTopologyPlugin): PluginChoice | undefined {
  const [, shape = "", ...written] = text.split(":");
  const sizes = /^\d+(x\d+)*$/.test(shape) ? shape.split("x").map(Number) : [];
  const more = written.map((part) => (/^\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  if (sizes.length === 0 || more.some(Number.isNaN)) return undefined;
  const options = notation?.read(sizes, more);
  return options && { kind: name, ...options };
}
