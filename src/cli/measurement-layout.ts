/** How a file of measurements is laid out, for the help of the commands that read one. */
export const measurementLayout = `A file is CSV with a line of column names, which tell what was measured. One batch of an LLM:
  id,instance,model,tp,batch,input_len,output_len,weight_dtype,framework,ttft_p50_ms,tpot_p50_ms
  p1,trn2.48xlarge,llama-3.1-8b,8,4,1024,128,bf16,vllm,120,9.6
Serving under load on Neuron has itl_ms, on GPUs isl and concurrency, training seq_per_s, encoders
throughput_inf_s, collectives op and size_bytes; a row that lacks a column is listed with its name.`;
