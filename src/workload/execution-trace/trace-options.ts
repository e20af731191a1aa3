/** What a scenario says of execution traces that it plays. */
import { z } from "zod";
import { count } from "../../base/quantity.ts";
import type { DataType } from "../../hardware/chip.ts";

const dataTypes = [
  "fp32",
  "tf32",
  "bf16",
  "fp16",
  "fp8",
  "fp4",
  "int8",
] as const satisfies readonly DataType[];

/** Options of `kind: execution-trace`. */
export const traceOptions = {
  file: z.string({ error: "the path of a Chakra execution trace" }).meta({
    description:
      "Chakra execution traces (.et). A `*` in the path stands for the number of the rank where each has a file of its own (`step.*.et`); without one all ranks play the same.",
  }),
  ranks: count().optional().meta({
    description: "How many ranks play, from the first of the cluster on; all of them when absent.",
  }),
  groups: z
    .strictObject({
      file: z.string({ error: "the path of a JSON file" }).meta({
        description: 'JSON: ranks by the name of their group, such as { "1": [0, 1], "2": [2, 3] }.',
      }),
    })
    .optional()
    .meta({
      description:
        "Communicator groups, as ASTRA-sim is given them; they go before those that the traces list themselves.",
    }),
  computation: z.enum(["recorded", "roofline"], { error: "recorded or roofline" }).default("recorded").meta({
    description:
      "What tells the time of a computation that has both a duration and a size: the duration, on whatever hardware it was recorded, or the roofline of this cluster's chips.",
  }),
  precision: z
    .enum(dataTypes, { error: "a data type such as bf16" })
    .default("bf16")
    .meta({ description: "What matmuls run in, for the roofline." }),
};

/** The options, read. */
export type TraceOptions = z.output<z.ZodObject<typeof traceOptions>>;
