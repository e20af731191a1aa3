/**
 * `trnsim estimate --model M --instance I --batch B --input N --output N`: one line without a scenario file.
 */
import type { Command } from "commander";
import { counted } from "../../base/counted.ts";
import { ScenarioError } from "../../base/errors.ts";
import { formatBytes, formatUsd, significant } from "../../base/units.ts";
import { type Catalog, isModelFile } from "../../catalog.ts";
import { writesText } from "../../models/model.ts";
import { jsonText } from "../../report/json.ts";
import type { Style } from "../../report/text/style.ts";
import { trustText } from "../../report/text/trust-text.ts";
import { hanging, wrap } from "../../report/text/wrap.ts";
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import { type EstimateQuestion, estimateWith } from "../../study/quick-estimate.ts";
import { type CommonFlags, processConsole } from "../console.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { modelName } from "../files.ts";
import { pluginFiles, pluginFlag, withPlugins } from "../plugins.ts";
import { overridesOf, type ScenarioFlags, scenarioFrom, withValueFlags } from "../scenario-flags.ts";
import { type Run, runEntry } from "../simulations.ts";

interface EstimateFlags extends CommonFlags, Pick<ScenarioFlags, "set" | "seed"> {
  plugin: string[];
  model: string;
  instance: string;
  count: string;
  batch: string;
  input: string;
  output: string;
  tensor: string;
  expert: string;
  weights?: string;
}

/** Gives the command its flags and what it does. */
export function defineEstimateCommand(command: Command, catalog: Catalog): void {
  command
    .requiredOption("--model <name>", "model of the catalog, or a config.json")
    .requiredOption("--instance <name>", "instance type or UltraServer")
    .option("--count <number>", "instances", "1")
    .option("--batch <number>", "requests in each replica's batch", "1")
    .option("--input <tokens>", "prompt tokens; fewer where the model takes no more", "1024")
    .option("--output <tokens>", "answer tokens", "256")
    .option("--tensor <ranks>", "tensor parallelism, or auto: the one with most tokens a dollar", "auto")
    .option("--expert <ranks>", "of the tensor ranks, those that whole experts are spread over", "1")
    .option("--weights <type>", "storage type of the weights; as the model is stored when absent, else bf16")
    .option(...pluginFlag);
  withValueFlags(command, "the scenario that the flags make")
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim estimate --model llama-3.1-8b --instance trn2.48xlarge --batch 8 --input 1024 --output 256
  $ trnsim estimate --model opt-66b --instance g5.48xlarge --weights fp32
  $ trnsim estimate --model llama-3.1-8b --instance inf2.48xlarge --set cluster.software=vllm --set cluster.pricing=spot`,
    )
    .action(async (_, called: Command) => {
      const flags = called.optsWithGlobals<EstimateFlags>();
      const console = processConsole(flags);
      const overrides = overridesOf(flags);
      refuseAsked(overrides);
      const own = await withPlugins(catalog, pluginFiles(flags.plugin));
      const answer = (question: EstimateQuestion) =>
        estimateWith(question, (written) => runEntry(scenarioFrom(written, own, overrides), own)).run;
      const question = questionOf(flags);
      const isGiven = (flag: Length) => called.getOptionValueSource(flag) !== "default";
      const first = answer(question);
      const fitted = fittingLengths(first, question, isGiven);
      const asked = { ...question, ...fitted };
      const run = fitted === undefined ? first : answer(asked);
      if (flags.json) console.print(jsonText(run.summary));
      else
        console.print(
          estimateText(
            run,
            { question: asked, isGiven, isFitted: run !== first && run.summary.inference?.unit !== "images" },
            console.style,
          ),
        );
      process.exitCode = exitCodeOf(run.record.status);
    });
}

/** What the flags ask, and the answer speaks of, by its key. */
const askedBy: Readonly<Record<string, string>> = {
  "workload.kind": "no other kind: run a scenario of it",
  "workload.arrivals": "--batch, whose requests come as long as there is room",
  "workload.requests": "--batch, of which three waves are served",
  "workload.batching.maxBatch": "--batch",
  "workload.input": "--input",
  "workload.output": "--output",
};

/** Refuses to override what flags ask. */
function refuseAsked(overrides: readonly Override[]): void {
  const problems = overrides.flatMap(({ path }) => {
    const place = path.join(".");
    const asked = Object.entries(askedBy).find(
      ([key]) => `${key}.`.startsWith(`${place}.`) || `${place}.`.startsWith(`${key}.`),
    );
    return asked === undefined ? [] : [{ path: `--set ${place}`, expected: asked[1] }];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
}

function questionOf(flags: EstimateFlags): EstimateQuestion {
  const { model, instance, tensor, expert, weights } = flags;
  return {
    model: isModelFile(model) ? { huggingface: model, name: modelName(model) } : model,
    instance,
    count: Number(flags.count),
    batch: Number(flags.batch),
    input: Number(flags.input),
    output: Number(flags.output),
    tensor: tensor === "auto" ? "auto" : Number(tensor),
    expert: Number(expert),
    weights,
  };
}

type Length = "input" | "output";

/** What was asked at last, and what of it is the user's own. */
interface Asked {
  question: EstimateQuestion;
  isGiven: (length: Length) => boolean;
  /** Whether lengths were cut to what the model takes. */
  isFitted: boolean;
}

function lengthsText({ summary, record }: Run, { input, output }: EstimateQuestion): string {
  const tokens = counted(input, "token");
  const answer = summary.inference?.unit === "tokens" ? ` in and ${output} out` : "";
  return `${tokens}${answer}, as long as ${summary.model} takes (${record.scenario.model?.maxTokens}); --input and --output give others`;
}

/** Lengths that nobody gave, as long as the model takes them where the usual ones are too long for it; undefined elsewhere. */
function fittingLengths(
  { summary, record: { scenario } }: Run,
  { input, output }: EstimateQuestion,
  isGiven: (length: Length) => boolean,
): Pick<EstimateQuestion, Length> | undefined {
  const { model } = scenario;
  if (model === undefined || !summary.requests?.too_long) return undefined;
  const most = model.maxTokens;
  const answered = !writesText(model)
    ? 0
    : isGiven("output")
      ? output
      : Math.min(output, Math.ceil(most / 4));
  const fitted = {
    input: isGiven("input") ? input : most - answered,
    output:
      isGiven("output") || answered === 0
        ? output
        : Math.min(answered, most - (isGiven("input") ? input : 0)),
  };
  const isOther = fitted.input < input || fitted.output < output;
  return isOther && fitted.input > 0 && fitted.output > 0 ? fitted : undefined;
}

/** The answer in one line, and below it what a reader must know: first of all a batch that is not held at once. */
function estimateText(run: Run, { question, isGiven, isFitted }: Asked, { width }: Style): string {
  const { batch, input, output } = question;
  // What the run found; that a price is a capacity block's stands in --json. Lines are kept full on purpose.
  const warnings = (run.record.result?.warnings ?? []).filter((each) => !each.startsWith("saturated"));
  const held = largestBatch(run, input + output);
  const short =
    held !== undefined && held < batch
      ? [
          `a batch of ${batch} does not fit at once: the largest that does is ${held}; ` +
            `the figures are of batches of ${held}, while the others wait`,
        ]
      : [];
  const others = warnings
    .filter((warning) => short.length === 0 || !warning.startsWith("short of KV room"))
    .filter((warning) => isGiven("output") || !warning.startsWith("no effect: workload.output"))
    .map((warning) => warning.replace("no effect: workload.output", "no effect: --output"));
  const trust = trustText(run.summary);
  return [
    wrap(estimateLine(run.summary), width),
    ...(isFitted ? [hanging("  lengths: ", lengthsText(run, question), width)] : []),

    ...(trust === null ? [] : [hanging("  trust: ", trust, width)]),
    ...[...short, ...others].map((each) => hanging("  warning: ", each, width)),
  ].join("\n");
}

/** Requests of `tokens` tokens whose KV cache a replica holds at once; undefined where nothing is cached. */
function largestBatch({ summary: { inference } }: Run, tokens: number): number | undefined {
  const room = inference?.kv_cache_tokens ?? undefined;
  return room === undefined ? undefined : Math.floor(room / tokens);
}

function estimateLine(summary: Summary): string {
  const { inference, memory, cost, cluster, chosen } = summary;
  const place = `${summary.model} on ${cluster.instances} x ${cluster.instance}`;
  if (inference === undefined || memory === null || !("per_device_bytes" in memory)) {
    return summary.reason ?? `${place}: ${summary.status}`;
  }
  if (inference.completed === 0) return `${place}: no request completes: ${summary.reason}`;
  const unanswered = summary.requests?.unanswered ? `; ${summary.requests.unanswered}` : "";
  const stages = chosen.pipeline === 1 ? "" : `PP ${chosen.pipeline} x `;
  const fit =
    `${place}: fits (TP ${chosen.tensor} x ${stages}${counted(Number(chosen.replicas), "replica")}, ${formatBytes(memory.per_device_bytes)} of ` +
    `${formatBytes(memory.capacity_bytes)} a rank)`;
  const priceOf = (usd: number | null | undefined, what: string) =>
    usd === null || usd === undefined ? "no price listed" : `${formatUsd(usd)} per million ${what}`;
  // Sequences and images are answered at once: they have no tokens to wait for or to pay.
  if (inference.unit !== "tokens") {
    return (
      `${fit}; end to end ${significant(inference.median_e2el_ms ?? 0)} ms, ` +
      `${significant(inference.request_throughput ?? 0)} ${inference.unit}/s, ` +
      `${priceOf(cost.usd_per_million_requests, inference.unit)}${unanswered}`
    );
  }
  return (
    `${fit}; TTFT ${significant(inference.median_ttft_ms ?? 0)} ms, ` +
    `TPOT ${significant(inference.median_tpot_ms ?? 0)} ms, ` +
    `${significant(inference.output_throughput ?? 0)} output tokens/s, ` +
    `${priceOf(cost.usd_per_million_output_tokens, "output tokens")}${unanswered}`
  );
}
