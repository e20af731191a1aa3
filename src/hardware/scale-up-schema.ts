/**
 * How the links between an instance's chips are written: `{ kind: torus, dimensions: [4, 4], linkBandwidth: ["128 GB/s",
 * "128 GB/s"] }`. Keys are those of `ScaleUpTopology`; bandwidths are per direction.
 */
import { z } from "zod";
import { bandwidth, count } from "../base/quantity.ts";
import type { ScaleUpTopology } from "./instance.ts";

const linked = (kind: "chain" | "ring" | "mesh" | "cube-mesh") =>
  z.strictObject({
    kind: z.literal(kind),
    linkBandwidth: bandwidth({ positive: true }).meta({ description: "Of one link, one direction." }),
  });

/** Schema of the written links; its output is a `ScaleUpTopology`. */
export const scaleUpSchema = z.discriminatedUnion("kind", [
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
]);

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
    default:
      return undefined;
  }
}
