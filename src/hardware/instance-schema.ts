/**
 * An instance type or UltraServer as it is written, in catalog files and in scenarios alike: quantities as text with a
 * unit, flat but for the links between chips. Bandwidths are per direction and of the whole instance.
 */
import { z } from "zod";
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
      name: z.string(),
      title: z.string(),
      kind: z.enum(["instance", "ultraserver"], { error: "instance or ultraserver" }),
      chips: count().describe("chips of the whole scale-up domain"),
      servers: count().describe("instances it is made of; 1 but for UltraServers"),
      vcpus: count(),
      hostMemory: of.size({ positive: true }),
      scaleUp: scaleUpSchema(wirings),
      networkName: z.string(),
      networkBandwidth: of.bandwidth({ positive: true }),
      networkInterfaces: count({}).describe("EFA interfaces; 0 with plain Ethernet"),
      networkLatency: of.time(),
      nvme: of.size(),
      nvmeReadBandwidth: of.bandwidth(),
      nvmeWriteBandwidth: of.bandwidth(),
      ebsBandwidth: of.bandwidth(),
      hostPower: of.power(),
    })
    .partial();
}

/** An instance as catalog files have it. */
export const instanceShape = instanceShapeOf(plainQuantities);
/** An instance as scenarios have it: figures may be multiples of the base's, and its chips joined by one of `wirings`. */
export function instanceChangeShape(wirings: readonly NamedWiring[]) {
  return instanceShapeOf(relativeQuantities, wirings);
}

/** A price in a scenario. Date and region are the user's to give. */
export const priceSchema = z.strictObject({
  option: purchaseOptionSchema,
  usdPerHour: money(),
  date: z.string().default("not dated"),
  region: z.string().default("not stated"),
});

/** An instance as written, but for chip and prices: texts with units. */
export type WrittenInstance = z.input<typeof instanceShape>;
/** A written instance whose quantities have become numbers in internal units, or multiples; keys as written. */
export type InstanceFields = z.output<ReturnType<typeof instanceChangeShape>>;

/** Where a written key lands in `Instance`; keys not listed keep their place. */
export const instancePaths: Readonly<Record<string, string>> = {
  hostMemory: "hostMemoryBytes",
  networkName: "scaleOut.name",
  networkBandwidth: "scaleOut.bandwidth",
  networkInterfaces: "scaleOut.interfaces",
  networkLatency: "scaleOut.latencyNs",
  nvme: "storage.nvmeBytes",
  nvmeReadBandwidth: "storage.nvmeReadBandwidth",
  nvmeWriteBandwidth: "storage.nvmeWriteBandwidth",
  ebsBandwidth: "storage.ebsBandwidth",
  hostPower: "hostPowerWatts",
};
