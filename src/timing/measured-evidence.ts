/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` and `high` are measured / predicted, `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,inside,width
tnx-2.18,tpot_p50_ms,rows,37,5,0.0702,0.0848,0.855,1.08,0.919,1.27
tnx-2.18,ttft_p50_ms,rows,37,5,0.204,0.239,0.662,1.72,0.892,2.58
tnx-2.18,throughput_tok_s,rows,37,5,0.0776,0.0882,0.862,1.17,0.919,1.44
tnx-2.18,tpot_p50_ms,model,37,5,0.0845,0.0884,0.779,1.12,0.946,1.76
tnx-2.18,ttft_p50_ms,model,37,5,0.273,0.299,0.578,1.94,0.946,3.92
tnx-2.18,throughput_tok_s,model,37,5,0.0862,0.093,0.833,1.43,0.946,1.95
tnx-2.18,tpot_p50_ms,chip,37,2,0.0838,0.0898,0.729,1.17,1,2.08
tnx-2.18,ttft_p50_ms,chip,37,2,0.254,0.292,0.484,2.38,1,10.2
tnx-2.18,throughput_tok_s,chip,37,2,0.0691,0.0867,0.79,1.43,1,2.41
tnx-continuous,tpot_p50_ms,rows,105,5,0.0476,0.0451,0.913,1.11,0.971,1.21
tnx-continuous,throughput_tok_s,rows,105,5,0.0567,0.071,0.835,1.11,0.962,1.33
tnx-continuous,ttft_p50_ms,rows,104,5,0.112,0.219,0.701,1.75,0.923,2.5
tnx-continuous,tpot_p50_ms,model,105,3,0.0532,0.0475,0.88,1.19,0.952,1.47
tnx-continuous,throughput_tok_s,model,105,3,0.0767,0.0897,0.742,1.18,0.781,1.96
tnx-continuous,ttft_p50_ms,model,104,3,0.219,0.273,0.588,2.2,0.952,4.56
optimum-0.2,tpot_p50_ms,rows,28,5,0.0268,0.0369,0.903,1.09,0.964,1.22
optimum-0.2,ttft_p50_ms,rows,28,5,0.0177,0.0421,0.864,1.71,0.964,2.42
optimum-0.2,throughput_tok_s,rows,28,5,0.0161,0.0206,0.936,1.12,1,1.23
tnx-2.14,tpot_p50_ms,rows,6,5,0.0642,0.0748,0.859,1.15,0.833,1.37
tnx-2.14,throughput_tok_s,rows,6,5,0.137,0.445,0.266,1.29,0.833,5.06
tnx-2.14,tpot_p50_ms,model,6,2,0.0733,0.0673,0.688,1.18,1,2.64
tnx-2.14,throughput_tok_s,model,6,2,0.123,0.421,0.195,1.61,0.833,3.05
tnx-2.14,tpot_p50_ms,chip,6,2,0.0705,0.0693,0.707,1.2,1,2.38
tnx-2.14,throughput_tok_s,chip,6,2,0.127,0.435,0.183,1.44,0.833,17
nxdi,tpot_p50_ms,rows,1,1,0.0421,0.0421,0.67,1.22,1,2.01
nxdi,ttft_p50_ms,rows,1,1,0.387,0.387,0.454,3.88,1,13
nxdi,throughput_tok_s,rows,39,5,0.0835,0.0938,0.804,1.3,0.897,1.65
nxdi,itl_ms,rows,38,5,0.0924,0.164,0.665,1.28,0.842,2
nxdi,ttft_ms,rows,38,5,0.102,0.652,0.579,3.73,0.895,7.16
nxdi,tpot_p50_ms,model,1,1,0.0471,0.0471,0.492,1.3,1,3.24
nxdi,ttft_p50_ms,model,1,1,0.305,0.305,0.412,5.23,1,19.4
nxdi,throughput_tok_s,model,39,3,0.0717,0.101,0.763,1.46,1,2.04
nxdi,itl_ms,model,38,3,0.102,0.171,0.565,1.33,0.974,3.63
nxdi,ttft_ms,model,38,3,0.105,0.659,0.491,5.49,0.895,4.99
nxdi,tpot_p50_ms,chip,1,1,0.0429,0.0429,0.599,1.33,1,2.62
nxdi,ttft_p50_ms,chip,1,1,0.379,0.379,0.432,6.19,1,23.5
nxdi,throughput_tok_s,chip,39,3,0.0751,0.0964,0.776,1.41,0.949,1.91
nxdi,itl_ms,chip,38,3,0.108,0.161,0.598,1.39,0.974,3.57
nxdi,ttft_ms,chip,38,3,0.113,0.653,0.49,5.99,0.895,6.48
tnx-tgi,itl_ms,rows,82,5,0.247,0.307,0.536,1.94,0.915,3.63
tnx-tgi,ttft_ms,rows,82,5,0.293,0.368,0.601,3.89,0.854,8.17
tnx-tgi,throughput_tok_s,rows,82,5,0.122,0.156,0.826,1.6,0.902,1.93
tnx-tgi,itl_ms,model,82,4,0.428,0.434,0.4,2.61,0.695,7.47
tnx-tgi,ttft_ms,model,82,4,0.367,0.431,0.468,5.53,0.927,19.4
tnx-tgi,throughput_tok_s,model,82,4,0.238,0.214,0.81,1.96,0.878,3
tnx-tgi,itl_ms,chip,82,2,0.227,0.289,0.478,2.89,0.817,2.48
tnx-tgi,ttft_ms,chip,82,2,0.223,0.32,0.536,10.5,0.829,7.63
tnx-tgi,throughput_tok_s,chip,82,2,0.162,0.17,0.747,1.78,0.963,2.15
neuron-1,throughput_inf_s,rows,18,5,0.153,0.193,0.648,1.52,0.889,2.6
neuron-1,throughput_inf_s,model,18,3,0.123,0.167,0.595,1.51,0.833,3.33
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.072,0.0858,0.774,1.15,0.938,1.53
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.0781,0.102,0.762,1.19,0.875,1.57
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0617,0.0864,0.663,1.86,1,17.6
torch-neuronx,throughput_inf_s,rows,29,5,0.0521,0.062,0.905,1.22,0.931,1.35
torch-neuronx,throughput_inf_s,model,29,11,0.0607,0.0666,0.895,1.23,0.931,1.42
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0428,0.0541,0.888,1.14,0.952,1.31
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0388,0.0496,0.878,1.15,0.905,1.32
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00532,0.00532,0.756,1.15,1,1.98
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00572,0.00572,0.779,1.41,1,2.42
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00532,0.00532,0.688,1.24,1,2.52
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00572,0.00572,0.752,1.48,1,2.79
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.173,0.305,0.33,1.67,0.833,5.17
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.178,0.302,0.304,1.63,0.917,5.63
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.205,0.311,0.216,1.86,0.917,17.6
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
pytorch,sequences_per_s,rows,10,5,0.0666,0.163,0.92,1.62,1,1.81
pytorch,sequences_per_s,chip,10,2,0.0419,0.16,0.895,2.03,0.6,1.51
megatron-deepspeed,iteration_ms,rows,149,5,0.0565,0.0705,0.878,1.2,0.899,1.36
megatron-deepspeed,iteration_ms,model,149,6,0.06,0.0805,0.818,1.27,0.893,1.66
splitwise-a100,prompt_time_ms,rows,50,5,0.0953,0.144,0.786,1.66,0.92,2.15
splitwise-a100,token_time_ms,rows,50,5,0.0705,0.0887,0.8,1.05,0.92,1.32
splitwise-a100,prompt_time_ms,model,50,2,0.0886,0.163,0.624,2.28,1,6.16
splitwise-a100,token_time_ms,model,50,2,0.108,0.0908,0.727,1.22,0.98,2.08
splitwise-h100,prompt_time_ms,rows,32,5,0.125,0.146,0.747,1.9,0.906,2.81
splitwise-h100,token_time_ms,rows,32,5,0.0205,0.0218,0.918,1.05,0.969,1.16
trtllm,prompt_time_ms,rows,3,3,0.0473,0.395,0.364,2,0.667,7.74
trtllm,token_time_ms,rows,3,3,0.0499,0.046,0.801,1.1,1,1.53
trtllm,throughput_tok_s,rows,12,5,0.204,0.267,0.504,1.38,0.833,2.72
trtllm,tpot_ms,rows,96,5,0.0652,0.0852,0.86,1.23,0.917,1.44
trtllm,ttft_ms,rows,105,5,0.22,0.35,0.492,2.22,0.905,4.53
trtllm,output_tokens_per_s,rows,50,5,0.0981,0.173,0.641,1.41,0.84,2.15
trtllm,prompt_time_ms,model,3,1,0.0471,0.391,0.221,3.86,1,20.3
trtllm,token_time_ms,model,3,1,0.0515,0.0472,0.487,1.27,1,3.37
trtllm,throughput_tok_s,model,12,3,0.203,0.269,0.431,1.47,0.833,4.11
trtllm,output_tokens_per_s,model,50,8,0.122,0.179,0.639,1.48,0.9,2.5
trtllm,ttft_ms,model,105,7,0.22,0.352,0.458,2.77,0.876,6.28
trtllm,tpot_ms,model,96,3,0.0891,0.0948,0.747,1.33,0.76,1.63
trtllm,prompt_time_ms,chip,3,1,0.0514,0.393,0.224,5.29,1,24.9
trtllm,token_time_ms,chip,3,1,0.0725,0.0674,0.574,1.28,1,2.97
trtllm,throughput_tok_s,chip,12,1,0.207,0.276,0.277,1.82,0.833,2.6
trtllm,tpot_ms,chip,96,1,0.0727,0.0843,0.69,1.56,1,2.97
trtllm,ttft_ms,chip,105,3,0.232,0.344,0.406,2.96,0.8,4.12
trtllm,output_tokens_per_s,chip,50,3,0.111,0.174,0.584,1.6,0.92,2.34
trtllm,prompt_time_ms,source,3,1,0.0471,0.391,0.221,1.1,0,1
trtllm,token_time_ms,source,3,1,0.0515,0.0472,1,1.13,0,1
trtllm,throughput_tok_s,source,12,1,0.204,0.268,0.284,1.79,0,1
trtllm,tpot_ms,source,96,1,0.0845,0.0895,0.715,1.55,0,1
trtllm,ttft_ms,source,105,2,0.231,0.347,0.354,2.72,0.6,2.02
trtllm,output_tokens_per_s,source,50,1,0.106,0.171,0.435,2.01,0,1
sglang,tpot_ms,rows,73,5,0.0483,0.066,0.838,1.08,0.904,1.29
sglang,ttft_ms,rows,73,5,0.227,0.281,0.821,3.03,0.918,3.63
sglang,tpot_ms,model,73,2,0.107,0.131,0.726,1.18,1,2.36
sglang,ttft_ms,model,73,2,0.227,0.284,0.639,5.05,1,56.2
sglang,tpot_ms,chip,73,2,0.107,0.131,0.726,1.19,1,2.27
sglang,ttft_ms,chip,73,2,0.227,0.284,0.705,5.05,1,56.2
vllm,tpot_ms,rows,114,5,0.0483,0.199,0.838,1.11,0.912,1.34
vllm,ttft_ms,rows,114,5,0.181,0.371,0.631,1.62,0.886,2.66
vllm,tpot_ms,model,114,3,0.053,0.226,0.681,1.16,0.947,9.94
vllm,ttft_ms,model,114,3,0.21,0.394,0.511,2.22,0.947,10.3
vllm,tpot_ms,chip,114,2,0.0688,0.206,0.688,1.27,0.974,2.46
vllm,ttft_ms,chip,114,2,0.178,0.361,0.498,2.17,0.956,169
any stack,tpot_p50_ms,rows,667,57,0.0559,0.123,0.774,1.15,0.888,1.49
any stack,tpot_p50_ms,model,605,28,0.078,0.165,0.642,1.21,0.893,1.91
any stack,tpot_p50_ms,chip,452,16,0.0905,0.166,0.701,1.25,0.883,1.81
any stack,tpot_p50_ms,source,99,2,0.0832,0.0882,0.785,1.38,0.434,1.13
any stack,ttft_p50_ms,rows,667,50,0.165,0.301,0.624,2.35,0.891,3.75
any stack,ttft_p50_ms,model,607,30,0.227,0.349,0.576,2.69,0.901,4.67
any stack,ttft_p50_ms,chip,453,14,0.202,0.356,0.583,3.18,0.887,5.5
any stack,ttft_p50_ms,source,108,3,0.224,0.348,0.366,2.41,0.741,3.76
any stack,output_tokens_per_s,rows,361,37,0.0751,0.117,0.817,1.33,0.892,1.65
any stack,output_tokens_per_s,model,331,25,0.0929,0.148,0.778,1.56,0.918,2.03
any stack,output_tokens_per_s,chip,228,14,0.112,0.156,0.766,1.4,0.873,1.83
any stack,output_tokens_per_s,source,62,2,0.144,0.19,0.48,1.6,1,6.28
any stack,tokens_per_s_per_gpu,rows,328,41,0.0534,0.0808,0.838,1.32,0.921,1.58
any stack,tokens_per_s_per_gpu,model,318,55,0.0639,0.0889,0.829,1.29,0.906,1.56
any stack,tokens_per_s_per_gpu,chip,112,7,0.0458,0.0699,0.901,1.65,0.929,1.86
any stack,tokens_per_s_per_gpu,source,123,7,0.0933,0.127,0.84,1.51,0.927,1.78
any stack,throughput_inf_s,rows,103,30,0.0724,0.122,0.755,1.36,0.913,1.8
any stack,throughput_inf_s,model,103,42,0.0762,0.124,0.779,1.32,0.883,1.69
any stack,throughput_inf_s,chip,28,4,0.0874,0.183,0.71,1.67,0.929,6.77

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
pytorch,a100-80;v100,bert-large,0.335..0.335,1..1,,128..512,no,fp16
megatron-deepspeed,a100-80,12 x 1024;16 x 1024;20 x 1024;24 x 1024;30 x 3072;48 x 8192,0.151..38.7,1..16,,1020..2050,no,
splitwise-a100,a100-80,bloom-176b;llama-2-70b,69..176,2..8,1..64,256..8700,no,fp16
splitwise-h100,h100,llama-2-70b,69..69,2..8,1..16,256..8700,no,fp16
trtllm,a100-80;h100;h200,falcon-180b;gpt-j-6b;llama-2-70b;llama-2-7b;llama-3.1-70b;llama-3.1-8b;llama-3.3-70b;mistral-7b;mixtral-8x7b;qwen3-235b-a22b;qwen3-32b,6.05..235,1..8,1..2050,129..5500,yes,fp16;fp8
sglang,h100;h200,deepseek-v3;qwen3-32b,32.8..671,1..8,4..128,1150..9220,yes,fp8
vllm,h100;h200,gpt-oss-120b;llama-3.1-70b;qwen3-32b,32.8..117,1..8,4..512,1150..9220,yes,fp4;fp8
`;

/** Evidence by the name of the profile. */
export const measuredEvidence: ReadonlyMap<string, Evidence> = readEvidence(text);
