/** Options of a fleet that its servers are told. */
import { type AnyPlugin, createPlugin, type PluginChoice } from "../../base/plugin.ts";
import { type Random, RandomStreams } from "../../base/random.ts";
import type { LaunchTraits, SettingValue } from "../launch-traits.ts";
import type { WrittenOptions } from "../load-traits.ts";
import { type LengthLaw, lengthContract } from "./load/lengths/length-law.ts";

type LengthPlugins = readonly AnyPlugin<LengthLaw, { random: Random }>[];

/** The settings of servers; `lengths` are the laws that prompts and answers may have. */
export function servingLaunch(lengths: LengthPlugins): LaunchTraits {
  return {
    settings: [
      "parallelism",
      "precision",
      "batching",
      "order",
      "kvCache",
      "prefixCache",
      "speculation",
      "adapters",
      "disaggregation",
      "maxOutstanding",
      "timeout",
      "router",
      "autoscaling",
      "pools",
      "regions",
    ],
    derived: (options) => contextOf(options, lengths),
  };
}

/** Options that make prompts longer than their law says. */
const lengthening = ["trace", "images", "classes", "conversation", "sharedPrefix"];

/**
 * Tokens of the longest request, prompt and answer, that the laws of lengths can draw; words where only the load tells. Laws
 * without a maximum are planned for up to one prompt and one answer in a thousand, and what lies beyond is told.
 */
function contextOf(options: WrittenOptions, lengths: LengthPlugins): [key: string, value: SettingValue][] {
  const { input, output } = options as { input?: PluginChoice; output?: PluginChoice };
  if (input === undefined || output === undefined || lengthening.some((key) => options[key]))
    return [["context", "the longest request of the load"]];
  const random = new RandomStreams(0).stream("deploy");
  const laws = [input, output].map((choice) => createPlugin(lengths, choice, { random }, lengthContract));
  const tokens = laws.reduce((sum, { most, longest }) => sum + (most ?? longest), 0);
  const isEndless = laws.some(({ most }) => most === undefined);
  return [
    ["context", tokens],
    ...(isEndless ? [["context.longer", "1 prompt or answer in 1,000"] as [string, string]] : []),
  ];
}
