/**
 * The 419 unplanned interruptions of Llama 3.1 405B in 54 days on 16,384 H100, by cause (Meta, arXiv 2407.21783, table 5; the
 * counts, because the printed shares do not sum). Which causes need another host, and that a watchdog's timeout is a hang and
 * silent corruption found later, are assumed.
 */
import { causesOf, defineFailures } from "../failure-model.ts";

const units = { chip: 16_384, hbm: 16_384, host: 2048, card: 16_384, switch: 2048, job: 2048 };

export const llama3H100 = defineFailures({
  name: "llama3-h100",
  help: "419 interruptions in 54 days on 16,384 H100 by cause (Llama 3.1 405B)",
  options: {},
  create: () => ({
    source: "Meta, arXiv 2407.21783, table 5",
    causes: causesOf(
      [
        ["faulty GPU", "chip", 148],
        ["GPU HBM3 memory", "hbm", 72],
        ["software bug", "job", 54, "crash", false],
        ["network switch or cable", "switch", 35],
        ["host maintenance", "host", 32],
        ["GPU SRAM memory", "chip", 19],
        ["GPU system processor", "chip", 17],
        ["NIC", "card", 7],
        ["NCCL watchdog timeout", "job", 7, "crash", false],
        ["silent data corruption", "chip", 6, "corrupt"],
        ["GPU thermal interface or sensor", "chip", 6],
        ["SSD", "host", 3],
        ["power supply", "host", 3],
        ["server chassis", "host", 2],
        ["IO expansion board", "host", 2],
        ["dependency", "job", 2, "crash", false],
        ["CPU", "host", 2],
        ["system memory", "host", 2],
      ],
      { hours: 54 * 24, units },
    ),
  }),
});
