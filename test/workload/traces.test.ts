/** Forms of recorded requests: each is told by its text, read right, and never taken for another. */
import { describe, expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { readOnce } from "../../src/workload/inference/load/last-trace.ts";
import {
  namedColumnRequests,
  namedColumnsSchema,
} from "../../src/workload/inference/load/traces/named-columns.ts";
import { traceContract } from "../../src/workload/inference/load/traces/trace-reader.ts";
import { traces } from "../../src/workload/inference/load/traces.ts";

const readerOf = (kind: string) => createPlugin(traces, { kind }, undefined, traceContract);

/** A file of each form, and its requests: arrival (s), prompt, answer. */
const samples: { [kind: string]: [text: string, requests: [number, number, number][]] } = {
  azure: [
    "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:47.6805900,396,109\n",
    [
      [0, 374, 44],
      [1, 396, 109],
    ],
  ],
  bailian: [
    '{"chat_id":1,"parent_chat_id":-1,"timestamp":61.5,"input_length":40,"output_length":3,"type":"text","turn":1,"hash_ids":[1,2,3]}\n',
    [[0, 40, 3]],
  ],
  mooncake: [
    '{"timestamp": 0, "input_length": 600, "output_length": 5, "hash_ids": [1, 2]}\n{"timestamp": 3000, "input_length": 1, "output_length": 1, "hash_ids": []}\n',
    [
      [0, 600, 5],
      [3, 1, 1],
    ],
  ],
  burstgpt: [
    "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n",
    [[0, 472, 18]],
  ],
  sharegpt: [
    '[{"id": "a", "conversations": [{"from": "human", "value": "12345678"}, {"from": "gpt", "value": "1234"}]},\n {"id": "b", "conversations": [{"from": "human", "value": "1234"}, {"from": "gpt", "value": "12345"}]}]',
    [
      [0, 2, 1],
      [0, 1, 2],
    ],
  ],
  vidur: [
    "arrived_at,num_prefill_tokens,num_decode_tokens\n1.5,100,20\n2.0,50,10\n",
    [
      [0, 100, 20],
      [0.5, 50, 10],
    ],
  ],
  llmservingsim: [
    '{"input_toks": 16, "output_toks": 8, "arrival_time_ns": 5000}\n{"input_toks": 2, "output_toks": 4, "arrival_time_ns": 1000005000, "input_tok_ids": [7, 9]}\n',
    [
      [0, 16, 8],
      [1, 2, 4],
    ],
  ],
  "vllm-bench": [
    JSON.stringify({
      ...{
        date: "20260102-030405",
        num_prompts: 3,
        request_rate: 2,
        completed: 2,
        total_input_tokens: 300,
        total_output_tokens: 5,
      },
      ...{
        input_lens: [100, 50, 200],
        output_lens: [3, 0, 2],
        start_times: [10, 10.5, 11.5],
        errors: ["", "timeout", ""],
      },
    }),
    [
      [0, 100, 3],
      [1.5, 200, 2],
    ],
  ],
  csv: ["arrival_s,input_tokens,output_tokens\n0.5,30,40\n", [[0, 30, 40]]],
};

describe.each(traces.map(({ name }) => name))("the form %s", (name) => {
  test("has a sample here, which it reads right and which no other form takes for its own", () => {
    const [text, requests] = samples[name] as (typeof samples)[string];
    const found = readerOf(name).read(text, "trace");
    expect(found.map((each) => [each.arrivalNs / 1e9, each.inputTokens, each.outputTokens])).toEqual(
      requests,
    );
    const knowing = traces.filter(({ name: each }) => readerOf(each).recognises(text));
    expect(knowing.map((each) => each.name)).toEqual([name]);
  });

  test("says how many rows are wrong and shows five", () => {
    const [text] = samples[name] as (typeof samples)[string];
    if (name === "sharegpt" || name === "vllm-bench") return;
    const lines = text.trimEnd().split("\n");
    const isCsv = !text.startsWith("{");
    const bad = Array.from({ length: 1000 }, () => (isCsv ? "x,y,z,w,v,u" : '{"x": 1}'));
    const broken = [...(isCsv ? lines.slice(0, 1) : []), ...bad].join("\n");
    const act = () => readerOf(name).read(broken, "trace");
    expect(act).toThrow(/1000 of 100\d rows are wrong/);
    try {
      act();
    } catch (error) {
      expect((error as Error).message.split("\n")).toHaveLength(6);
    }
  });
});

test("Azure's stamps of 2024 have a zone, and none of their parts where the second is whole", () => {
  const text =
    "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,2162,5\n" +
    "2024-05-10 00:00:01+00:00,2399,6\n2024-05-10 00:00:02.500000+00:00,76,15\n";
  const found = readerOf("azure")
    .read(text, "trace")
    .map(({ arrivalNs }) => arrivalNs / 1e9);
  for (const [index, second] of [0, 0.99007, 2.49007].entries()) expect(found[index]).toBeCloseTo(second, 9);
  const shifted = text.replaceAll("00:00:01+00:00", "02:00:01+02:00");
  expect(readerOf("azure").read(shifted, "trace")[1]?.arrivalNs).toBeCloseTo(0.99007e9, 0);
});

test("turns of a Bailian chat are one conversation, and only whole blocks of a prompt are known to the next", () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const row = (fields: object) => JSON.stringify({ output_length: 30, type: "text", ...fields });
  const text = [
    row({ chat_id: 1, parent_chat_id: -1, timestamp: 61.114, input_length: 200, turn: 1, hash_ids: ids(13) }),
    row({ chat_id: 2, parent_chat_id: 1, timestamp: 71.114, input_length: 300, turn: 2, hash_ids: ids(19) }),
  ].join("\n");
  const [first, second] = readerOf("bailian").read(text, "trace");
  expect(second?.arrivalNs).toBeCloseTo(10e9, 0);
  expect([first?.session, second?.session]).toEqual([1, 1]);
  const known = second?.prefixBlocks?.filter((block) => first?.prefixBlocks?.includes(block));
  expect(known).toHaveLength(12);
  expect(readerOf("mooncake").recognises(text)).toBe(false);
});

test("more blocks than the prompt has tokens for are not of this form", () => {
  const text = '{"timestamp": 1, "input_length": 600, "output_length": 5, "hash_ids": [1, 2, 3]}\n';
  expect(() => readerOf("mooncake").read(text, "trace")).toThrow(/no more hash_ids than blocks of 512/);
});

test("a vLLM bench result says what it lacks, and its totals must be those of its requests", () => {
  const [text] = samples["vllm-bench"] as (typeof samples)[string];
  const changed = (fields: object) => () =>
    readerOf("vllm-bench").read(JSON.stringify({ ...JSON.parse(text), ...fields }), "b.json");
  expect(changed({ input_lens: undefined })).toThrow(/one made with --save-detailed/);
  expect(changed({ start_times: undefined })).toThrow(/without start_times/);
  expect(changed({ output_lens: [1] })).toThrow(/found 3, 3, 1 start_times, input_lens, output_lens/);
  expect(changed({ total_input_tokens: 350 })).toThrow(/total_input_tokens: found 350; expected 300/);
  expect(changed({ input_lens: [1.5, 2, 3] })).toThrow(/input_lens.0/);
});

test("as many token ids as tokens, or the row is wrong", () => {
  const text = '{"input_toks": 3, "output_toks": 4, "arrival_time_ns": 0, "input_tok_ids": [7, 9]}';
  expect(() => readerOf("llmservingsim").read(text, "trace")).toThrow(/as many input_tok_ids as input_toks/);
});

test("a quote that is never closed is told with its line, and nothing of the file", () => {
  const text = 'arrival_s,input_tokens,output_tokens\n1,2,3\n2,"secret,3\n';
  const act = () => readerOf("csv").read(text, "trace");
  expect(act).toThrow(/trace:3: found quote not closed/);
  expect(act).not.toThrow(/secret/);
});

describe("columns that the scenario names", () => {
  const text = "t,prompt,answer,user\n100,10,20,anna\n250,30,40,ben\n300,5,6,\n400,7,8,anna\n";
  const named = (columns: object) => namedColumnsSchema.parse(columns);

  test("are read in their unit, conversations by any name", () => {
    const columns = named({ arrival: "t", unit: "ms", input: "prompt", output: "answer", session: "user" });
    expect(namedColumnRequests(text, "t.csv", columns)).toEqual([
      { arrivalNs: 0, inputTokens: 10, outputTokens: 20, session: 0 },
      { arrivalNs: 150e6, inputTokens: 30, outputTokens: 40, session: 1 },
      { arrivalNs: 200e6, inputTokens: 5, outputTokens: 6 },
      { arrivalNs: 300e6, inputTokens: 7, outputTokens: 8, session: 0 },
    ]);
  });

  test("without times of arrival all requests are there at once", () => {
    const text = "prompt,answer\n10,2\n20,4\n";
    const columns = named({ input: "prompt", output: "answer" });
    expect(namedColumnRequests(text, "t.csv", columns)).toEqual([
      { arrivalNs: 0, inputTokens: 10, outputTokens: 2 },
      { arrivalNs: 0, inputTokens: 20, outputTokens: 4 },
    ]);
  });

  test("that are not there are told with the nearest", () => {
    const columns = named({ arrival: "t", input: "promt", output: "answer" });
    expect(() => namedColumnRequests(text, "t.csv", columns)).toThrow(
      /columns.input: found "promt".*did you mean "prompt"/,
    );
  });
});

test("a trace is read again only after another, under another name, in another form, or by other readers", () => {
  let reads = 0;
  const one = { file: "a.jsonl", text: "one", form: "mooncake" };
  const read = (trace: typeof one, readers: object = traces) =>
    readOnce(readers, trace, () => [{ arrivalNs: 0, inputTokens: ++reads, outputTokens: trace.text.length }]);
  const first = read(one);
  expect(read({ ...one })).toBe(first);
  for (const other of [
    { ...one, text: "others" },
    { ...one, file: "b.jsonl" },
    { ...one, form: "bailian" },
  ]) {
    expect(read(other)[0]).toMatchObject({ outputTokens: other.text.length });
    expect(read(one)).not.toBe(first);
  }
  expect(reads).toBe(1 + 2 * 3);
  read(one, [...traces]);
  expect(reads).toBe(8);
});
