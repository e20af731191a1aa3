/**
 * Published measurements: pre-training on Trn1. Figures as printed by:
 *
 * - aws-neuron-sdk:about-neuron/benchmarks/trn1/training_data_encoder.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/nlp_data.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/training_data_decoder.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/training_data_encoder.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/training_data_vision_transformers.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/trn1_trn1n_nlp_data.csv
 */
export const trainingRows: string = `id,neuron_version,instance,model,params_b,layers,hidden,heads,kv_heads,ffn,vocab,nodes,cores,dp,tp,pp,zero1,microbatch,globalbatch,seq_len,dtype,seq_per_s,notes
trn005,2.6.0,trn1.32xlarge,BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,1,32,32,1,1,0,16,16384,128,Autocast:BF16+SR,3365,
trn006,2.10.0,trn1.32xlarge (or trn1n),BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,1,32,32,1,1,0,16,16384,128,Autocast:BF16+SR,3512,
trn023,2.28.0,trn1.32xlarge (or trn1n),BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,1,32,32,1,1,0,16,16384,128,Autocast:BF16+SR,3826.61,
trn027,2.6.0,trn1.32xlarge,BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,1,32,32,1,1,0,8,16384,128,FP32,1864,dtype FP32: MFU still quoted against the 95 TFLOPS bf16 peak (fp32 matmul on PE is FP32/FP22 multi-pass)
trn039,2.22.0,trn1.32xlarge (or trn1n),BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,1,32,32,1,1,0,16,65536,128,Autocast:BF16+SR,3890.7,
trn046,2.22.0,trn1.32xlarge (or trn1n),BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,16,512,512,1,1,0,16,16384,128,Autocast:BF16/AMP,26474.4,
trn051,2.6.0,trn1.32xlarge,BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,16,512,512,1,1,0,16,262144,128,Autocast:BF16+SR,49846,
trn052,2.9.0,trn1.32xlarge (or trn1n),BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,16,512,512,1,1,0,16,262144,128,Autocast:BF16+SR,48414,
trn053,2.9.0,trn1.32xlarge (or trn1n),BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,16,512,512,1,1,0,16,262144,128,Autocast:BF16+SR,41242,
trn075,2.28.0,trn1.32xlarge (or trn1n),BERT-Large-Ph1,0.336,24,1024,16,16,4096,30522,16,512,512,1,1,0,16,1.04858e+06,128,Autocast:BF16+SR,57407.9,
trn094,2.3.0,trn1.32xlarge,BERT-Large-Ph2,0.336,24,1024,16,16,4096,30522,1,32,32,1,1,0,2,2048,512,Autocast:BF16+SR,478.6,
trn099,2.6.0,trn1.32xlarge,BERT-Large-Ph2,0.336,24,1024,16,16,4096,30522,1,32,32,1,1,0,2,32768,512,Autocast:BF16+SR,527.95,
trn103,2.6.0,trn1.32xlarge,BERT-Large-Ph2,0.336,24,1024,16,16,4096,30522,1,32,32,1,1,0,1,32768,512,FP32,247,dtype FP32: MFU still quoted against the 95 TFLOPS bf16 peak (fp32 matmul on PE is FP32/FP22 multi-pass)
trn136,2.18.0,trn1.32xlarge (or trn1n),GPT3-175B,174.6,96,12288,96,96,49152,50257,32,1024,4,32,8,0,1,1024,2048,Autocast:BF16+SR,14.6,
trn143,2.18.0,trn1.32xlarge (or trn1n),GPT3-23B,23,28,8192,64,64,32768,50257,32,1024,32,8,4,0,1,1024,2048,Autocast:BF16+SR,107.18,
trn155,2.6.0,trn1.32xlarge,GPT3-6.7B,6.66,32,4096,32,32,16384,50257,1,32,4,8,1,0,1,64,2048,Autocast:BF16+SR,8.23,
trn179,2.24.0,trn1.32xlarge (or trn1n),Llama-3.1-8B,8.03,32,4096,32,8,14336,128256,32,1024,32,32,1,1,1,1024,8192,Autocast:BF16+FP32Optimizer,47.95,
trn191,2.18.0,trn1.32xlarge (or trn1n),Llama2-70B,68.977,80,8192,64,8,28672,32000,32,1024,8,32,4,0,1,1024,4096,Autocast:BF16+FP32Optimizer,17.86,
trn193,2.21.0,trn1.32xlarge (or trn1n),Llama2-70B,68.977,80,8192,64,8,28672,32000,32,1024,4,32,8,0,1,1024,4096,Autocast:BF16+FP32Optimizer,14.44,
trn194,2.13.1,trn1.32xlarge (or trn1n),Llama2-7B,6.738,32,4096,32,32,11008,32000,16,512,64,8,1,0,1,256,4096,Autocast:BF16+SR,49.75,published DP=16 inconsistent with 16 nodes x 32 cores / (TP*PP)=64
trn200,2.21.0,trn1.32xlarge (or trn1n),Llama2-7B,6.738,32,4096,32,32,11008,32000,16,512,64,8,1,1,1,1024,4096,Autocast:BF16+FP32Optimizer,95.14,
trn203,2.17.0,trn1.32xlarge (or trn1n),Llama2-7B,6.738,32,4096,32,32,11008,32000,32,1024,32,8,4,0,1,1024,4096,Autocast:BF16+SR,89,published DP=4 inconsistent with 32 nodes x 32 cores / (TP*PP)=32
trn204,2.14.0,trn1.32xlarge (or trn1n),ViT-Base,0.0866,12,768,12,12,3072,,1,32,32,1,1,0,56,1792,197,Autocast:BF16+SR,4835.53,
trn209,2.25.0,trn1.32xlarge (or trn1n),ViT-Base,0.0866,12,768,12,12,3072,,1,32,32,1,1,0,64,2048,197,BF16,6587.25,
`;
