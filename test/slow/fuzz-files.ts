/** Files that scenarios name, with bytes out of place: each is read, or refused with a place, and its content is not repeated at length. */
import { ScenarioError } from "../../src/base/errors.ts";
import { createPlugin } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { modelFromHuggingFace } from "../../src/models/huggingface.ts";
import { parameterCount } from "../../src/models/parameters.ts";
import { readBaseline } from "../../src/study/baseline.ts";
import { readRows } from "../../src/validation/rows/read-rows.ts";
import { traceContract } from "../../src/workload/inference/load/traces/trace-reader.ts";
import { traces } from "../../src/workload/inference/load/traces.ts";
import { readJobs } from "../../src/workload/queue/job-file.ts";

const files: readonly { text: string; read(text: string): unknown }[] = [
  {
    text: "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2024-05-10 00:00:01+00:00,396,109\n",
    read: readTrace,
  },
  {
    text: '{"chat_id":1,"parent_chat_id":-1,"timestamp":61.5,"input_length":40,"output_length":3,"hash_ids":[1,2,3]}\n{"timestamp": 3000, "input_length": 1, "output_length": 1, "hash_ids": []}\n',
    read: readTrace,
  },
  {
    text: "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n",
    read: readTrace,
  },
  {
    text: '[{"id": "a", "conversations": [{"from": "human", "value": "12345678"}, {"from": "gpt", "value": "1234"}]}]',
    read: readTrace,
  },
  { text: "arrived_at,num_prefill_tokens,num_decode_tokens\n1.5,100,20\n", read: readTrace },
  { text: "arrival_s,input_tokens,output_tokens,session\n0.5,30,40,1\n", read: readTrace },
  {
    text: "job,submit_s,accelerators,duration_s,user,priority\n1,0,4,3600,ada,1\n2,10,8,60,bob,0\n",
    read: (text) => readJobs(text, "f"),
  },
  {
    text: "; Version: 2.2\n1 0 10 100 4 -1 -1 4 100 -1 1 1 1 1 1 1 -1 -1\n",
    read: (text) => readJobs(text, "f"),
  },
  { text: "id,chip,tp,batch,tpot_ms\na,trn1,8,1,12.5\n", read: (text) => readRows({ name: "f", text }) },
  {
    text: '{"schema":"trnsim.baseline/1","scenario":"a","catalog_hash":"x","variants":{"base":{"status":"completed","cost.usd_per_hour":1}}}',
    read: (text) => readBaseline(text, "f"),
  },
  ...[
    {
      model_type: "llama",
      hidden_size: 2048,
      num_hidden_layers: 16,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      intermediate_size: 8192,
      vocab_size: 128256,
      max_position_embeddings: 131072,
      tie_word_embeddings: true,
    },
    {
      model_type: "mixtral",
      hidden_size: 4096,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      intermediate_size: 14336,
      vocab_size: 32000,
      max_position_embeddings: 32768,
      num_local_experts: 8,
      num_experts_per_tok: 2,
    },
    {
      model_type: "bert",
      hidden_size: 1024,
      num_hidden_layers: 24,
      num_attention_heads: 16,
      intermediate_size: 4096,
      vocab_size: 30522,
      max_position_embeddings: 512,
      type_vocab_size: 2,
    },
    {
      model_type: "qwen3_next",
      hidden_size: 2048,
      num_hidden_layers: 48,
      num_attention_heads: 16,
      num_key_value_heads: 2,
      head_dim: 256,
      intermediate_size: 5120,
      vocab_size: 151936,
      max_position_embeddings: 262144,
      num_experts: 512,
      num_experts_per_tok: 10,
      moe_intermediate_size: 512,
      shared_expert_intermediate_size: 512,
      linear_num_key_heads: 16,
      linear_num_value_heads: 32,
      linear_key_head_dim: 128,
      linear_value_head_dim: 128,
      linear_conv_kernel_dim: 4,
      full_attention_interval: 4,
    },
  ].map((config) => ({
    text: JSON.stringify(config),
    read: (text: string) => parameterCount(modelFromHuggingFace(parsed(text), "fuzz")),
  })),
];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ScenarioError([{ found: "text that is no JSON", expected: "JSON" }]);
  }
}

function readerOf(kind: string) {
  return createPlugin(traces, { kind }, undefined, traceContract);
}

function readTrace(text: string): unknown {
  const reader = traces.map(({ name }) => readerOf(name)).find((each) => each.recognises(text));
  if (reader === undefined) throw new ScenarioError([{ found: "no known form", expected: "a trace" }]);
  return reader.read(text, "f");
}

const strange = [
  "",
  "-1",
  "1e999",
  "NaN",
  '"',
  "'",
  ",",
  "\n",
  "\u0000",
  "\u2028",
  "{",
  "}",
  "[",
  "null",
  "true",
  "0",
  "99999999999999999999",
  "__proto__",
  "constructor",
  "\r",
  "\t",
  ";",
  "x".repeat(3000),
];

/** `text` with one to four places broken. */
function broken(text: string, random: () => number): string {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  let now = text;
  for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
    const [from, to] = [random(), random() * 0.1].map((share) => Math.floor(share * now.length)) as [
      number,
      number,
    ];
    const numbers = [...now.matchAll(/\d+/g)];
    if (random() < 0.5 && numbers.length > 0) {
      const { index = 0, 0: number } = pick(numbers);
      now = now.slice(0, index) + pick(strange) + now.slice(index + number.length);
    } else now = now.slice(0, from) + pick(strange) + now.slice(from + to);
  }
  return now;
}

/** A file of this use for case `seed`: as it should be, or broken. */
export function brokenFile(seed: number, use: "trace" | "requests" | "jobs" | "rows" | "config"): string {
  const random = new RandomStreams(seed).stream(`file ${use}`);
  const of = {
    trace: (each: string) => !each.startsWith('{"model'),
    requests: (each: string) => traces.some(({ name }) => readerOf(name).recognises(each)),
    jobs: (each: string) => each.startsWith("job,") || each.startsWith(";"),
    rows: (each: string) => each.startsWith("id,"),
    config: (each: string) => each.startsWith('{"model'),
  };
  const fitting = files.map(({ text }) => text).filter(of[use]);
  const text = fitting[Math.floor(random() * fitting.length)] as string;
  return random() < (use === "requests" || use === "jobs" ? 0.5 : 0.3) ? text : broken(text, random);
}

/** What is wrong with how file `seed` is read; undefined where nothing is. */
export function fileFailureOf(seed: number): string | undefined {
  const random = new RandomStreams(seed).stream("files");
  const { text, read } = files[Math.floor(random() * files.length)] as (typeof files)[number];
  const now = broken(text, random);
  try {
    const value = read(now);
    if (typeof value === "number" && !Number.isFinite(value)) return `${value} of ${now}`;
  } catch (error) {
    if (!(error instanceof ScenarioError)) return `${(error as Error).stack} of ${now.slice(0, 400)}`;
    if (error.message.length > 4000) return `a message of ${error.message.length} characters`;
  }
  return undefined;
}
