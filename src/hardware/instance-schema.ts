/**
 * An instance type or UltraServer as it is written, in catalog files and in scenarios alike: quantities as text with a
 * unit, flat but for the links between chips. Bandwidths are per direction and of the whole instance.
 */
import { z } from "zod";
import { lazy } from "../base/lazy.ts";
import { count, money } from "../base/quantity.ts";
import type { PurchaseOption } from "./instance.ts";
import { plainQuantities, type Quantities, relativeQuantities } from "./multiple.ts";
import { type NamedWiring, scaleUpSchema } from "./scale-up-schema.ts";

/** Every way to buy an instance. */
export const purchaseOptions = [
  "on-demand",
  "reserved-1y",
  "reserved-3y",
  "capacity-block",
  "spot",
] as const satisfies readonly PurchaseOption[];

/** Schema of the name of a purchase option. */
const purchaseOptionSchema = z.enum(purchaseOptions, { error: "a purchase option" });

/** Keys of a written instance but for its chip and its prices, whose quantities are read by `of`. */
function instanceShapeOf<Value>(of: Quantities<Value>, wirings: readonly NamedWiring[] = []) {
  return z
    .strictObject({
      name: z.string().meta({ description: "Of the instance type, in results." }),
      title: z.string().meta({ description: "As its maker calls it." }),
      kind: z
        .enum(["instance", "ultraserver"], { error: "instance or ultraserver" })
        .meta({ description: "ultraserver: several instances whose chips are one scale-up domain." }),
      chips: count().describe("chips of the whole scale-up domain"),
      servers: count().describe("instances it is made of; 1 but for UltraServers"),
      vcpus: count().meta({ description: "Of the host." }),
      hostMemory: of.size({ positive: true }).meta({ description: "Of the host." }),
      scaleUp: scaleUpSchema(wirings).meta({
        description:
          "Links between its chips, written out whole; the chip's scaleUpBandwidth, such as 2x, makes those of the base faster.",
      }),
      networkName: z.string().meta({ description: "Such as EFAv2." }),
      networkBandwidth: of
        .bandwidth({ positive: true })
        .meta({ description: "Of all cards together, one direction." }),
      networkInterfaces: count({}).describe("EFA interfaces; 0 with plain Ethernet"),
      networkLatency: of
        .time()
        .meta({ description: "Of a small message from memory to memory of another instance." }),
      networkPath: z.enum(["direct", "host"], { error: "direct or host" }).meta({
        description:
          "From chips to cards: direct, or staged through the host's memory over the chips' host links; direct when absent.",
      }),
      nvme: of.size().meta({ description: "Local drives, all together; none when absent." }),
      nvmeReadBandwidth: of.bandwidth().meta({ description: "Of all local drives together." }),
      nvmeWriteBandwidth: of.bandwidth().meta({ description: "Of all local drives together." }),
      ebsBandwidth: of.bandwidth().meta({ description: "Of the path to block storage." }),
      hostPower: of.power().meta({ description: "Of host, network cards and fans, without the chips." }),
    })
    .partial();
}

/** An instance as catalog files have it. */
export const instanceShape = lazy(() => instanceShapeOf(plainQuantities));
/** An instance as scenarios have it: figures may be multiples of the base's, and its chips joined by one of `wirings`. */
export function instanceChangeShape(wirings: readonly NamedWiring[]) {
  return instanceShapeOf(relativeQuantities, wirings);
}

/** A price in a scenario. Date and region are the user's to give. */
export const priceSchema = z.strictObject({
  option: purchaseOptionSchema.meta({ description: "What the price is for." }),
  usdPerHour: money().meta({ description: "Of one instance." }),
  date: z.string().default("not dated").meta({ description: "When it was read." }),
  region: z.string().default("not stated").meta({ description: "Where it holds." }),
});

/** An instance as written, but for chip and prices: texts with units. */
export type WrittenInstance = z.input<ReturnType<typeof instanceShape>>;
/** A written instance whose quantities have become numbers in internal units, or multiples; keys as written. */
export type InstanceFields = z.output<ReturnType<typeof instanceChangeShape>>;

/** Where a written key lands in `Instance`; keys not listed keep their place. */
export const instancePaths: Readonly<Record<string, string>> = {
  hostMemory: "hostMemoryBytes",
  networkName: "scaleOut.name",
  networkBandwidth: "scaleOut.bandwidth",
  networkInterfaces: "scaleOut.interfaces",
  networkLatency: "scaleOut.latencyNs",
  networkPath: "scaleOut.path",
  nvme: "storage.nvmeBytes",
  nvmeReadBandwidth: "storage.nvmeReadBandwidth",
  nvmeWriteBandwidth: "storage.nvmeWriteBandwidth",
  ebsBandwidth: "storage.ebsBandwidth",
  hostPower: "hostPowerWatts",
};
