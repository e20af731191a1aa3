/**
 * Published measurements: LLM generation on Inferentia2, Trainium and Trainium2. Figures as printed by:
 *
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_LLM.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_decoder.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/throughput_data_LLM.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/throughput_data_decoder.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/latency_data_decoder.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/trn1_latency_data_LLM.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/trn1_throughput_data_LLM.csv
 * - aws-neuron-sdk:vllm-neuron/docs/tutorials/tutorial-eagle3-speculative-decoding-llama-3-1.md
 * - huggingface/optimum-neuron docs/assets/benchmarks/inferentia-llama2-7b (bar-chart labels, 2024-07)
 * - huggingface/optimum-neuron docs/assets/benchmarks/inferentia-llama3-8b (bar-chart labels, 2024-07)
 * - huggingface/optimum-neuron docs/assets/benchmarks/inferentia-llama3.1-8b (bar-chart labels, 2025-06)
 * - huggingface/optimum-neuron docs/assets/benchmarks/inferentia-mistral-v2 (bar-chart labels, 2024-05)
 */
export const decodeRows: string = `id,neuron_version,instance,model,params_b,layers,hidden,heads,kv_heads,head_dim,ffn,vocab,tp,batch,seq_len,input_len,output_len,weight_dtype,framework,throughput_kind,throughput_tok_s,ttft_p50_ms,tpot_p50_ms,notes
dec041,2.18.0,inf2.48xlarge,Llama-2-13b,13.016,40,5120,40,40,128,13824,32000,24,1,4096,128,3968,bf16,Transformers NeuronX,output_tokens/(ttft+decode),112.52,25.8508,9.16553,
dec044,2.18.0,inf2.48xlarge,Llama-2-13b,13.016,40,5120,40,40,128,13824,32000,24,1,8192,4096,4096,bf16,Transformers NeuronX,output_tokens/(ttft+decode),97.4153,333.78,10.1736,
dec047,2.18.0,inf2.48xlarge,Llama-2-13b,13.016,40,5120,40,40,128,13824,32000,24,8,4096,128,3968,bf16,Transformers NeuronX,output_tokens/(ttft+decode),589.887,108.809,14.8966,
dec048,2.18.0,inf2.48xlarge,Llama-2-13b,13.016,40,5120,40,40,128,13824,32000,24,8,8192,4096,4096,bf16,Transformers NeuronX,output_tokens/(ttft+decode),351.758,7083.73,20.9856,
dec049,2.18.0,inf2.48xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,24,1,256,128,128,bf16,Transformers NeuronX,output_tokens/(ttft+decode),30.0636,76.5953,32.8956,
dec052,2.18.0,inf2.48xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,24,1,512,256,256,bf16,Transformers NeuronX,output_tokens/(ttft+decode),29.9242,96.4396,33.1342,
dec053,2.18.0,inf2.48xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,24,1,1152,128,1024,bf16,Transformers NeuronX,output_tokens/(ttft+decode),30.0702,76.3304,33.1512,
dec054,2.18.0,inf2.48xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,24,1,2048,1024,1024,bf16,Transformers NeuronX,output_tokens/(ttft+decode),29.426,277.016,33.7324,
dec057,2.18.0,inf2.48xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,24,1,3072,1024,2048,bf16,Transformers NeuronX,output_tokens/(ttft+decode),28.9135,275.966,34.8194,
dec058,2.18.0,inf2.48xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,24,1,4096,2048,2048,bf16,Transformers NeuronX,output_tokens/(ttft+decode),28.3272,810.437,34.9033,
dec059,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,1,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,103,,9,mean not p50
dec060,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,1,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,99,100,10,mean not p50
dec061,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,1,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,99,100,10,mean not p50
dec062,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,1,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,92,100,10,mean not p50
dec063,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,1,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,93,100,10,mean not p50
dec064,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,1,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,93,100,10,mean not p50
dec065,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,1,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,93,100,10,mean not p50
dec066,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,4,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,224,1000,14,mean not p50
dec067,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,4,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,223,1000,14,mean not p50
dec068,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,4,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,222,1000,14,mean not p50
dec069,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,4,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,222,1000,14,mean not p50
dec070,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,4,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,222,1000,14,mean not p50
dec071,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,4,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,222,1000,14,mean not p50
dec072,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,4,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,222,1000,14,mean not p50
dec073,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,8,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,317,1900,18,mean not p50
dec074,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,8,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,316,1900,18,mean not p50
dec075,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,8,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,318,1900,18,mean not p50
dec076,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,8,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,317,1900,18,mean not p50
dec077,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,8,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,317,1900,18,mean not p50
dec078,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,8,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,318,1900,18,mean not p50
dec079,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,8,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,317,1900,18,mean not p50
dec080,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,16,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,396,3800,26,mean not p50
dec081,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,16,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,394,3800,26,mean not p50
dec082,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,16,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,394,3800,26,mean not p50
dec083,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,16,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,395,3800,26,mean not p50
dec084,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,16,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,394,3800,26,mean not p50
dec085,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,16,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,395,3800,26,mean not p50
dec086,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,16,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,394,3800,26,mean not p50
dec087,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,24,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,436,5900,32,mean not p50
dec088,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,24,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,437,5900,32,mean not p50
dec089,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,24,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,439,5800,32,mean not p50
dec090,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,24,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,440,5800,32,mean not p50
dec091,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,24,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,438,5800,32,mean not p50
dec092,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,24,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,439,5800,32,mean not p50
dec093,,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,12,24,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,439,5800,32,mean not p50
dec094,2.18.0,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,24,1,4096,128,3968,bf16,Transformers NeuronX,output_tokens/(ttft+decode),156.128,27.6377,6.46973,
dec095,2.18.0,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,24,1,8192,128,8064,bf16,Transformers NeuronX,output_tokens/(ttft+decode),145.167,29.2099,7.34019,
dec096,2.18.0,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,24,8,4096,128,3968,bf16,Transformers NeuronX,output_tokens/(ttft+decode),725.828,77.3621,12.1052,
dec097,2.18.0,inf2.48xlarge,Llama-2-7b,6.738,32,4096,32,32,128,11008,32000,24,8,8192,128,8064,bf16,Transformers NeuronX,output_tokens/(ttft+decode),577.971,80.1179,16.3929,
dec104,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,92,300,10,mean not p50
dec105,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,89,100,11,mean not p50
dec106,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,89,100,11,mean not p50
dec107,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,86,200,11,mean not p50
dec108,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,87,200,11,mean not p50
dec109,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,86,200,11,mean not p50
dec110,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,86,200,11,mean not p50
dec111,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,4,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,225,1100,13,mean not p50
dec112,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,4,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,228,1100,13,mean not p50
dec113,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,4,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,227,1100,13,mean not p50
dec114,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,4,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,229,1100,13,mean not p50
dec115,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,4,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,228,1100,13,mean not p50
dec116,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,4,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,228,1100,13,mean not p50
dec117,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,4,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,228,1100,13,mean not p50
dec118,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,340,2200,15,mean not p50
dec119,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,340,2200,15,mean not p50
dec120,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,341,2200,15,mean not p50
dec121,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,344,2200,15,mean not p50
dec122,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,339,2200,15,mean not p50
dec123,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,337,2200,15,mean not p50
dec124,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,340,2200,15,mean not p50
dec125,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,449,4400,19,mean not p50
dec126,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,449,4300,19,mean not p50
dec127,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,448,4400,19,mean not p50
dec128,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,441,4400,19,mean not p50
dec129,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,440,4400,19,mean not p50
dec130,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,439,4400,19,mean not p50
dec131,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,434,4400,20,mean not p50
dec132,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,256,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,498,8700,30,mean not p50
dec133,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,512,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,492,8700,31,mean not p50
dec134,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,768,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,479,8900,32,mean not p50
dec135,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,1024,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,476,9000,32,mean not p50
dec136,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,1280,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,473,9000,32,mean not p50
dec137,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,1536,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,468,9100,33,mean not p50
dec138,,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,1792,256,fp16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,463,9100,34,mean not p50
dec139,2.18.1,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,24,1,4096,128,3968,int8,Transformers NeuronX,output_tokens/(ttft+decode),161.67,25,6.42,
dec140,2.18.1,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,24,1,4096,2048,2048,int8,Transformers NeuronX,output_tokens/(ttft+decode),153.58,101.81,6.5,
dec141,2.18.1,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,24,1,8192,128,8064,int8,Transformers NeuronX,output_tokens/(ttft+decode),144.98,29.47,7.41,
dec142,2.18.1,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,24,1,8192,4096,4096,int8,Transformers NeuronX,output_tokens/(ttft+decode),133.63,209.37,7.47,
dec143,2.18.1,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,24,8,4096,128,3968,int8,Transformers NeuronX,output_tokens/(ttft+decode),859.09,66.02,10.45,
dec144,2.18.1,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,24,8,4096,2048,2048,int8,Transformers NeuronX,output_tokens/(ttft+decode),759.15,823.53,10.5,
dec145,2.18.1,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,24,8,8192,128,8064,int8,Transformers NeuronX,output_tokens/(ttft+decode),649.17,68.95,15.22,
dec146,2.18.1,inf2.48xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,24,8,8192,4096,4096,int8,Transformers NeuronX,output_tokens/(ttft+decode),521.96,1992.59,15.31,
dec147,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,256,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,81,700,10,mean not p50
dec148,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,512,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,84,300,11,mean not p50
dec149,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,768,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,83,300,11,mean not p50
dec150,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,1024,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,83,300,11,mean not p50
dec151,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,1280,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,82,300,11,mean not p50
dec152,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,1536,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,83,300,11,mean not p50
dec153,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,1,4096,1792,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,83,300,11,mean not p50
dec161,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,256,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,319,2700,14,mean not p50
dec162,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,512,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,323,2300,16,mean not p50
dec163,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,768,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,323,2300,16,mean not p50
dec164,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,1024,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,322,2300,16,mean not p50
dec165,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,1280,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,321,2300,16,mean not p50
dec166,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,1536,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,320,2400,16,mean not p50
dec167,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,8,4096,1792,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,319,2400,16,mean not p50
dec168,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,256,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,407,5000,20,mean not p50
dec169,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,512,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,410,4600,21,mean not p50
dec170,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,768,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,409,4700,21,mean not p50
dec171,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,1024,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,409,4700,21,mean not p50
dec172,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,1280,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,407,4700,21,mean not p50
dec173,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,1536,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,406,4700,21,mean not p50
dec174,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,16,4096,1792,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,405,4700,21,mean not p50
dec175,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,256,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,511,9700,25,mean not p50
dec176,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,512,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,514,9300,26,mean not p50
dec177,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,768,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,513,9300,26,mean not p50
dec178,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,1024,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,463,9300,33,mean not p50
dec179,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,1280,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,457,9400,33,mean not p50
dec180,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,1536,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,458,9400,33,mean not p50
dec181,,inf2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,32,4096,1792,256,bf16,optimum-neuron 0.2.x,256*batch/duration incl. prefill,456,9500,33,mean not p50
dec210,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,1,4096,256,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,97,100,10,mean not p50
dec211,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,1,4096,512,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,101,100,10,mean not p50
dec212,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,1,4096,768,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,100,100,10,mean not p50
dec213,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,1,4096,1024,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,95,200,10,mean not p50
dec214,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,1,4096,1280,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,95,200,10,mean not p50
dec215,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,1,4096,1536,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,95,200,10,mean not p50
dec216,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,1,4096,1792,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,95,200,10,mean not p50
dec217,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,4,4096,256,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,216,1600,12,mean not p50
dec218,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,4,4096,512,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,217,1600,12,mean not p50
dec219,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,4,4096,768,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,216,1600,12,mean not p50
dec220,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,4,4096,1024,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,214,1600,12,mean not p50
dec221,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,4,4096,1280,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,216,1600,12,mean not p50
dec222,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,4,4096,1536,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,212,1700,12,mean not p50
dec223,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,4,4096,1792,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,211,1700,12,mean not p50
dec224,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,8,4096,256,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,291,3400,14,mean not p50
dec225,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,8,4096,512,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,293,3300,14,mean not p50
dec226,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,8,4096,768,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,291,3300,14,mean not p50
dec227,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,8,4096,1024,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,292,3300,14,mean not p50
dec228,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,8,4096,1280,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,288,3400,15,mean not p50
dec229,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,8,4096,1536,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,288,3400,15,mean not p50
dec230,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,8,4096,1792,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,287,3400,15,mean not p50
dec231,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,16,4096,256,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,353,6900,18,mean not p50
dec232,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,16,4096,512,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,354,6900,18,mean not p50
dec233,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,16,4096,768,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,352,6900,19,mean not p50
dec234,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,16,4096,1024,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,350,6900,19,mean not p50
dec235,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,16,4096,1280,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,351,7000,18,mean not p50
dec236,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,16,4096,1536,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,355,6900,18,mean not p50
dec237,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,16,4096,1792,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,354,6900,18,mean not p50
dec238,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,32,4096,256,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,406,13200,27,mean not p50
dec239,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,32,4096,512,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,405,13300,27,mean not p50
dec240,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,32,4096,768,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,403,13500,27,mean not p50
dec241,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,32,4096,1024,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,401,13500,27,mean not p50
dec242,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,32,4096,1280,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,400,13600,27,mean not p50
dec243,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,32,4096,1536,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,396,13700,27,mean not p50
dec244,,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,8,32,4096,1792,256,bf16,transformers-neuronx (optimum-neuron 0.0.2x),256*batch/duration incl. prefill,396,13800,27,mean not p50
dec245,2.18.0,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,24,1,4096,128,3968,bf16,Transformers NeuronX,output_tokens/(ttft+decode),149.736,27.3416,6.8624,
dec246,2.18.0,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,24,1,8192,4096,4096,bf16,Transformers NeuronX,output_tokens/(ttft+decode),81.7034,557.963,7.86567,
dec247,2.18.0,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,24,1,16384,8192,8192,bf16,Transformers NeuronX,output_tokens/(ttft+decode),95.9933,539.591,10.3297,
dec248,2.18.0,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,24,8,4096,128,3968,bf16,Transformers NeuronX,output_tokens/(ttft+decode),761.886,77.6203,11.6386,
dec249,2.18.0,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,24,8,8192,4096,4096,bf16,Transformers NeuronX,output_tokens/(ttft+decode),450.376,4740.12,16.5465,
dec250,2.18.0,inf2.48xlarge,Mistral-7B,7.242,32,4096,32,8,128,14336,32000,24,8,16384,8192,8192,bf16,Transformers NeuronX,output_tokens/(ttft+decode),411.047,11085.1,18.0116,
dec269,2.14.0,inf2.48xlarge,opt-13b,12.853,40,5120,40,40,128,20480,50272,8,1,2048,9,2039,fp16,Transformers Neuron,generated_tokens/e2e,54.8,,17.9,
dec273,2.14.0,inf2.48xlarge,opt-13b,12.853,40,5120,40,40,128,20480,50272,8,256,128,9,119,fp16,Transformers Neuron,generated_tokens/e2e,3014.3,,68.9,
dec279,2.14.0,inf2.48xlarge,opt-30b,29.975,48,7168,56,56,128,28672,50272,8,1,2048,9,2039,fp16,Transformers Neuron,generated_tokens/e2e,26,,38.2,
dec283,2.14.0,inf2.48xlarge,opt-30b,29.975,48,7168,56,56,128,28672,50272,8,256,128,9,119,fp16,Transformers Neuron,generated_tokens/e2e,2023.7,,110.9,
dec310,2.18.0,trn1.32xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,32,1,256,128,128,bf16,Transformers NeuronX,output_tokens/(ttft+decode),39.2857,53.9103,25.1813,
dec313,2.18.0,trn1.32xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,32,1,512,256,256,bf16,Transformers NeuronX,output_tokens/(ttft+decode),39.1767,81.882,25.2671,
dec314,2.18.0,trn1.32xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,32,1,1152,128,1024,bf16,Transformers NeuronX,output_tokens/(ttft+decode),39.1638,57.7521,25.4486,
dec315,2.18.0,trn1.32xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,32,1,2048,1024,1024,bf16,Transformers NeuronX,output_tokens/(ttft+decode),38.0952,232.48,26.0379,
dec318,2.18.0,trn1.32xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,32,1,3072,1024,2048,bf16,Transformers NeuronX,output_tokens/(ttft+decode),37.7095,236.782,26.6247,
dec319,2.18.0,trn1.32xlarge,Llama-2-70b,68.977,80,8192,64,8,128,28672,32000,32,1,4096,2048,2048,bf16,Transformers NeuronX,output_tokens/(ttft+decode),36.7802,690.956,26.8505,
dec334,2.18.1,trn1.32xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,32,1,4096,128,3968,int8,Transformers NeuronX,output_tokens/(ttft+decode),178.189,14.75,5.86,
dec335,2.18.1,trn1.32xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,32,1,8192,128,8064,int8,Transformers NeuronX,output_tokens/(ttft+decode),157.252,17.09,7.03,
dec336,2.18.1,trn1.32xlarge,Llama-3-8B,8.03,32,4096,32,8,128,14336,128256,32,1,8192,4096,4096,int8,Transformers NeuronX,output_tokens/(ttft+decode),140.5,153.02,7.04,
dec343,2.14.0,trn1.32xlarge,opt-13b,12.853,40,5120,40,40,128,20480,50272,8,1,2048,9,2039,fp16,Transformers Neuron,generated_tokens/e2e,17.7,,17.9,
dec345,2.14.0,trn1.32xlarge,opt-13b,12.853,40,5120,40,40,128,20480,50272,8,256,128,9,119,fp16,Transformers Neuron,generated_tokens/e2e,3622.3,,59.4,
dec352,,trn2.48xlarge,Llama-3.1-8B,8.03,32,4096,32,8,128,14336,128256,8,2,,512,128,bf16,NxD Inference + vLLM,"output tok/s, concurrency 2",184.44,51.07,10.52,
`;
