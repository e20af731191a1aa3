/**
 * How the links between an instance's chips are written: `{ kind: torus, dimensions: [4, 4], linkBandwidth: ["128 GB/s",
 * "128 GB/s"] }`. Keys are those of `ScaleUpTopology`; bandwidths are per direction.
 */
import { z } from "zod";
import { type AnyPlugin, type OptionProblem, optionProblem, type PluginChoice } from "../base/plugin.ts";
import { bandwidth, count } from "../base/quantity.ts";
import type { ScaleUpTopology, ScaleUpWiring } from "./instance.ts";

/** A topology that joins the chips of an instance, as this folder sees one: how it is written, and what wires it. */
export interface NamedWiring {
  readonly plugin: Pick<AnyPlugin<unknown, never>, "name" | "help" | "options" | "check" | "file">;
  /** As people write it: `hyperx:dimensions=4x4`. */
  notation(choice: PluginChoice): string;
  /** What is expected of a choice that is too large to be wired. */
  tooLarge(choice: PluginChoice): string | undefined;
  wiring(choice: PluginChoice): ScaleUpWiring;
}

const linked = (kind: "chain" | "ring" | "mesh" | "cube-mesh") =>
  z.strictObject({
    kind: z.literal(kind),
    linkBandwidth: bandwidth({ positive: true }).meta({ description: "Of one link, one direction." }),
  });

/** Links that a catalog file can write. */
const ownKinds = [
  z.strictObject({ kind: z.literal("none") }),
  linked("chain"),
  linked("ring"),
  linked("mesh"),
  linked("cube-mesh"),
  z.strictObject({
    kind: z.literal("switch"),
    chipBandwidth: bandwidth({ positive: true }).meta({
      description: "Of a chip to the switch, one direction.",
    }),
    reduces: z
      .boolean({ error: "true or false" })
      .optional()
      .meta({ description: "Whether the switch can sum what it forwards." }),
  }),
  z.strictObject({
    kind: z.literal("pcie"),
    chipBandwidth: bandwidth({ positive: true }).meta({
      description: "Of a chip to the host, one direction.",
    }),
  }),
  z.strictObject({
    kind: z.literal("torus"),
    dimensions: z.array(count()).min(1).meta({ description: "Chips along each dimension." }),
    linkBandwidth: z
      .array(bandwidth({ positive: true }))
      .min(1)
      .meta({ description: "Of one link along each dimension, one direction." }),
  }),
  z.strictObject({
    kind: z.literal("two-level-switch"),
    chipsPerServer: count().meta({ description: "Chips of a server." }),
    serversPerRack: count().meta({ description: "Servers of a rack." }),
    serverBandwidth: bandwidth({ positive: true }).meta({
      description: "Of a chip inside its server, one direction.",
    }),
    rackBandwidth: bandwidth({ positive: true }).meta({
      description: "Of a chip to other servers of its rack.",
    }),
    interRackBandwidth: bandwidth({ positive: true }).meta({ description: "Of a chip to other racks." }),
  }),
] as const;

/** Schema of the written links, by a kind of this file or by the name of one of `wirings`; its output is a `ScaleUpTopology`. */
export function scaleUpSchema(wirings: readonly NamedWiring[] = []) {
  const own = new Set<string>(ownKinds.flatMap(({ shape }) => [...shape.kind.values]));
  const named = wirings.filter(({ plugin }) => !own.has(plugin.name)).map(namedLinks);
  return z.discriminatedUnion("kind", [...ownKinds, ...named]) as unknown as z.ZodType<
    ScaleUpTopology,
    z.input<(typeof ownKinds)[number]>
  >;
}

/** `{ kind: hyperx, dimensions: [4, 4], linkBandwidth: "100 GB/s" }`: all links alike. */
function namedLinks({ plugin, notation, tooLarge, wiring }: NamedWiring) {
  const { name, help, options } = plugin;
  const linkBandwidth = bandwidth({ positive: true }).meta({ description: "Of each link, one direction." });
  return z
    .strictObject({ kind: z.literal(name), ...(options as z.ZodRawShape), linkBandwidth })
    .meta({ description: help })
    .transform((written, context): ScaleUpTopology => {
      const { linkBandwidth: linkBytes, ...choice } = written as PluginChoice & { linkBandwidth: number };
      const { kind: _, ...chosen } = choice;
      const problem: OptionProblem | undefined = plugin.check && optionProblem(plugin, chosen);
      const expected = problem?.expected ?? tooLarge(choice);
      if (expected !== undefined) {
        const path = problem === undefined ? [] : [problem.option];
        context.addIssue({ code: "custom", message: expected, params: { expected }, path });
        return z.NEVER;
      }
      return { kind: "topology", name: notation(choice), linkBandwidth: linkBytes, wire: wiring(choice) };
    });
}

/** What is wrong with joining `chips` chips this way, or undefined: the key at fault and what was due. */
export function scaleUpProblem(
  scaleUp: ScaleUpTopology,
  chips: number,
): [key: string, expected: string] | undefined {
  switch (scaleUp.kind) {
    case "none":
      return chips > 1 ? ["kind", `links between the ${chips} chips`] : undefined;
    case "torus":
      if (scaleUp.dimensions.reduce((product, size) => product * size, 1) !== chips) {
        return ["dimensions", `dimensions that multiply to the ${chips} chips`];
      }
      return scaleUp.linkBandwidth.length === scaleUp.dimensions.length
        ? undefined
        : ["linkBandwidth", `${scaleUp.dimensions.length} bandwidths, one for each dimension`];
    case "cube-mesh":
      return chips === 8 ? undefined : ["kind", "8 chips in a cube-mesh, or another kind"];
    case "two-level-switch":
      return chips % scaleUp.chipsPerServer === 0
        ? undefined
        : ["chipsPerServer", `a number that divides the ${chips} chips`];
    case "topology": {
      const { endpoints } = scaleUp.wire({ bandwidth: scaleUp.linkBandwidth, latencyNs: 0 });
      return endpoints === chips
        ? undefined
        : [
            "kind",
            `a topology with an endpoint for each of the ${chips} chips: ${scaleUp.name} has ${endpoints}`,
          ];
    }
    default:
      return undefined;
  }
}
