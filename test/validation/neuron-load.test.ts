/** What load tests of Neuron servers sent, as their rows tell. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { neuronLoad } from "../../src/validation/rows/neuron-load.ts";
import { readRows } from "../../src/validation/rows/read-rows.ts";
import type { Row } from "../../src/validation/rows/row.ts";
import { rowScenario } from "../../src/validation/validate.ts";

const head = "id,framework,load_mode,concurrency,offered_rps,completed_rps,request_latency_s";
const rowOf = (cells: string) => readRows({ name: "rows.csv", text: `${head}\n${cells}` }).rows[0] as Row;
const loadOf = (cells: string) => neuronLoad(rowOf(cells), 32);

test("LLMPerf sends a burst .15 s apart, guidellm at a rate for 120 s, after which nothing counts", () => {
  expect(loadOf("a,TGI,closed-loop (llmperf),64,,,")).toEqual({ kind: "spaced", requests: 64, gapNs: 150e6 });
  const rated = { kind: "spaced", requests: 240, gapNs: 500e6, windowSeconds: 120 };
  expect(loadOf("a,vLLM,asynchronous,,2,,")).toEqual(rated);
  expect(loadOf("a,TGI,constant,,2,,")).toEqual(rated);
});

test("one user asks until the window of the test is over", () => {
  expect(loadOf("a,vLLM,synchronous,1,,.2,5")).toEqual({ kind: "users", users: 1, seconds: 60 });
});

test("by Little's law users who were all under way make a loop, three quarters or less a burst, and a few are not those stated", () => {
  // 128 users, 4 answers a second: 30 s make 120 under way, 20 s 80, 10 s 40.
  const at = (seconds: number) => loadOf(`a,vLLM,throughput,128,,4,${seconds}`);
  expect(at(30)).toEqual({ kind: "users", users: 128, seconds: 60 });
  expect(at(20)).toEqual({ kind: "spaced", requests: 128, gapNs: 50e6 });
  expect(at(10)).toEqual({ kind: "users", users: 32, seconds: 60 });
  expect(loadOf("a,TGI,throughput,128,,4,20")).toMatchObject({ requests: 128, gapNs: 0 });
  expect(loadOf("a,vLLM,throughput,,,4,20")).toMatchObject({ users: 32 });
});

test("a burst is written as a batch where all comes at once, else as so many requests at a rate, with the time at which a window ends", () => {
  const rest = "inf2.48xlarge,llama-3.1-8b,8,3,32,1500,250,bf16";
  const columns = `${head},instance,model,tp,replicas,max_batch,input_len_mean,output_len_mean,dtype,itl_ms,date`;
  const written = (cells: string) => {
    const file = { name: "rows.csv", text: `${columns}\n${cells},${rest},50,2026-01-01` };
    return rowScenario(file, "a", catalog) as { workload: object };
  };
  const workloadOf = (cells: string) => written(cells).workload;
  expect(written("a,vLLM,asynchronous,,2,,")).toMatchObject({
    limits: { time: "120 s" },
    workload: { arrivals: { kind: "constant", rate: "2/s" }, requests: 240 },
  });
  expect(workloadOf("a,TGI,throughput,128,,4,20")).toMatchObject({ arrivals: { kind: "batch", size: 128 } });
  expect(workloadOf("a,vLLM,throughput,128,,4,20")).toMatchObject({
    arrivals: { kind: "constant", rate: "20/s" },
    requests: 128,
  });
});
