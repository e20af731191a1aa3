/** A switch that can sum what it forwards, as NVLink SHARP does. */
import { count } from "../../base/quantity.ts";
import { defineTopology } from "../topology-plugin.ts";
import { nodesNotation } from "./nodes-notation.ts";
import { switched } from "./switch.ts";

/** `reducing-switch:8`. */
export const reducingSwitchTopology = defineTopology({
  name: "reducing-switch",
  help: "all nodes on one switch that can sum what they send it",
  options: { size: count().meta({ description: "Nodes." }) },
  notation: nodesNotation,
  links: ({ size }) => 2 * size,
  create: ({ size }, figures) => switched(size, figures, { reduces: true }),
});
