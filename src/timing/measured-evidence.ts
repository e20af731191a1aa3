/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` to `high` are 90 % of measured / predicted (80 % beside them), `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width
tnx-2.18,tpot_p50_ms,rows,26,5,0.0417,0.0578,0.876,1.12,0.911,1.09,0.923,1.28
tnx-2.18,ttft_p50_ms,rows,26,5,0.0575,0.0984,0.822,1.41,0.906,1.27,0.885,1.72
tnx-2.18,throughput_tok_s,rows,26,5,0.0358,0.0731,0.856,1.13,0.887,1.09,0.885,1.31
tnx-2.18,tpot_p50_ms,model,26,4,0.0401,0.0533,0.849,1.13,0.897,1.08,0.923,1.43
tnx-2.18,ttft_p50_ms,model,26,4,0.0651,0.105,0.766,1.51,0.85,1.37,0.962,2.16
tnx-2.18,throughput_tok_s,model,26,4,0.0403,0.0718,0.856,1.16,0.89,1.13,0.923,1.54
tnx-2.18,tpot_p50_ms,chip,26,2,0.0436,0.0624,0.862,1.11,0.899,1.07,0.846,1.19
tnx-2.18,ttft_p50_ms,chip,26,2,0.0975,0.122,0.794,1.63,0.87,1.4,0.962,1.83
tnx-2.18,throughput_tok_s,chip,26,2,0.0399,0.071,0.785,1.2,0.91,1.15,0.923,1.33
tnx-continuous,tpot_p50_ms,rows,105,5,0.0412,0.042,0.888,1.12,0.914,1.09,0.952,1.26
tnx-continuous,throughput_tok_s,rows,105,5,0.0205,0.0293,0.925,1.07,0.936,1.06,0.952,1.17
tnx-continuous,ttft_p50_ms,rows,104,5,0.0317,0.0899,0.921,1.57,0.943,1.14,0.904,1.68
tnx-continuous,tpot_p50_ms,model,105,3,0.0594,0.0557,0.825,1.15,0.862,1.11,0.952,1.45
tnx-continuous,throughput_tok_s,model,105,3,0.0371,0.043,0.877,1.12,0.91,1.11,0.943,1.29
tnx-continuous,ttft_p50_ms,model,104,3,0.0401,0.0982,0.868,1.59,0.916,1.18,0.904,1.86
tnx-continuous,tpot_p50_ms,chip,105,1,0.0442,0.0473,0.803,1.15,0.864,1.1,0.99,1.48
tnx-continuous,throughput_tok_s,chip,105,1,0.0225,0.0288,0.856,1.15,0.917,1.11,1,2.12
tnx-continuous,ttft_p50_ms,chip,104,1,0.023,0.0939,0.918,1.7,0.942,1.22,0.904,2.3
tnx-2.18.1,tpot_p50_ms,rows,11,5,0.0421,0.0491,0.883,1.13,0.913,1.1,1,1.29
tnx-2.18.1,ttft_p50_ms,rows,11,5,0.136,0.226,0.713,1.84,0.786,1.42,0.818,2.55
tnx-2.18.1,throughput_tok_s,rows,11,5,0.0463,0.0503,0.853,1.15,0.882,1.11,1,1.36
tnx-2.18.1,tpot_p50_ms,model,11,1,0.0449,0.0534,0.808,1.14,0.868,1.11,1,1.55
tnx-2.18.1,ttft_p50_ms,model,11,1,0.17,0.254,0.632,1.97,0.724,1.61,0.818,2.33
tnx-2.18.1,throughput_tok_s,model,11,1,0.045,0.0515,0.835,1.22,0.879,1.17,1,1.73
tnx-2.18.1,tpot_p50_ms,chip,11,2,0.0984,0.0934,0.745,1.26,0.812,1.16,1,1.66
tnx-2.18.1,ttft_p50_ms,chip,11,2,0.137,0.25,0.674,1.92,0.754,1.6,0.818,3.72
tnx-2.18.1,throughput_tok_s,chip,11,2,0.0874,0.0905,0.639,1.44,0.801,1.34,1,2.3
optimum-0.2,tpot_p50_ms,rows,28,5,0.0263,0.036,0.903,1.09,0.926,1.07,0.964,1.21
optimum-0.2,ttft_p50_ms,rows,28,5,0.0182,0.0422,0.94,1.15,0.957,1.08,0.929,1.21
optimum-0.2,throughput_tok_s,rows,28,5,0.0156,0.0202,0.939,1.07,0.954,1.04,1,1.14
tnx-2.14,tpot_p50_ms,rows,6,5,0.0685,0.0771,0.874,1.13,0.907,1.1,0.667,1.29
tnx-2.14,throughput_tok_s,rows,6,5,0.14,0.455,0.664,1.25,0.688,1.18,0.5,2.09
tnx-2.14,tpot_p50_ms,model,6,2,0.083,0.0712,0.75,1.18,0.826,1.13,1,1.42
tnx-2.14,throughput_tok_s,model,6,2,0.144,0.43,0.683,1.36,0.718,1.28,0.833,1.58
tnx-2.14,tpot_p50_ms,chip,6,2,0.0761,0.0726,0.843,1.14,0.88,1.09,0.667,1.31
tnx-2.14,throughput_tok_s,chip,6,2,0.128,0.444,0.471,1.77,0.673,1.55,0.833,2.89
nxdi,tpot_p50_ms,rows,1,1,0.00128,0.00128,0.926,1.08,0.947,1.06,1,1.31
nxdi,ttft_p50_ms,rows,1,1,0.0854,0.0854,0.812,1.6,0.867,1.38,1,2.05
nxdi,throughput_tok_s,rows,39,5,0.0751,0.0846,0.801,1.27,0.849,1.18,0.949,1.58
nxdi,itl_ms,rows,38,5,0.0928,0.157,0.734,1.29,0.782,1.19,0.789,1.68
nxdi,ttft_ms,rows,38,5,0.092,0.161,0.709,1.55,0.782,1.39,0.868,2.19
nxdi,tpot_p50_ms,model,1,1,0.0479,0.0479,0.802,1.14,0.866,1.11,1,1.49
nxdi,ttft_p50_ms,model,1,1,0.262,0.262,0.69,1.88,0.788,1.62,1,2.31
nxdi,throughput_tok_s,model,39,3,0.092,0.0974,0.807,1.34,0.858,1.28,0.923,1.53
nxdi,itl_ms,model,38,3,0.0884,0.175,0.698,1.2,0.773,1.14,0.763,1.57
nxdi,ttft_ms,model,38,3,0.122,0.194,0.68,1.57,0.753,1.43,0.868,2.2
nxdi,tpot_p50_ms,chip,1,1,0.019,0.019,0.878,1.11,0.905,1.07,1,1.36
nxdi,ttft_p50_ms,chip,1,1,0.0538,0.0538,0.805,1.61,0.871,1.37,1,2.33
nxdi,throughput_tok_s,chip,39,3,0.0656,0.0839,0.715,1.4,0.854,1.27,1,1.95
nxdi,itl_ms,chip,38,3,0.099,0.157,0.757,1.22,0.794,1.12,0.711,1.47
nxdi,ttft_ms,chip,38,3,0.0921,0.161,0.712,1.69,0.866,1.38,0.895,2.24
tnx-tgi,itl_ms,rows,62,5,0.126,0.177,0.693,1.35,0.75,1.29,0.903,1.93
tnx-tgi,ttft_ms,rows,62,5,0.168,0.202,0.648,2.1,0.756,1.72,1,4
tnx-tgi,throughput_tok_s,rows,62,5,0.128,0.154,0.683,1.42,0.731,1.3,0.968,2.07
tnx-tgi,itl_ms,model,62,3,0.118,0.186,0.638,1.33,0.709,1.24,0.726,2.17
tnx-tgi,ttft_ms,model,62,3,0.164,0.198,0.565,2.23,0.686,1.87,1,4.79
tnx-tgi,throughput_tok_s,model,62,3,0.144,0.162,0.637,1.58,0.737,1.44,0.935,2.46
tnx-tgi,itl_ms,chip,62,2,0.132,0.202,0.635,1.4,0.682,1.27,0.677,1.69
tnx-tgi,ttft_ms,chip,62,2,0.162,0.2,0.665,2.15,0.762,1.68,0.935,2.49
tnx-tgi,throughput_tok_s,chip,62,2,0.123,0.155,0.643,1.62,0.765,1.51,0.645,1.47
tnx-tgi-2.20,itl_ms,rows,20,5,0.535,0.443,0.367,3.07,0.496,2.42,0.75,7.22
tnx-tgi-2.20,ttft_ms,rows,20,5,0.458,0.43,0.537,5.77,0.677,3.42,0.85,10.2
tnx-tgi-2.20,throughput_tok_s,rows,20,5,0.127,0.185,0.711,1.33,0.735,1.22,0.85,1.84
neuron-1,throughput_inf_s,rows,18,5,0.129,0.183,0.708,1.42,0.77,1.25,0.833,1.97
neuron-1,throughput_inf_s,model,18,3,0.108,0.163,0.714,1.44,0.786,1.29,0.778,1.99
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.0566,0.0829,0.819,1.24,0.859,1.16,0.875,1.53
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.066,0.0954,0.809,1.22,0.858,1.16,0.875,1.51
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0576,0.0844,0.387,2.03,0.389,2.02,1,5.61
torch-neuronx,throughput_inf_s,rows,29,5,0.041,0.0517,0.868,1.16,0.896,1.11,0.966,1.33
torch-neuronx,throughput_inf_s,model,29,11,0.0431,0.0541,0.868,1.16,0.911,1.12,0.966,1.35
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0421,0.0488,0.862,1.21,0.91,1.12,1,1.43
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0375,0.0488,0.871,1.21,0.909,1.11,1,1.4
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00532,0.00532,0.942,1.05,0.959,1.04,1,1.19
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00572,0.00572,0.935,1.07,0.945,1.05,1,1.25
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00532,0.00532,0.926,1.06,0.947,1.04,1,1.23
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00572,0.00572,0.882,1.11,0.949,1.08,1,1.48
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0684,0.185,0.691,1.36,0.857,1.22,0.75,1.93
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0576,0.183,0.697,1.32,0.773,1.2,0.75,2.04
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.058,0.18,0.713,1.29,0.727,1.28,0.75,2.49
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.191,0.166,0.629,1.49,0.779,1.34,0.857,1.92
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.225,0.218,0.6,1.55,0.777,1.38,1,2.41
torch-neuronx-training,seq_per_s,rows,15,5,0.0599,0.0886,0.743,1.27,0.847,1.16,1,1.65
torch-neuronx-training,seq_per_s,model,15,2,0.0529,0.0763,0.764,1.23,0.837,1.17,1,1.58
nemo-neuron,seq_per_s,rows,3,3,0.116,0.0777,0.737,1.32,0.84,1.2,0.333,1.18
nemo-neuron,seq_per_s,model,3,3,0.116,0.0777,0.757,1.31,0.824,1.22,0.333,1.17
nxd-training,seq_per_s,rows,6,5,0.13,0.182,0.618,1.49,0.748,1.29,0.833,2.11
nxd-training,seq_per_s,model,6,3,0.096,0.144,0.743,1.27,0.805,1.2,0.833,1.6
megatron-lm,iter_time_s,rows,19,5,0.038,0.0442,0.856,1.21,0.9,1.12,1,1.45
megatron-lm,iter_time_s,model,19,13,0.0349,0.0476,0.884,1.15,0.908,1.09,0.842,1.32
megatron-lm,iter_time_s,chip,19,2,0.0388,0.0468,0.765,1.1,0.864,1.08,0.895,1.39
megatron-core,iter_time_s,rows,7,5,0.0311,0.0593,0.888,1.17,0.922,1.09,0.857,1.27
megatron-core,tokens_per_s_per_gpu,rows,35,5,0.0444,0.108,0.828,1.28,0.887,1.16,0.829,1.45
megatron-core,iter_time_s,model,7,7,0.0372,0.0609,0.889,1.19,0.907,1.12,0.857,1.27
megatron-core,tokens_per_s_per_gpu,model,35,13,0.0503,0.117,0.741,1.35,0.816,1.23,0.829,1.84
megatron-core,iter_time_s,source,7,1,0.0318,0.0589,0.878,1.2,0.898,1.12,1,1.48
megatron-core,tokens_per_s_per_gpu,source,35,3,0.0448,0.11,0.798,1.26,0.861,1.17,0.771,1.5
megatron-v100,iter_time_s,rows,3,3,0.0171,0.0158,0.886,1.16,0.927,1.08,1,1.22
megatron-v100,iter_time_s,model,3,3,0.0171,0.0158,0.895,1.13,0.92,1.1,1,1.19
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.0708,0.0708,0.741,1.27,0.845,1.16,1,1.71
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0457,0.0603,0.837,1.18,0.895,1.12,0.927,1.44
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0688,0.0688,0.763,1.23,0.827,1.16,1,1.57
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0725,0.0751,0.756,1.32,0.819,1.26,0.988,1.82
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0761,0.0761,0.876,1.52,0.897,1.47,1,1.72
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0463,0.0625,0.898,1.3,0.914,1.27,0.927,1.49
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0688,0.0688,0.763,1.23,0.827,1.16,1,1.57
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.106,0.114,0.656,1.44,0.735,1.31,0.976,1.9
megatron-deepspeed,iteration_ms,rows,149,5,0.0576,0.0712,0.821,1.28,0.858,1.16,0.973,1.6
megatron-deepspeed,iteration_ms,model,149,6,0.0587,0.0764,0.809,1.31,0.849,1.2,0.919,1.64
splitwise-a100,prompt_time_ms,rows,50,5,0.07,0.131,0.833,1.54,0.86,1.33,0.82,1.88
splitwise-a100,token_time_ms,rows,50,5,0.0358,0.0427,0.885,1.1,0.913,1.08,0.96,1.26
splitwise-a100,prompt_time_ms,model,50,2,0.0967,0.161,0.721,1.66,0.793,1.5,0.92,2.16
splitwise-a100,token_time_ms,model,50,2,0.0858,0.0812,0.731,1.19,0.797,1.15,0.76,1.71
splitwise-h100,prompt_time_ms,rows,32,5,0.124,0.136,0.76,1.88,0.843,1.51,0.938,2.52
splitwise-h100,token_time_ms,rows,32,5,0.012,0.0172,0.957,1.05,0.967,1.04,0.938,1.1
trtllm,prompt_time_ms,rows,3,3,0.035,0.42,0.794,1.33,0.835,1.22,0.667,1.69
trtllm,token_time_ms,rows,3,3,0.059,0.0532,0.859,1.15,0.899,1.12,1,1.26
trtllm,throughput_tok_s,rows,12,5,0.198,0.266,0.597,1.48,0.667,1.32,0.917,2.35
trtllm,tpot_ms,rows,95,5,0.0597,0.0777,0.816,1.2,0.872,1.14,0.937,1.48
trtllm,ttft_ms,rows,104,5,0.16,0.179,0.725,2.09,0.801,1.61,0.962,2.93
trtllm,output_tokens_per_s,rows,50,5,0.106,0.175,0.696,1.34,0.778,1.26,0.84,1.9
trtllm,prompt_time_ms,model,3,1,0.0351,0.42,0.727,1.41,0.795,1.32,0.667,2.56
trtllm,token_time_ms,model,3,1,0.0603,0.0553,0.775,1.16,0.848,1.12,1,1.55
trtllm,throughput_tok_s,model,12,3,0.197,0.268,0.64,1.64,0.718,1.47,0.833,2.34
trtllm,tpot_ms,model,95,3,0.062,0.0814,0.761,1.17,0.833,1.13,0.842,1.51
trtllm,ttft_ms,model,104,7,0.158,0.185,0.68,1.94,0.764,1.66,0.942,2.77
trtllm,output_tokens_per_s,model,50,8,0.12,0.181,0.695,1.47,0.792,1.36,0.88,2.06
trtllm,prompt_time_ms,chip,3,1,0.0514,0.403,0.748,1.48,0.826,1.32,0.667,2.17
trtllm,token_time_ms,chip,3,1,0.0727,0.0676,0.781,1.19,0.857,1.1,1,1.43
trtllm,throughput_tok_s,chip,12,1,0.207,0.275,0.467,1.68,0.746,1.38,0.417,1.71
trtllm,tpot_ms,chip,95,1,0.0622,0.0747,0.755,1.26,0.835,1.16,0.884,1.43
trtllm,ttft_ms,chip,104,3,0.149,0.189,0.693,2.09,0.8,1.65,0.923,2.3
trtllm,output_tokens_per_s,chip,50,3,0.109,0.176,0.573,1.53,0.807,1.32,0.92,2.12
trtllm,prompt_time_ms,source,3,1,0.0351,0.42,0.727,1.41,0.795,1.32,0.667,2.56
trtllm,token_time_ms,source,3,1,0.0603,0.0553,0.775,1.16,0.848,1.12,1,1.55
trtllm,throughput_tok_s,source,12,1,0.197,0.266,0.657,1.6,0.732,1.44,0.75,1.52
trtllm,tpot_ms,source,95,1,0.0595,0.0803,0.759,1.21,0.835,1.15,0.937,1.55
trtllm,ttft_ms,source,104,2,0.155,0.191,0.645,2.1,0.736,1.77,0.933,2.56
trtllm,output_tokens_per_s,source,50,1,0.107,0.176,0.697,1.47,0.786,1.37,0.66,1.52
sglang,tpot_ms,rows,73,5,0.0479,0.0651,0.846,1.11,0.882,1.09,0.945,1.33
sglang,ttft_ms,rows,73,5,0.237,0.246,0.662,2.94,0.769,2.07,0.986,4.41
sglang,tpot_ms,model,73,2,0.115,0.133,0.687,1.22,0.785,1.16,1,1.52
sglang,ttft_ms,model,73,2,0.224,0.24,0.627,2.38,0.742,1.88,0.712,2.24
sglang,tpot_ms,chip,73,2,0.115,0.133,0.64,1.3,0.767,1.21,1,1.64
sglang,ttft_ms,chip,73,2,0.224,0.24,0.605,2.33,0.771,1.89,0.712,2.23
vllm,tpot_ms,rows,111,5,0.0484,0.0565,0.864,1.14,0.903,1.11,0.937,1.33
vllm,ttft_ms,rows,111,5,0.122,0.158,0.732,1.74,0.816,1.49,0.946,2.36
vllm,tpot_ms,model,111,3,0.0603,0.069,0.744,1.17,0.831,1.13,0.928,1.81
vllm,ttft_ms,model,111,3,0.143,0.162,0.674,1.88,0.749,1.62,0.901,3.85
vllm,tpot_ms,chip,111,2,0.0544,0.0573,0.781,1.18,0.854,1.14,0.982,1.53
vllm,ttft_ms,chip,111,2,0.12,0.167,0.617,1.9,0.798,1.56,0.982,3.38
pytorch,sequences_per_s,rows,10,5,0.169,0.207,0.595,1.51,0.732,1.36,0.6,2.26
pytorch,sequences_per_s,chip,10,2,0.114,0.185,0.841,1.31,0.875,1.28,0.6,1.31
any stack,tpot_p50_ms,rows,663,71,0.0474,0.0829,0.827,1.31,0.897,1.12,0.91,1.59
any stack,tpot_p50_ms,model,581,28,0.073,0.0961,0.764,1.16,0.834,1.12,0.909,1.54
any stack,tpot_p50_ms,chip,533,21,0.0632,0.0938,0.781,1.16,0.837,1.12,0.912,1.51
any stack,tpot_p50_ms,source,98,2,0.0599,0.0795,0.769,1.3,0.83,1.2,0.378,1.15
any stack,ttft_p50_ms,rows,663,64,0.1,0.165,0.755,2.21,0.835,1.57,0.91,2.94
any stack,ttft_p50_ms,model,583,30,0.11,0.171,0.729,1.7,0.786,1.47,0.897,2.35
any stack,ttft_p50_ms,chip,533,19,0.109,0.171,0.694,1.74,0.806,1.49,0.904,2.57
any stack,ttft_p50_ms,source,107,3,0.152,0.197,0.666,1.91,0.744,1.62,0.598,3.87
any stack,output_tokens_per_s,rows,361,52,0.0489,0.103,0.714,1.29,0.823,1.23,0.903,1.8
any stack,output_tokens_per_s,model,311,27,0.061,0.115,0.715,1.37,0.851,1.3,0.9,1.94
any stack,output_tokens_per_s,chip,313,18,0.0538,0.107,0.737,1.37,0.856,1.27,0.879,1.89
any stack,output_tokens_per_s,source,62,2,0.16,0.194,0.454,1.55,0.542,1.48,0.984,6.07
any stack,tokens_per_s_per_gpu,rows,330,47,0.0533,0.0796,0.827,1.22,0.878,1.13,0.915,1.48
any stack,tokens_per_s_per_gpu,model,320,58,0.0587,0.0812,0.822,1.23,0.878,1.14,0.916,1.49
any stack,tokens_per_s_per_gpu,chip,112,8,0.0468,0.0707,0.891,1.53,0.908,1.13,0.929,1.73
any stack,tokens_per_s_per_gpu,source,125,7,0.093,0.11,0.786,1.32,0.83,1.22,0.912,1.7
any stack,throughput_inf_s,rows,103,30,0.0574,0.102,0.761,1.38,0.849,1.19,0.913,1.81
any stack,throughput_inf_s,model,103,42,0.0587,0.105,0.77,1.32,0.85,1.16,0.903,1.72
any stack,throughput_inf_s,chip,28,4,0.058,0.125,0.715,1.48,0.739,1.18,0.893,5.09

profile,chips,models,parameters,tensor,batch,tokens,expert_count,expert_width,weights,kinds
tnx-2.18,inferentia2;trainium,llama-2-13b;llama-2-70b;llama-2-7b;mistral-7b,6.74..69,24..32,1..8,256..16400,,,bf16,decoder layers
tnx-continuous,inferentia2,llama-2-7b;llama-3-8b;mistral-7b,6.74..8.03,8..12,1..32,512..2050,,,bf16;fp16,decoder layers
tnx-2.18.1,inferentia2;trainium,llama-3-8b,8.03..8.03,24..32,1..8,4100..8190,,,int8,decoder layers
optimum-0.2,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,512..2050,,,bf16,decoder layers
tnx-2.14,inferentia2;trainium,opt-13b;opt-30b,12.9..30,8..8,1..256,128..2050,,,fp16,decoder layers
nxdi,inferentia2;trainium;trainium2,llama-3.1-8b;llama-4-scout;qwen3-235b-a22b,8.03..235,4..64,1..32,640..1750,16..128,1540..8190,bf16,decoder expert layers;decoder layers;decoder windowed expert layers
tnx-tgi,inferentia2;trainium,llama-2-7b;llama-3-70b;llama-3-8b,6.74..70.6,8..32,1..32,1750..1750,,,fp16,decoder layers
tnx-tgi-2.20,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,1750..1750,,,bf16,decoder layers
neuron-1,inferentia,bert-base;bert-base-cased;distilbert,0.0664..0.109,,1..128,128..128,,,,encoder layers
torch-neuronx-2.13,inferentia2;trainium,albert-base-v2;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,4..96,128..128,,,,decoder layers;encoder layers;vision layers
torch-neuronx,inferentia2,albert-base-v2;bert-base;bert-base-cased;clip-vit-b-32;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,1..64,128..128,,,,decoder layers;dual-encoder layers;encoder layers;vision layers
torch-neuronx-trn1,trainium,albert-base-v2;bert-base;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium,0.0664..0.355,,1..16,128..128,,,,decoder layers;encoder layers
nxd-encoder-decoder,inferentia2;trainium,t5-3b,2.85..2.85,8..8,1..1,212..212,,,,decoder cross-attention layers;encoder layers
torch-neuronx-cnn,inferentia;inferentia2,OpenPose;YOLO v4;resnet-101;resnet-50;resnet18;vgg11,0.0256..0.0445,,1..64,,,,,cnn
torch-neuronx-diffusion,inferentia2,pixart-alpha;stable-diffusion-1.5;stable-diffusion-2.1;stable-diffusion-xl-base,1.07..5.46,,1..1,,,,,diffusion
torch-neuronx-training,trainium,bert-large;vit-base,0.0866..0.336,1..1,,128..512,,,bf16;fp32,encoder layers;vision layers
nemo-neuron,trainium,gpt3-175b;gpt3-23b;gpt3-6.7b,6.66..175,8..32,,2050..2050,,,bf16,decoder layers
nxd-training,trainium,llama-2-70b;llama-2-7b;llama-3.1-8b,6.74..69,8..32,,4100..8190,,,bf16,decoder layers
megatron-lm,a100-40;a100-80,GPT-1.16B;GPT-1.7B;GPT-175B;GPT-2.03B;GPT-22B;GPT-3.6B;GPT-310.1B;GPT-39.1B;GPT-4.24B;GPT-7.5B;GPT-76.1B;MT-NLG-530B;gpt3-175b,1.16..530,1..8,,1020..2050,,,bf16;fp16,decoder layers
megatron-core,h100,GPT-1.7B;GPT-16B;GPT-177B;GPT-7.1B;GPT-70B;gpt-oss-120b;gpt3-175b;gpt3-20b;llama-2-13b;llama-2-70b;llama-2-7b;llama-2-7b-long;llama-3-70b;llama-3-8b;llama-3.1-405b;nemotron-3-8b;qwen3-235b-a22b;qwen3-30b-a3b,1.7..406,1..8,,2050..1050000,128..128,768..2880,bf16;fp8,decoder expert layers;decoder layers;decoder windowed expert layers
megatron-v100,v100,GPT-1.16B;GPT-2.03B;GPT-4.24B,1.16..4.24,1..4,,1020..1020,,,fp16,decoder layers
pytorch-fsdp,a100-40;a100-80;h100,llama-2-13b;llama-2-70b;llama-2-7b;llama-3-8b;llama-34b;mpt-1b;mpt-30b;mpt-7b,1.32..69,1..1,,512..65500,,,bf16;fp8,decoder layers
megatron-deepspeed,a100-80,12 x 1024;16 x 1024;20 x 1024;24 x 1024;30 x 3072;48 x 8192,0.151..38.7,1..16,,1020..2050,,,,decoder layers
splitwise-a100,a100-80,bloom-176b;llama-2-70b,69..176,2..8,1..64,256..8700,,,fp16,decoder layers
splitwise-h100,h100,llama-2-70b,69..69,2..8,1..16,256..8700,,,fp16,decoder layers
trtllm,a100-80;h100;h200,falcon-180b;gpt-j-6b;llama-2-70b;llama-2-7b;llama-3.1-70b;llama-3.1-8b;llama-3.3-70b;mistral-7b;mixtral-8x7b;qwen3-235b-a22b;qwen3-32b,6.05..235,1..8,1..2050,129..5500,8..128,1540..14300,bf16;fp16;fp8,decoder expert layers;decoder layers
sglang,h100;h200,deepseek-v3;qwen3-32b,32.8..671,1..8,4..128,1150..9220,256..256,2050..2050,bf16;fp8,decoder latent expert layers;decoder latent layers;decoder layers
vllm,h100;h200,gpt-oss-120b;llama-3.1-70b;qwen3-32b,32.8..117,1..8,4..144,1150..9220,128..128,2880..2880,bf16;fp4;fp8,decoder expert layers;decoder layers;decoder windowed expert layers
pytorch,a100-80;v100,bert-large,0.335..0.335,1..1,,128..512,,,fp16,encoder layers
`;

/** Evidence by the name of the profile. */
export const measuredEvidence: ReadonlyMap<string, Evidence> = readEvidence(text);
