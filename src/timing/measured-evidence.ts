/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` and `high` are measured / predicted, `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,inside,width
tnx-2.18,tpot_p50_ms,rows,37,5,0.0704,0.0847,0.855,1.08,0.919,1.29
tnx-2.18,ttft_p50_ms,rows,37,5,0.205,0.239,0.662,1.72,0.919,2.68
tnx-2.18,throughput_tok_s,rows,37,5,0.0775,0.0881,0.848,1.18,0.946,1.51
tnx-2.18,tpot_p50_ms,model,37,5,0.0842,0.0884,0.751,1.12,0.946,1.76
tnx-2.18,ttft_p50_ms,model,37,5,0.273,0.299,0.546,1.94,0.946,3.75
tnx-2.18,throughput_tok_s,model,37,5,0.086,0.093,0.777,1.47,0.946,2.22
tnx-2.18,tpot_p50_ms,chip,37,2,0.0839,0.0898,0.738,1.17,1,2.14
tnx-2.18,ttft_p50_ms,chip,37,2,0.254,0.292,0.416,2.14,1,14.1
tnx-2.18,throughput_tok_s,chip,37,2,0.0692,0.0867,0.623,1.44,1,3.41
tnx-continuous,tpot_p50_ms,rows,105,5,0.0476,0.0451,0.912,1.1,0.971,1.21
tnx-continuous,throughput_tok_s,rows,105,5,0.0575,0.071,0.832,1.11,0.971,1.33
tnx-continuous,ttft_p50_ms,rows,104,5,0.112,0.219,0.701,1.75,0.923,2.5
tnx-continuous,tpot_p50_ms,model,105,3,0.0512,0.0476,0.877,1.18,0.952,1.47
tnx-continuous,throughput_tok_s,model,105,3,0.076,0.0897,0.738,1.21,0.8,1.97
tnx-continuous,ttft_p50_ms,model,104,3,0.219,0.273,0.588,2.2,0.952,7.29
optimum-0.2,tpot_p50_ms,rows,28,5,0.027,0.037,0.903,1.1,0.964,1.22
optimum-0.2,ttft_p50_ms,rows,28,5,0.0177,0.0421,0.821,1.55,0.964,2.26
optimum-0.2,throughput_tok_s,rows,28,5,0.0162,0.0206,0.923,1.11,1,1.27
tnx-2.14,tpot_p50_ms,rows,6,5,0.0643,0.0752,0.86,1.15,0.833,1.36
tnx-2.14,throughput_tok_s,rows,6,5,0.138,0.445,0.266,1.29,0.833,5.06
tnx-2.14,tpot_p50_ms,model,6,2,0.0729,0.0679,0.612,1.18,1,3.24
tnx-2.14,throughput_tok_s,model,6,2,0.125,0.421,0.195,1.71,0.833,4.53
tnx-2.14,tpot_p50_ms,chip,6,2,0.0705,0.0695,0.731,1.23,1,2.58
tnx-2.14,throughput_tok_s,chip,6,2,0.126,0.435,0.183,1.46,0.833,18.1
nxdi,tpot_p50_ms,rows,1,1,0.367,0.367,0.535,1.24,1,2.01
nxdi,ttft_p50_ms,rows,1,1,0.344,0.344,0.224,2.93,1,20.9
nxdi,throughput_tok_s,rows,39,5,0.152,0.183,0.698,1.38,0.872,1.98
nxdi,itl_ms,rows,38,5,0.168,0.194,0.683,1.32,0.895,2.04
nxdi,ttft_ms,rows,38,5,0.259,2.55,0.295,3.38,0.895,122
nxdi,tpot_p50_ms,model,1,1,0.388,0.388,0.435,1.31,1,3.83
nxdi,ttft_p50_ms,model,1,1,0.939,0.939,0.222,3.41,1,32.9
nxdi,throughput_tok_s,model,39,3,0.164,0.193,0.655,1.75,0.923,3.08
nxdi,itl_ms,model,38,3,0.28,0.333,0.443,1.67,0.816,3.34
nxdi,ttft_ms,model,38,3,0.439,4.68,0.0945,2.14,0.658,12.7
nxdi,tpot_p50_ms,chip,1,1,0.491,0.491,0.45,1.33,1,2.57
nxdi,ttft_p50_ms,chip,1,1,0.167,0.167,0.0985,3.34,1,90
nxdi,throughput_tok_s,chip,39,3,0.152,0.212,0.609,1.68,0.897,2.93
nxdi,itl_ms,chip,38,3,0.162,0.196,0.571,1.49,0.974,3.3
nxdi,ttft_ms,chip,38,3,0.327,2.77,0.00977,6.17,0.947,1180
tnx-tgi,itl_ms,rows,82,5,0.204,0.287,0.54,1.94,0.915,3.62
tnx-tgi,ttft_ms,rows,82,5,0.246,0.339,0.611,4.05,0.878,8.42
tnx-tgi,throughput_tok_s,rows,82,5,0.142,0.201,0.659,1.59,0.878,2.41
tnx-tgi,itl_ms,model,82,4,0.482,0.471,0.427,2.58,0.793,7.22
tnx-tgi,ttft_ms,model,82,4,0.396,0.458,0.418,5.69,0.915,19.5
tnx-tgi,throughput_tok_s,model,82,4,0.319,0.289,0.585,1.97,0.854,3.81
tnx-tgi,itl_ms,chip,82,2,0.21,0.276,0.478,2.86,0.817,2.34
tnx-tgi,ttft_ms,chip,82,2,0.203,0.313,0.506,10.4,0.829,10.5
tnx-tgi,throughput_tok_s,chip,82,2,0.169,0.215,0.539,1.78,0.963,2.89
neuron-1,throughput_inf_s,rows,18,5,0.153,0.193,0.648,1.52,0.889,2.6
neuron-1,throughput_inf_s,model,18,3,0.123,0.167,0.595,1.51,0.833,3
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.072,0.0858,0.774,1.15,0.938,1.51
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.078,0.102,0.762,1.19,0.875,1.57
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0617,0.0864,0.663,1.6,1,11.5
torch-neuronx,throughput_inf_s,rows,29,5,0.0491,0.06,0.905,1.22,0.931,1.35
torch-neuronx,throughput_inf_s,model,29,11,0.0592,0.0649,0.893,1.26,0.931,1.42
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0414,0.0534,0.887,1.14,0.952,1.29
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0375,0.0489,0.876,1.15,0.905,1.32
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00533,0.00533,0.737,1.17,1,1.99
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00574,0.00574,0.683,1.4,1,3.25
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00533,0.00533,0.687,1.3,1,2.72
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00574,0.00574,0.602,1.56,1,4.18
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0631,0.193,0.47,1.79,0.833,3.9
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0595,0.192,0.444,1.44,0.833,3.99
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.0445,0.182,0.354,2.2,0.75,11.5
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.167,0.168,0.728,1.42,0.714,1.97
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.223,0.215,0.648,1.46,0.857,2.38
torch-neuronx-training,seq_per_s,rows,15,5,0.0674,0.0926,0.795,1.23,0.933,1.56
torch-neuronx-training,seq_per_s,model,15,2,0.0498,0.0777,0.738,1.24,1,2.25
nemo-neuron,seq_per_s,rows,3,3,0.102,0.103,0.876,1.2,1,1.55
nemo-neuron,seq_per_s,model,3,3,0.102,0.103,0.848,1.26,1,1.68
nxd-training,seq_per_s,rows,6,5,0.144,0.195,0.598,1.23,0.667,2.05
nxd-training,seq_per_s,model,6,3,0.0942,0.145,0.595,1.21,0.833,1.99
megatron-lm,iter_time_s,rows,19,5,0.0371,0.0445,0.898,1.16,0.947,1.31
megatron-lm,iter_time_s,model,19,13,0.032,0.0481,0.889,1.18,0.842,1.34
megatron-lm,iter_time_s,chip,19,2,0.0386,0.0482,0.839,1.15,1,1.72
megatron-core,iter_time_s,rows,7,5,0.0373,0.0616,0.88,1.2,0.857,1.41
megatron-core,tokens_per_s_per_gpu,rows,33,5,0.0465,0.126,0.879,1.53,0.879,1.73
megatron-core,iter_time_s,model,7,7,0.041,0.0597,0.892,1.2,0.857,1.36
megatron-core,tokens_per_s_per_gpu,model,33,12,0.118,0.163,0.873,1.49,0.909,1.78
megatron-core,iter_time_s,source,7,1,0.0461,0.059,0.568,1.36,1,2.63
megatron-core,tokens_per_s_per_gpu,source,33,3,0.0968,0.145,0.837,1.64,0.97,2.4
megatron-v100,iter_time_s,rows,3,3,0.02,0.0177,0.831,1.14,1,1.55
megatron-v100,iter_time_s,model,3,3,0.02,0.0177,0.797,1.18,1,1.68
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.0717,0.0717,0.746,1.5,1,2.91
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0479,0.062,0.893,1.15,0.915,1.33
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0703,0.0703,0.726,1.5,1,2.28
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0714,0.0776,0.846,1.33,0.963,1.55
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0766,0.0766,0.863,2.48,1,3
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0467,0.0642,0.882,1.28,0.939,1.68
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0703,0.0703,0.766,2.05,1,2.79
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.104,0.126,0.795,1.74,0.976,2.58
megatron-deepspeed,iteration_ms,rows,149,5,0.0565,0.0705,0.878,1.2,0.899,1.36
megatron-deepspeed,iteration_ms,model,149,6,0.06,0.0805,0.818,1.27,0.893,1.66
splitwise-a100,prompt_time_ms,rows,50,5,0.0953,0.144,0.771,1.59,0.92,2.36
splitwise-a100,token_time_ms,rows,50,5,0.0705,0.0887,0.8,1.05,0.92,1.32
splitwise-a100,prompt_time_ms,model,50,2,0.0886,0.163,0.581,2.28,1,8.22
splitwise-a100,token_time_ms,model,50,2,0.108,0.0908,0.727,1.22,0.98,2.53
splitwise-h100,prompt_time_ms,rows,32,5,0.125,0.146,0.676,1.9,0.875,3.01
splitwise-h100,token_time_ms,rows,32,5,0.0205,0.0218,0.918,1.05,1,1.16
trtllm,prompt_time_ms,rows,3,3,0.0474,0.395,0.364,1.72,1,6.34
trtllm,token_time_ms,rows,3,3,0.0501,0.0473,0.789,1.11,1,1.57
trtllm,throughput_tok_s,rows,12,5,0.204,0.268,0.503,1.38,0.833,2.72
trtllm,tpot_ms,rows,96,5,0.0686,0.0923,0.835,1.24,0.906,1.48
trtllm,ttft_ms,rows,105,5,0.22,0.352,0.479,2.22,0.914,4.66
trtllm,output_tokens_per_s,rows,50,5,0.0984,0.173,0.641,1.41,0.86,2.15
trtllm,prompt_time_ms,model,3,1,0.0472,0.391,0.189,2.99,1,68.2
trtllm,token_time_ms,model,3,1,0.0533,0.0489,0.4,1.29,1,4.48
trtllm,throughput_tok_s,model,12,3,0.202,0.269,0.43,1.53,0.833,4.55
trtllm,output_tokens_per_s,model,50,8,0.122,0.18,0.638,1.5,0.94,2.77
trtllm,ttft_ms,model,105,7,0.22,0.354,0.447,2.59,0.933,6.45
trtllm,tpot_ms,model,96,3,0.0912,0.103,0.703,1.33,0.76,1.75
trtllm,prompt_time_ms,chip,3,1,0.0514,0.393,0.0985,3.74,1,222
trtllm,token_time_ms,chip,3,1,0.0725,0.0674,0.564,1.37,1,4.03
trtllm,throughput_tok_s,chip,12,1,0.207,0.276,0.277,1.82,1,4.74
trtllm,tpot_ms,chip,96,1,0.0749,0.0909,0.659,1.56,1,4.03
trtllm,ttft_ms,chip,105,3,0.232,0.346,0.388,2.96,0.943,5.68
trtllm,output_tokens_per_s,chip,50,3,0.111,0.174,0.583,1.6,0.96,3.2
trtllm,prompt_time_ms,source,3,1,0.0472,0.391,0.221,1.1,0,1
trtllm,token_time_ms,source,3,1,0.0533,0.0489,1,1.14,0,1
trtllm,throughput_tok_s,source,12,1,0.203,0.268,0.283,1.78,0,1
trtllm,tpot_ms,source,96,1,0.085,0.097,0.65,1.55,0,1
trtllm,ttft_ms,source,105,2,0.231,0.349,0.354,2.72,0.6,2.02
trtllm,output_tokens_per_s,source,50,1,0.106,0.171,0.434,2,0,1
sglang,tpot_ms,rows,73,5,0.0419,0.0533,0.892,1.13,0.904,1.28
sglang,ttft_ms,rows,73,5,0.391,1.36,0.187,1.47,0.904,7.94
sglang,tpot_ms,model,73,2,0.0829,0.0991,0.746,1.16,1,2.43
sglang,ttft_ms,model,73,2,0.469,1.44,0.0784,1.92,0.521,55.3
sglang,tpot_ms,chip,73,2,0.0829,0.0991,0.746,1.16,1,2.32
sglang,ttft_ms,chip,73,2,0.469,1.44,0.0784,2.05,0.521,50.3
vllm,tpot_ms,rows,114,5,0.0476,0.192,0.82,1.11,0.904,1.36
vllm,ttft_ms,rows,114,5,0.128,0.325,0.66,1.61,0.904,2.45
vllm,tpot_ms,model,114,3,0.0538,0.216,0.632,1.18,0.947,9.59
vllm,ttft_ms,model,114,3,0.122,0.328,0.56,1.97,0.947,12.2
vllm,tpot_ms,chip,114,2,0.0674,0.21,0.651,1.24,0.974,2.52
vllm,ttft_ms,chip,114,2,0.126,0.327,0.314,2.03,0.956,133
pytorch,sequences_per_s,rows,10,5,0.0666,0.163,0.92,1.62,1,1.81
pytorch,sequences_per_s,chip,10,2,0.0419,0.16,0.895,2.03,0.6,1.51
any stack,tpot_p50_ms,rows,667,57,0.0565,0.121,0.773,1.17,0.891,1.54
any stack,tpot_p50_ms,model,605,28,0.0829,0.176,0.596,1.24,0.896,2.17
any stack,tpot_p50_ms,chip,452,16,0.0893,0.165,0.685,1.33,0.909,2.01
any stack,tpot_p50_ms,source,99,2,0.0847,0.0955,0.773,1.38,0.444,1.14
any stack,ttft_p50_ms,rows,667,50,0.177,0.516,0.429,2.17,0.894,5.46
any stack,ttft_p50_ms,model,607,30,0.252,0.733,0.396,2.51,0.883,6.84
any stack,ttft_p50_ms,chip,453,14,0.213,0.711,0.248,3.71,0.861,16.4
any stack,ttft_p50_ms,source,108,3,0.224,0.35,0.366,2.41,0.741,3.76
any stack,output_tokens_per_s,rows,361,37,0.0818,0.137,0.708,1.35,0.886,1.9
any stack,output_tokens_per_s,model,331,25,0.113,0.178,0.663,1.66,0.894,2.52
any stack,output_tokens_per_s,chip,228,14,0.138,0.192,0.643,1.46,0.886,2.31
any stack,output_tokens_per_s,source,62,2,0.144,0.19,0.48,1.6,1,6.29
any stack,tokens_per_s_per_gpu,rows,328,41,0.0534,0.0808,0.838,1.32,0.921,1.58
any stack,tokens_per_s_per_gpu,model,318,55,0.0639,0.0889,0.829,1.29,0.906,1.56
any stack,tokens_per_s_per_gpu,chip,112,7,0.0458,0.0699,0.901,1.65,0.929,1.86
any stack,tokens_per_s_per_gpu,source,123,7,0.0933,0.127,0.84,1.51,0.927,1.78
any stack,throughput_inf_s,rows,103,30,0.0698,0.109,0.755,1.36,0.913,1.8
any stack,throughput_inf_s,model,103,42,0.0702,0.11,0.779,1.36,0.893,1.75
any stack,throughput_inf_s,chip,28,4,0.0561,0.127,0.71,1.48,0.893,5.09

profile,chips,models,parameters,tensor,batch,tokens,experts,weights
tnx-2.18,inferentia2;trainium,llama-2-13b;llama-2-70b;llama-2-7b;llama-3-8b;mistral-7b,6.74..69,24..32,1..8,256..16400,no,bf16;int8
tnx-continuous,inferentia2,llama-2-7b;llama-3-8b;mistral-7b,6.74..8.03,8..12,1..32,4100..4100,no,bf16;fp16
optimum-0.2,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,4100..4100,no,bf16
tnx-2.14,inferentia2;trainium,opt-13b;opt-30b,12.9..30,8..8,1..256,128..2050,no,fp16
nxdi,inferentia2;trainium;trainium2,llama-3.1-8b;llama-4-scout;qwen3-235b-a22b,8.03..235,4..64,2..32,640..4100,yes,bf16
tnx-tgi,inferentia2;trainium,llama-2-7b;llama-3-70b;llama-3-8b;llama-3.1-8b,6.74..70.6,8..32,1..32,4100..4100,no,bf16;fp16
neuron-1,inferentia,bert-base;bert-base-cased;distilbert,0.0664..0.109,,1..128,128..128,no,
torch-neuronx-2.13,inferentia2;trainium,albert-base-v2;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,4..96,128..128,no,
torch-neuronx,inferentia2,albert-base-v2;bert-base;bert-base-cased;clip-vit-b-32;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,1..64,128..128,no,
torch-neuronx-trn1,trainium,albert-base-v2;bert-base;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium,0.0664..0.355,,1..16,128..128,no,
nxd-encoder-decoder,inferentia2;trainium,t5-3b,2.85..2.85,8..8,1..1,128..128,no,
torch-neuronx-cnn,inferentia;inferentia2,OpenPose;YOLO v4;resnet-101;resnet-50;resnet18;vgg11,0.0255..0.0445,,1..64,,no,
torch-neuronx-diffusion,inferentia2,pixart-alpha;stable-diffusion-1.5;stable-diffusion-2.1;stable-diffusion-xl-base,1.07..5.46,,1..1,,no,
torch-neuronx-training,trainium,bert-large;vit-base,0.0866..0.336,1..1,,128..512,no,bf16;fp32
nemo-neuron,trainium,gpt3-175b;gpt3-23b;gpt3-6.7b,6.66..175,8..32,,2050..2050,no,bf16
nxd-training,trainium,llama-2-70b;llama-2-7b;llama-3.1-8b,6.74..69,8..32,,4100..8190,no,bf16
megatron-lm,a100-40;a100-80,GPT-1.16B;GPT-1.7B;GPT-175B;GPT-2.03B;GPT-22B;GPT-3.6B;GPT-310.1B;GPT-39.1B;GPT-4.24B;GPT-7.5B;GPT-76.1B;MT-NLG-530B;gpt3-175b,1.16..530,1..8,,1020..2050,no,bf16;fp16
megatron-core,h100,GPT-1.7B;GPT-16B;GPT-177B;GPT-7.1B;GPT-70B;gpt-oss-120b;gpt3-175b;gpt3-20b;llama-2-13b;llama-2-70b;llama-2-7b;llama-2-7b-long;llama-3-70b;llama-3-8b;llama-3.1-405b;nemotron-3-8b;qwen3-30b-a3b,1.7..406,1..8,,2050..1050000,yes,bf16;fp8
megatron-v100,v100,GPT-1.16B;GPT-2.03B;GPT-4.24B,1.16..4.24,1..4,,1020..1020,no,fp16
pytorch-fsdp,a100-40;a100-80;h100,llama-2-13b;llama-2-70b;llama-2-7b;llama-3-8b;llama-34b;mpt-1b;mpt-30b;mpt-7b,6.74..69,1..1,,512..65500,no,bf16;fp8
megatron-deepspeed,a100-80,12 x 1024;16 x 1024;20 x 1024;24 x 1024;30 x 3072;48 x 8192,0.151..38.7,1..16,,1020..2050,no,
splitwise-a100,a100-80,bloom-176b;llama-2-70b,69..176,2..8,1..64,256..8700,no,fp16
splitwise-h100,h100,llama-2-70b,69..69,2..8,1..16,256..8700,no,fp16
trtllm,a100-80;h100;h200,falcon-180b;gpt-j-6b;llama-2-70b;llama-2-7b;llama-3.1-70b;llama-3.1-8b;llama-3.3-70b;mistral-7b;mixtral-8x7b;qwen3-235b-a22b;qwen3-32b,6.05..235,1..8,1..2050,129..5500,yes,fp16;fp8
sglang,h100;h200,deepseek-v3;qwen3-32b,32.8..671,1..8,4..128,1150..9220,yes,fp8
vllm,h100;h200,gpt-oss-120b;llama-3.1-70b;qwen3-32b,32.8..117,1..8,4..512,1150..9220,yes,fp4;fp8
pytorch,a100-80;v100,bert-large,0.335..0.335,1..1,,128..512,no,fp16
`;

/** Evidence by the name of the profile. */
export const measuredEvidence: ReadonlyMap<string, Evidence> = readEvidence(text);
