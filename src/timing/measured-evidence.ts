/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` to `high` are 90 % of measured / predicted (80 % beside them), `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width
tnx-2.18,tpot_p50_ms,rows,37,5,0.0702,0.0848,0.855,1.11,0.886,1.07,0.838,1.3
tnx-2.18,ttft_p50_ms,rows,37,5,0.204,0.239,0.682,1.72,0.753,1.5,0.865,2.53
tnx-2.18,throughput_tok_s,rows,37,5,0.0776,0.0882,0.847,1.18,0.906,1.12,0.946,1.45
tnx-2.18,tpot_p50_ms,model,37,5,0.0845,0.0884,0.805,1.14,0.863,1.08,0.946,1.66
tnx-2.18,ttft_p50_ms,model,37,5,0.273,0.299,0.613,1.94,0.651,1.65,0.919,3.8
tnx-2.18,throughput_tok_s,model,37,5,0.0862,0.093,0.81,1.38,0.875,1.18,0.946,1.9
tnx-2.18,tpot_p50_ms,chip,37,2,0.0838,0.0898,0.742,1.19,0.83,1.15,1,2
tnx-2.18,ttft_p50_ms,chip,37,2,0.254,0.292,0.534,2.2,0.603,1.95,1,7.23
tnx-2.18,throughput_tok_s,chip,37,2,0.0691,0.0867,0.769,1.42,0.847,1.24,1,2.35
tnx-continuous,tpot_p50_ms,rows,105,5,0.0476,0.0451,0.913,1.11,0.928,1.07,0.952,1.21
tnx-continuous,throughput_tok_s,rows,105,5,0.0567,0.071,0.813,1.11,0.838,1.08,0.971,1.36
tnx-continuous,ttft_p50_ms,rows,104,5,0.112,0.219,0.702,1.83,0.848,1.52,0.885,2.51
tnx-continuous,tpot_p50_ms,model,105,3,0.0532,0.0475,0.88,1.16,0.893,1.09,0.952,1.43
tnx-continuous,throughput_tok_s,model,105,3,0.0767,0.0897,0.744,1.18,0.761,1.14,0.8,1.9
tnx-continuous,ttft_p50_ms,model,104,3,0.219,0.273,0.661,2.24,0.745,1.79,0.952,4.3
optimum-0.2,tpot_p50_ms,rows,28,5,0.0268,0.0369,0.903,1.08,0.915,1.07,0.893,1.2
optimum-0.2,ttft_p50_ms,rows,28,5,0.0177,0.0421,0.892,1.68,0.933,1.14,0.964,2.24
optimum-0.2,throughput_tok_s,rows,28,5,0.0161,0.0206,0.936,1.11,0.959,1.07,1,1.22
tnx-2.14,tpot_p50_ms,rows,6,5,0.0642,0.0748,0.859,1.15,0.865,1.1,0.833,1.37
tnx-2.14,throughput_tok_s,rows,6,5,0.137,0.445,0.266,1.33,0.772,1.3,0.833,5.22
tnx-2.14,tpot_p50_ms,model,6,2,0.0733,0.0673,0.737,1.13,0.844,1.12,1,2.4
tnx-2.14,throughput_tok_s,model,6,2,0.123,0.421,0.195,1.55,0.697,1.44,0.833,2.91
tnx-2.14,tpot_p50_ms,chip,6,2,0.0705,0.0693,0.729,1.2,0.821,1.15,1,2.27
tnx-2.14,throughput_tok_s,chip,6,2,0.127,0.435,0.179,1.44,0.183,1.41,0.833,17.4
nxdi,tpot_p50_ms,rows,1,1,0.0421,0.0421,0.689,1.19,0.779,1.12,1,1.96
nxdi,ttft_p50_ms,rows,1,1,0.387,0.387,0.52,3.86,0.52,2.3,1,9.81
nxdi,throughput_tok_s,rows,39,5,0.0835,0.0938,0.796,1.3,0.89,1.22,0.897,1.65
nxdi,itl_ms,rows,38,5,0.0924,0.164,0.677,1.3,0.691,1.23,0.842,1.96
nxdi,ttft_ms,rows,38,5,0.102,0.652,0.579,3.76,0.67,1.65,0.895,6.94
nxdi,tpot_p50_ms,model,1,1,0.0471,0.0471,0.542,1.27,0.723,1.15,1,2.69
nxdi,ttft_p50_ms,model,1,1,0.305,0.305,0.52,4.43,0.587,2.56,1,14.1
nxdi,throughput_tok_s,model,39,3,0.0717,0.101,0.763,1.46,0.887,1.41,1,1.95
nxdi,itl_ms,model,38,3,0.102,0.171,0.602,1.41,0.616,1.28,0.974,3.63
nxdi,ttft_ms,model,38,3,0.105,0.659,0.491,5.49,0.556,1.97,0.895,4.86
nxdi,tpot_p50_ms,chip,1,1,0.0429,0.0429,0.599,1.28,0.696,1.17,1,2.42
nxdi,ttft_p50_ms,chip,1,1,0.379,0.379,0.526,5.7,0.526,2.73,1,14.6
nxdi,throughput_tok_s,chip,39,3,0.0751,0.0964,0.778,1.41,0.853,1.35,0.949,1.89
nxdi,itl_ms,chip,38,3,0.108,0.161,0.608,1.41,0.644,1.3,0.974,3.54
nxdi,ttft_ms,chip,38,3,0.113,0.653,0.49,5.97,0.616,1.95,0.895,4.9
tnx-tgi,itl_ms,rows,82,5,0.247,0.307,0.546,1.94,0.585,1.69,0.878,3.53
tnx-tgi,ttft_ms,rows,82,5,0.293,0.368,0.621,4.48,0.694,3.1,0.841,7.94
tnx-tgi,throughput_tok_s,rows,82,5,0.122,0.156,0.826,1.57,0.881,1.49,0.89,1.92
tnx-tgi,itl_ms,model,82,4,0.428,0.434,0.422,2.47,0.483,2.15,0.695,6.93
tnx-tgi,ttft_ms,model,82,4,0.367,0.431,0.509,6.37,0.626,4.44,0.878,15.9
tnx-tgi,throughput_tok_s,model,82,4,0.238,0.214,0.78,1.95,0.838,1.75,0.915,2.78
tnx-tgi,itl_ms,chip,82,2,0.227,0.289,0.459,2.86,0.586,2.1,0.793,2.27
tnx-tgi,ttft_ms,chip,82,2,0.223,0.32,0.57,9.23,0.622,5.35,0.829,6.83
tnx-tgi,throughput_tok_s,chip,82,2,0.162,0.17,0.747,1.84,0.799,1.6,0.963,2.14
neuron-1,throughput_inf_s,rows,18,5,0.153,0.193,0.648,1.48,0.724,1.26,0.889,2.35
neuron-1,throughput_inf_s,model,18,3,0.123,0.167,0.595,1.51,0.665,1.33,0.778,3.09
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.072,0.0858,0.774,1.15,0.794,1.14,0.938,1.51
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.0781,0.102,0.762,1.18,0.77,1.12,0.875,1.55
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0617,0.0864,0.663,1.6,0.722,1.23,1,11.4
torch-neuronx,throughput_inf_s,rows,29,5,0.0521,0.062,0.905,1.21,0.934,1.16,0.931,1.38
torch-neuronx,throughput_inf_s,model,29,11,0.0607,0.0666,0.895,1.22,0.938,1.17,0.931,1.4
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0428,0.0541,0.888,1.19,0.932,1.14,0.952,1.36
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0388,0.0496,0.878,1.17,0.928,1.13,0.952,1.36
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00532,0.00532,0.762,1.12,0.853,1.08,1,1.9
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00572,0.00572,0.77,1.41,0.869,1.23,1,2.5
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00532,0.00532,0.695,1.2,0.784,1.11,1,2.36
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00572,0.00572,0.758,1.48,0.851,1.37,1,2.73
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0668,0.19,0.472,1.77,0.825,1.4,0.833,3.82
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0615,0.19,0.446,1.44,0.752,1.44,0.833,3.96
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.0522,0.184,0.354,2.2,0.722,1.6,0.75,11.5
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.167,0.168,0.728,1.46,0.78,1.42,0.857,2.04
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.223,0.215,0.648,1.51,0.76,1.46,0.857,2.47
torch-neuronx-training,seq_per_s,rows,15,5,0.0674,0.0926,0.795,1.16,0.871,1.15,0.867,1.52
torch-neuronx-training,seq_per_s,model,15,2,0.0498,0.0777,0.738,1.24,0.799,1.2,1,2.12
nemo-neuron,seq_per_s,rows,3,3,0.102,0.103,0.857,1.19,0.878,1.18,1,1.48
nemo-neuron,seq_per_s,model,3,3,0.102,0.103,0.859,1.21,0.878,1.18,1,1.54
nxd-training,seq_per_s,rows,6,5,0.144,0.195,0.634,1.23,0.815,1.17,0.667,2.03
nxd-training,seq_per_s,model,6,3,0.0942,0.145,0.595,1.21,0.798,1.2,0.833,1.9
megatron-lm,iter_time_s,rows,19,5,0.0371,0.0445,0.898,1.13,0.905,1.11,0.895,1.27
megatron-lm,iter_time_s,model,19,13,0.032,0.0481,0.898,1.16,0.906,1.1,0.842,1.32
megatron-lm,iter_time_s,chip,19,2,0.0386,0.0482,0.839,1.19,0.867,1.12,1,1.85
megatron-core,iter_time_s,rows,7,5,0.0386,0.0616,0.893,1.23,0.942,1.2,0.857,1.43
megatron-core,tokens_per_s_per_gpu,rows,35,5,0.0354,0.108,0.879,1.48,0.919,1.26,0.886,1.67
megatron-core,iter_time_s,model,7,7,0.0393,0.0597,0.903,1.23,0.957,1.2,0.857,1.38
megatron-core,tokens_per_s_per_gpu,model,35,13,0.104,0.146,0.876,1.52,0.899,1.29,0.914,1.74
megatron-core,iter_time_s,source,7,1,0.0402,0.0578,0.598,1.41,0.745,1.29,1,2.23
megatron-core,tokens_per_s_per_gpu,source,35,3,0.0835,0.135,0.859,1.66,0.912,1.37,0.971,2.1
megatron-v100,iter_time_s,rows,3,3,0.02,0.0177,0.838,1.17,0.893,1.09,1,1.48
megatron-v100,iter_time_s,model,3,3,0.02,0.0177,0.826,1.16,0.89,1.09,1,1.54
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.0717,0.0717,0.746,1.48,0.823,1.28,1,2.27
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0479,0.062,0.887,1.15,0.926,1.11,0.915,1.33
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0703,0.0703,0.741,1.41,0.823,1.24,1,2.17
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0714,0.0776,0.869,1.33,0.903,1.23,0.951,1.55
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0766,0.0766,0.774,2.12,0.794,1.26,1,3.11
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0467,0.0642,0.851,1.28,0.889,1.15,0.939,1.77
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0703,0.0703,0.791,2.11,0.872,1.53,1,2.73
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.104,0.126,0.803,1.53,0.855,1.47,0.976,2.11
megatron-deepspeed,iteration_ms,rows,149,5,0.0565,0.0705,0.88,1.2,0.903,1.11,0.893,1.36
megatron-deepspeed,iteration_ms,model,149,6,0.06,0.0805,0.837,1.26,0.872,1.14,0.859,1.54
splitwise-a100,prompt_time_ms,rows,50,5,0.0953,0.144,0.788,1.63,0.796,1.48,0.92,2.12
splitwise-a100,token_time_ms,rows,50,5,0.0705,0.0887,0.812,1.04,0.837,1.02,0.88,1.29
splitwise-a100,prompt_time_ms,model,50,2,0.0886,0.163,0.679,2.2,0.689,1.79,1,5.13
splitwise-a100,token_time_ms,model,50,2,0.108,0.0908,0.737,1.22,0.769,1.19,0.92,1.91
splitwise-h100,prompt_time_ms,rows,32,5,0.125,0.146,0.812,1.9,0.864,1.55,0.875,2.32
splitwise-h100,token_time_ms,rows,32,5,0.0205,0.0218,0.918,1.05,0.952,1.04,0.969,1.15
trtllm,prompt_time_ms,rows,3,3,0.0327,0.419,0.35,2.01,0.359,1.56,0.667,7.65
trtllm,token_time_ms,rows,3,3,0.0603,0.0544,0.797,1.1,0.884,1.1,1,1.48
trtllm,throughput_tok_s,rows,12,5,0.197,0.266,0.508,1.35,0.654,1.31,0.917,2.67
trtllm,tpot_ms,rows,96,5,0.0606,0.0762,0.836,1.19,0.881,1.13,0.896,1.43
trtllm,ttft_ms,rows,105,5,0.16,0.187,0.803,1.95,0.846,1.5,0.914,2.65
trtllm,output_tokens_per_s,rows,50,5,0.107,0.175,0.647,1.39,0.789,1.34,0.86,2.19
trtllm,prompt_time_ms,model,3,1,0.0339,0.42,0.207,4.21,0.215,2.39,0.667,17.2
trtllm,token_time_ms,model,3,1,0.0618,0.0568,0.518,1.25,0.723,1.15,1,3.12
trtllm,throughput_tok_s,model,12,3,0.195,0.267,0.434,1.52,0.593,1.42,0.833,3.77
trtllm,output_tokens_per_s,model,50,8,0.12,0.181,0.63,1.5,0.785,1.41,0.9,2.35
trtllm,ttft_ms,model,105,7,0.158,0.193,0.778,2.12,0.802,1.59,0.924,3.32
trtllm,tpot_ms,model,96,3,0.0605,0.0795,0.745,1.21,0.807,1.16,0.844,1.61
trtllm,prompt_time_ms,chip,3,1,0.0514,0.403,0.215,4.43,0.217,2.53,1,20.8
trtllm,token_time_ms,chip,3,1,0.0727,0.0676,0.58,1.27,0.696,1.18,1,2.95
trtllm,throughput_tok_s,chip,12,1,0.207,0.275,0.286,1.82,0.457,1.7,0.833,2.6
trtllm,tpot_ms,chip,96,1,0.0615,0.0743,0.679,1.44,0.76,1.28,1,2.95
trtllm,ttft_ms,chip,105,3,0.151,0.197,0.726,2.46,0.768,1.71,0.952,3.59
trtllm,output_tokens_per_s,chip,50,3,0.107,0.177,0.578,1.6,0.758,1.48,0.92,2.42
trtllm,prompt_time_ms,source,3,1,0.0339,0.42,0.207,1.1,0.207,1.1,0,1
trtllm,token_time_ms,source,3,1,0.0618,0.0568,1,1.15,1,1.15,0,1
trtllm,throughput_tok_s,source,12,1,0.195,0.266,0.286,1.72,0.44,1.69,0,1
trtllm,tpot_ms,source,96,1,0.0579,0.0798,0.704,1.42,0.778,1.29,0,1
trtllm,ttft_ms,source,105,2,0.158,0.198,0.723,2.62,0.778,1.82,0.686,2.38
trtllm,output_tokens_per_s,source,50,1,0.112,0.178,0.416,1.89,0.606,1.8,0,1
sglang,tpot_ms,rows,73,5,0.0468,0.0672,0.832,1.06,0.85,1.06,0.945,1.28
sglang,ttft_ms,rows,73,5,0.228,0.258,0.851,2.75,0.922,2.38,0.904,3.25
sglang,tpot_ms,model,73,2,0.107,0.13,0.731,1.14,0.754,1.11,1,2.33
sglang,ttft_ms,model,73,2,0.228,0.254,0.735,4.32,0.823,3.05,0.986,45.6
sglang,tpot_ms,chip,73,2,0.107,0.13,0.729,1.16,0.754,1.12,1,2.22
sglang,ttft_ms,chip,73,2,0.228,0.254,0.735,4.5,0.823,3.05,0.986,45.6
vllm,tpot_ms,rows,114,5,0.0477,0.257,0.833,1.1,0.897,1.07,0.904,1.33
vllm,ttft_ms,rows,114,5,0.195,0.35,0.71,1.74,0.758,1.57,0.895,2.5
vllm,tpot_ms,model,114,3,0.0527,0.278,0.674,1.14,0.806,1.1,0.947,9.62
vllm,ttft_ms,model,114,3,0.203,0.372,0.629,3.58,0.663,2.18,0.93,39.8
vllm,tpot_ms,chip,114,2,0.0677,0.254,0.714,1.21,0.814,1.16,0.974,2.44
vllm,ttft_ms,chip,114,2,0.204,0.359,0.601,2.42,0.665,2.08,0.947,144
pytorch,sequences_per_s,rows,10,5,0.0666,0.163,0.834,1.62,0.853,1.58,1,1.95
pytorch,sequences_per_s,chip,10,2,0.0419,0.16,0.794,1.97,0.825,1.75,0.6,1.62
any stack,tpot_p50_ms,rows,667,57,0.0529,0.131,0.782,1.13,0.85,1.07,0.892,1.46
any stack,tpot_p50_ms,model,605,28,0.0716,0.172,0.685,1.17,0.805,1.09,0.899,1.74
any stack,tpot_p50_ms,chip,452,16,0.084,0.176,0.711,1.22,0.799,1.12,0.892,1.76
any stack,tpot_p50_ms,source,99,2,0.0595,0.0791,0.783,1.3,0.837,1.2,0.394,1.15
any stack,ttft_p50_ms,rows,667,50,0.156,0.269,0.718,2.35,0.799,1.66,0.88,3.28
any stack,ttft_p50_ms,model,607,30,0.219,0.314,0.682,2.7,0.737,1.77,0.9,4.04
any stack,ttft_p50_ms,chip,453,14,0.187,0.317,0.676,2.93,0.773,1.81,0.905,4.48
any stack,ttft_p50_ms,source,108,3,0.155,0.205,0.667,2.15,0.75,1.64,0.593,3.87
any stack,output_tokens_per_s,rows,361,37,0.0729,0.117,0.804,1.33,0.86,1.24,0.9,1.66
any stack,output_tokens_per_s,model,331,25,0.0929,0.149,0.778,1.52,0.839,1.36,0.906,1.97
any stack,output_tokens_per_s,chip,228,14,0.11,0.157,0.752,1.4,0.845,1.3,0.877,1.84
any stack,output_tokens_per_s,source,62,2,0.158,0.195,0.484,1.59,0.556,1.5,0.984,6.01
any stack,tokens_per_s_per_gpu,rows,330,41,0.0527,0.0791,0.847,1.24,0.892,1.14,0.918,1.48
any stack,tokens_per_s_per_gpu,model,320,56,0.0644,0.0875,0.841,1.25,0.893,1.16,0.903,1.48
any stack,tokens_per_s_per_gpu,chip,112,7,0.0458,0.0699,0.864,1.46,0.898,1.14,0.938,1.73
any stack,tokens_per_s_per_gpu,source,125,7,0.0875,0.124,0.852,1.45,0.895,1.34,0.896,1.78
any stack,throughput_inf_s,rows,103,30,0.0691,0.109,0.784,1.36,0.871,1.2,0.903,1.74
any stack,throughput_inf_s,model,103,42,0.071,0.111,0.779,1.33,0.88,1.19,0.883,1.71
any stack,throughput_inf_s,chip,28,4,0.0554,0.128,0.71,1.48,0.762,1.21,0.893,5.07

profile,chips,models,parameters,tensor,batch,tokens,experts,weights,kinds
tnx-2.18,inferentia2;trainium,llama-2-13b;llama-2-70b;llama-2-7b;llama-3-8b;mistral-7b,6.74..69,24..32,1..8,256..16400,no,bf16;int8,decoder layers
tnx-continuous,inferentia2,llama-2-7b;llama-3-8b;mistral-7b,6.74..8.03,8..12,1..32,4100..4100,no,bf16;fp16,decoder layers
optimum-0.2,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,4100..4100,no,bf16,decoder layers
tnx-2.14,inferentia2;trainium,opt-13b;opt-30b,12.9..30,8..8,1..256,128..2050,no,fp16,decoder layers
nxdi,inferentia2;trainium;trainium2,llama-3.1-8b;llama-4-scout;qwen3-235b-a22b,8.03..235,4..64,2..32,640..4100,yes,bf16,decoder expert layers;decoder layers;decoder windowed expert layers
tnx-tgi,inferentia2;trainium,llama-2-7b;llama-3-70b;llama-3-8b;llama-3.1-8b,6.74..70.6,8..32,1..32,4100..4100,no,bf16;fp16,decoder layers
neuron-1,inferentia,bert-base;bert-base-cased;distilbert,0.0664..0.109,,1..128,128..128,no,,encoder layers
torch-neuronx-2.13,inferentia2;trainium,albert-base-v2;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,4..96,128..128,no,,decoder layers;encoder layers;vision layers
torch-neuronx,inferentia2,albert-base-v2;bert-base;bert-base-cased;clip-vit-b-32;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,1..64,128..128,no,,decoder layers;dual-encoder layers;encoder layers;vision layers
torch-neuronx-trn1,trainium,albert-base-v2;bert-base;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium,0.0664..0.355,,1..16,128..128,no,,decoder layers;encoder layers
nxd-encoder-decoder,inferentia2;trainium,t5-3b,2.85..2.85,8..8,1..1,128..128,no,,decoder cross-attention layers;encoder layers
torch-neuronx-cnn,inferentia;inferentia2,OpenPose;YOLO v4;resnet-101;resnet-50;resnet18;vgg11,0.0256..0.0445,,1..64,,no,,cnn
torch-neuronx-diffusion,inferentia2,pixart-alpha;stable-diffusion-1.5;stable-diffusion-2.1;stable-diffusion-xl-base,1.07..5.46,,1..1,,no,,diffusion
torch-neuronx-training,trainium,bert-large;vit-base,0.0866..0.336,1..1,,128..512,no,bf16;fp32,encoder layers;vision layers
nemo-neuron,trainium,gpt3-175b;gpt3-23b;gpt3-6.7b,6.66..175,8..32,,2050..2050,no,bf16,decoder layers
nxd-training,trainium,llama-2-70b;llama-2-7b;llama-3.1-8b,6.74..69,8..32,,4100..8190,no,bf16,decoder layers
megatron-lm,a100-40;a100-80,GPT-1.16B;GPT-1.7B;GPT-175B;GPT-2.03B;GPT-22B;GPT-3.6B;GPT-310.1B;GPT-39.1B;GPT-4.24B;GPT-7.5B;GPT-76.1B;MT-NLG-530B;gpt3-175b,1.16..530,1..8,,1020..2050,no,bf16;fp16,decoder layers
megatron-core,h100,GPT-1.7B;GPT-16B;GPT-177B;GPT-7.1B;GPT-70B;gpt-oss-120b;gpt3-175b;gpt3-20b;llama-2-13b;llama-2-70b;llama-2-7b;llama-2-7b-long;llama-3-70b;llama-3-8b;llama-3.1-405b;nemotron-3-8b;qwen3-235b-a22b;qwen3-30b-a3b,1.7..406,1..8,,2050..1050000,yes,bf16;fp8,decoder expert layers;decoder layers;decoder windowed expert layers
megatron-v100,v100,GPT-1.16B;GPT-2.03B;GPT-4.24B,1.16..4.24,1..4,,1020..1020,no,fp16,decoder layers
pytorch-fsdp,a100-40;a100-80;h100,llama-2-13b;llama-2-70b;llama-2-7b;llama-3-8b;llama-34b;mpt-1b;mpt-30b;mpt-7b,1.32..69,1..1,,512..65500,no,bf16;fp8,decoder layers
megatron-deepspeed,a100-80,12 x 1024;16 x 1024;20 x 1024;24 x 1024;30 x 3072;48 x 8192,0.151..38.7,1..16,,1020..2050,no,,decoder layers
splitwise-a100,a100-80,bloom-176b;llama-2-70b,69..176,2..8,1..64,256..8700,no,fp16,decoder layers
splitwise-h100,h100,llama-2-70b,69..69,2..8,1..16,256..8700,no,fp16,decoder layers
trtllm,a100-80;h100;h200,falcon-180b;gpt-j-6b;llama-2-70b;llama-2-7b;llama-3.1-70b;llama-3.1-8b;llama-3.3-70b;mistral-7b;mixtral-8x7b;qwen3-235b-a22b;qwen3-32b,6.05..235,1..8,1..2050,129..5500,yes,bf16;fp16;fp8,decoder expert layers;decoder layers
sglang,h100;h200,deepseek-v3;qwen3-32b,32.8..671,1..8,4..128,1150..9220,yes,bf16;fp8,decoder latent expert layers;decoder latent layers;decoder layers
vllm,h100;h200,gpt-oss-120b;llama-3.1-70b;qwen3-32b,32.8..117,1..8,4..512,1150..9220,yes,bf16;fp4;fp8,decoder expert layers;decoder layers;decoder windowed expert layers
pytorch,a100-80;v100,bert-large,0.335..0.335,1..1,,128..512,no,fp16,encoder layers
`;

/** Evidence by the name of the profile. */
export const measuredEvidence: ReadonlyMap<string, Evidence> = readEvidence(text);
