/** What a run says of serving: requests, throughput, latencies, batches, what got no answer. */
import { counted } from "../../base/counted.ts";
import { percent } from "../../base/metric-text.ts";
import { formatTime, significant } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import { inMs, type Line } from "./lines.ts";
import { requestGroupLines } from "./request-groups-text.ts";
import type { Style } from "./style.ts";

/** Requests, throughput, latencies and batches of serving; nothing of other kinds. */
export function inferenceLines({ inference }: Summary): Line[] {
  if (inference === undefined) return [];
  const rate = (value: number | null) => (value === null ? "-" : significant(value));
  const writesTokens = inference.unit === "tokens";
  const failed = inference.failed > 0 ? `, ${significant(inference.failed, 9)} failed` : "";
  const latency = (name: "ttft" | "tpot" | "itl" | "e2el"): string =>
    (["mean", "median", "p90", "p99"] as const)
      .map((statistic) => `${statistic} ${inMs(inference[`${statistic}_${name}_ms`])}`)
      .join("   ");
  return [
    [
      "Served",
      `${counted(inference.completed, writesTokens ? "request" : inference.unit.slice(0, -1))}${failed} in ` +
        `${formatTime(inference.duration * 1e9)}${tokensText(inference)}`,
    ],
    [
      "Throughput",
      writesTokens
        ? `${rate(inference.output_throughput)} output tokens/s, ${rate(inference.total_token_throughput)} with input, ` +
          `${rate(inference.request_throughput)} requests/s (goodput ${rate(inference.request_goodput)})`
        : `${rate(inference.request_throughput)} ${inference.unit}/s (goodput ${rate(inference.request_goodput)})` +
          (inference.total_token_throughput === null
            ? ""
            : `, ${rate(inference.total_token_throughput)} input tokens/s`),
    ],
    ...(writesTokens
      ? [
          ["TTFT", latency("ttft")] as Line,
          ["TPOT", latency("tpot")] as Line,
          ["ITL", latency("itl")] as Line,
        ]
      : []),
    ["End to end", latency("e2el")],
    ...requestGroupLines(inference),
    ...(inference.max_kv_cache_use === null
      ? []
      : [
          [
            "Batch, KV cache",
            `${decodeStepText(inference.mean_batch_size)}; KV cache at most ${percent(inference.max_kv_cache_use)} full`,
          ] as Line,
        ]),
    ...(inference.prefix_cache_hit_rate === undefined
      ? []
      : [
          [
            "Prefix cache",
            `${percent(inference.prefix_cache_hit_rate)} of ${significant(inference.prefix_cache_blocks ?? 0, 9)} prompt blocks found`,
          ] as Line,
        ]),
  ];
}

/** Requests that got no answer, and why. */
export function unansweredLines({ requests }: Pick<Summary, "requests">, style: Style): Line[] {
  const { unanswered = null } = requests ?? {};
  return unanswered === null ? [] : [["Not served", style.bad(unanswered)]];
}

function decodeStepText(requests: number | null): string {
  return requests === null
    ? "no decode step"
    : `${counted(Number(requests.toPrecision(3)), "request")} in a mean decode step`;
}

/** Tokens that came and went, where there were any. */
function tokensText({
  unit,
  total_input_tokens: input,
  total_output_tokens: output,
}: NonNullable<Summary["inference"]>): string {
  if (unit === "tokens") return `: ${counted(input, "token")} in, ${significant(output, 12)} out`;
  return unit === "sequences" ? `: ${counted(input, "token")} in` : "";
}
