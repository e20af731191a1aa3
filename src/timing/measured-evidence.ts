/**
 * Measured errors and coverage of the shipped profiles: what `trnsim calibrate --left-out` prints for the shipped measurements.
 * Errors are fractions; `low` to `high` are 90 % of measured / predicted (80 % beside them), `inside` and `width` of bands made without the group itself.
 */
import type { Evidence } from "./evidence.ts";
import { readEvidence } from "./evidence-table.ts";

const text = `profile,metric,left_out,rows,groups,median_error,mean_error,low,high,low_80,high_80,inside,width,slope,at,span
tnx-2.18,tpot_p50_ms,rows,26,5,0.0421,0.0579,0.88,1.1,0.91,1.08,0.923,1.26,0.12,1.75,1..8
tnx-2.18,ttft_p50_ms,rows,26,5,0.0621,0.0975,0.788,1.37,0.908,1.28,0.885,1.73,,,
tnx-2.18,throughput_tok_s,rows,26,5,0.0359,0.0731,0.837,1.12,0.881,1.08,0.885,1.33,,,
tnx-2.18,tpot_p50_ms,model,26,4,0.0401,0.0533,0.881,1.14,0.913,1.09,0.923,1.45,0.06,1.75,1..8
tnx-2.18,ttft_p50_ms,model,26,4,0.0675,0.104,0.767,1.44,0.869,1.35,0.962,2.25,,,
tnx-2.18,throughput_tok_s,model,26,4,0.0403,0.0717,0.815,1.12,0.873,1.1,0.923,1.78,,,
tnx-2.18,tpot_p50_ms,chip,26,2,0.0439,0.0626,0.858,1.09,0.893,1.06,0.769,1.17,0.08,1.75,1..8
tnx-2.18,ttft_p50_ms,chip,26,2,0.107,0.124,0.781,1.71,0.855,1.47,0.962,1.82,,,
tnx-2.18,throughput_tok_s,chip,26,2,0.0401,0.071,0.793,1.18,0.898,1.11,0.846,1.25,,,
tnx-continuous,tpot_p50_ms,rows,105,5,0.0412,0.042,0.895,1.11,0.92,1.09,0.971,1.25,0.16,6.83,1..32
tnx-continuous,throughput_tok_s,rows,105,5,0.0211,0.0294,0.924,1.07,0.935,1.06,0.943,1.17,,,
tnx-continuous,ttft_p50_ms,rows,104,5,0.0336,0.0909,0.922,1.83,0.938,1.15,0.904,1.98,,,
tnx-continuous,tpot_p50_ms,model,105,3,0.059,0.0557,0.862,1.15,0.891,1.12,0.981,1.38,0.1,6.83,1..32
tnx-continuous,throughput_tok_s,model,105,3,0.0381,0.0436,0.866,1.1,0.9,1.09,0.952,1.31,,,
tnx-continuous,ttft_p50_ms,model,104,3,0.043,0.101,0.88,1.92,0.911,1.18,0.923,2.32,,,
tnx-continuous,tpot_p50_ms,chip,105,1,0.0445,0.0474,0.845,1.13,0.869,1.1,0.99,1.37,0.08,6.83,1..32
tnx-continuous,throughput_tok_s,chip,105,1,0.0274,0.0303,0.864,1.15,0.906,1.11,1,1.88,,,
tnx-continuous,ttft_p50_ms,chip,104,1,0.0391,0.0982,0.888,2.51,0.911,1.34,0.904,2.55,,,
tnx-2.18.1,tpot_p50_ms,rows,11,5,0.0424,0.0492,0.891,1.14,0.909,1.11,0.909,1.25,0.16,2.13,1..8
tnx-2.18.1,ttft_p50_ms,rows,11,5,0.136,0.221,0.648,1.75,0.724,1.34,0.727,2.68,,,
tnx-2.18.1,throughput_tok_s,rows,11,5,0.0463,0.0504,0.861,1.12,0.892,1.09,1,1.3,,,
tnx-2.18.1,tpot_p50_ms,model,11,1,0.0443,0.0534,0.863,1.16,0.887,1.14,1,1.37,0.1,2.13,1..8
tnx-2.18.1,ttft_p50_ms,model,11,1,0.172,0.249,0.573,2.05,0.659,1.55,0.818,2.3,,,
tnx-2.18.1,throughput_tok_s,model,11,1,0.0451,0.0515,0.818,1.16,0.87,1.13,1,1.59,,,
tnx-2.18.1,tpot_p50_ms,chip,11,2,0.0984,0.0934,0.78,1.24,0.818,1.16,0.818,1.49,0.1,2.13,1..8
tnx-2.18.1,ttft_p50_ms,chip,11,2,0.127,0.24,0.604,1.91,0.65,1.58,0.818,4.07,,,
tnx-2.18.1,throughput_tok_s,chip,11,2,0.0874,0.0904,0.684,1.32,0.798,1.21,1,1.96,,,
optimum-0.2,tpot_p50_ms,rows,28,5,0.0263,0.036,0.913,1.08,0.925,1.07,0.929,1.2,0.12,8,1..32
optimum-0.2,ttft_p50_ms,rows,28,5,0.0185,0.0423,0.943,1.15,0.954,1.07,0.929,1.21,,,
optimum-0.2,throughput_tok_s,rows,28,5,0.0157,0.0202,0.942,1.06,0.96,1.04,0.893,1.13,,,
tnx-2.14,tpot_p50_ms,rows,6,5,0.0683,0.077,0.832,1.13,0.854,1.11,0.833,1.41,0.16,16,1..256
tnx-2.14,throughput_tok_s,rows,6,5,0.14,0.455,0.534,1.24,0.554,1.21,0.5,2.46,,,
tnx-2.14,tpot_p50_ms,model,6,2,0.0829,0.0712,0.829,1.15,0.854,1.13,1,1.38,0.1,16,1..256
tnx-2.14,throughput_tok_s,model,6,2,0.145,0.431,0.534,1.28,0.577,1.25,0.667,1.52,,,
tnx-2.14,tpot_p50_ms,chip,6,2,0.0758,0.0724,0.84,1.15,0.863,1.1,0.5,1.32,0.08,16,1..256
tnx-2.14,throughput_tok_s,chip,6,2,0.129,0.444,0.421,1.57,0.523,1.33,0.833,2.88,,,
nxdi,tpot_p50_ms,rows,1,1,0.0357,0.0357,0.898,1.1,0.926,1.08,1,1.26,0.14,2,2..2
nxdi,ttft_p50_ms,rows,1,1,0.0651,0.0651,0.813,1.47,0.872,1.26,1,1.99,,,
nxdi,throughput_tok_s,rows,39,5,0.0447,0.0563,0.844,1.14,0.883,1.1,0.949,1.35,,,
nxdi,itl_ms,rows,38,5,0.065,0.0925,0.802,1.22,0.829,1.14,0.921,1.57,0.14,6.79,1..32
nxdi,ttft_ms,rows,38,5,0.0995,0.14,0.734,1.57,0.779,1.39,0.947,2.17,,,
nxdi,tpot_p50_ms,model,1,1,0.0329,0.0329,0.867,1.12,0.891,1.1,1,1.38,0.1,2,2..2
nxdi,ttft_p50_ms,model,1,1,0.122,0.122,0.752,1.66,0.805,1.47,1,2.32,,,
nxdi,throughput_tok_s,model,39,3,0.0563,0.0644,0.789,1.2,0.884,1.18,1,1.62,,,
nxdi,itl_ms,model,38,3,0.0868,0.124,0.631,1.22,0.74,1.15,0.921,2.04,0.1,6.79,1..32
nxdi,ttft_ms,model,38,3,0.116,0.156,0.648,1.73,0.736,1.54,0.974,2.83,,,
nxdi,tpot_p50_ms,chip,1,1,0.0267,0.0267,0.877,1.11,0.902,1.07,1,1.34,0.06,2,2..2
nxdi,ttft_p50_ms,chip,1,1,0.0919,0.0919,0.764,1.72,0.842,1.43,1,2.52,,,
nxdi,throughput_tok_s,chip,39,3,0.039,0.0531,0.819,1.16,0.889,1.09,0.974,1.38,,,
nxdi,itl_ms,chip,38,3,0.069,0.0909,0.767,1.24,0.817,1.1,0.921,1.6,0.06,6.79,1..32
nxdi,ttft_ms,chip,38,3,0.113,0.152,0.555,1.72,0.766,1.53,0.974,4.03,,,
tnx-tgi,itl_ms,rows,62,5,0.146,0.177,0.695,1.4,0.746,1.35,0.968,1.99,0.14,4.47,1..32
tnx-tgi,ttft_ms,rows,62,5,0.182,0.197,0.643,1.98,0.732,1.64,1,3.21,,,
tnx-tgi,throughput_tok_s,rows,62,5,0.143,0.161,0.657,1.42,0.707,1.34,1,2.19,,,
tnx-tgi,itl_ms,model,62,3,0.144,0.183,0.66,1.4,0.706,1.35,0.919,2.14,0.08,4.47,1..32
tnx-tgi,ttft_ms,model,62,3,0.167,0.193,0.63,2.18,0.698,1.84,1,4.23,,,
tnx-tgi,throughput_tok_s,model,62,3,0.147,0.166,0.604,1.53,0.698,1.41,0.887,2.45,,,
tnx-tgi,itl_ms,chip,62,2,0.134,0.202,0.58,1.43,0.64,1.32,0.661,1.8,0.06,4.47,1..32
tnx-tgi,ttft_ms,chip,62,2,0.163,0.201,0.609,2.16,0.7,1.74,0.984,2.74,,,
tnx-tgi,throughput_tok_s,chip,62,2,0.125,0.155,0.625,1.61,0.715,1.45,0.645,1.54,,,
tnx-tgi-2.20,itl_ms,rows,20,5,0.129,0.178,0.638,1.4,0.753,1.32,0.85,2.24,0.14,22.6,1..32
tnx-tgi-2.20,ttft_ms,rows,20,5,0.114,0.229,0.524,1.68,0.71,1.35,0.9,3.14,,,
tnx-tgi-2.20,throughput_tok_s,rows,20,5,0.0544,0.0833,0.852,1.28,0.9,1.23,0.8,1.53,,,
neuron-1,throughput_inf_s,rows,18,5,0.133,0.182,0.622,1.48,0.734,1.27,0.889,2.29,,,
neuron-1,throughput_inf_s,model,18,3,0.109,0.165,0.635,1.49,0.7,1.32,0.778,2.33,,,
torch-neuronx-2.13,throughput_inf_s,rows,16,5,0.0566,0.0829,0.772,1.21,0.832,1.16,1,1.58,,,
torch-neuronx-2.13,throughput_inf_s,model,16,9,0.066,0.0954,0.751,1.2,0.808,1.14,0.938,1.6,,,
torch-neuronx-2.13,throughput_inf_s,chip,16,2,0.0576,0.0844,0.441,1.79,0.448,1.78,1,4.68,,,
torch-neuronx,throughput_inf_s,rows,29,5,0.0411,0.0517,0.886,1.17,0.903,1.13,0.931,1.3,,,
torch-neuronx,throughput_inf_s,model,29,11,0.0431,0.0541,0.874,1.16,0.914,1.11,0.931,1.34,,,
torch-neuronx-trn1,throughput_inf_s,rows,21,5,0.0421,0.0488,0.882,1.21,0.917,1.14,0.952,1.39,,,
torch-neuronx-trn1,throughput_inf_s,model,21,9,0.0375,0.0488,0.887,1.2,0.908,1.12,1,1.36,,,
nxd-encoder-decoder,latency_per_token_p50_ms,rows,2,2,0.00551,0.00551,0.951,1.04,0.963,1.03,1,1.15,0.14,1,1..1
nxd-encoder-decoder,throughput_tok_s,rows,2,2,0.00596,0.00596,0.941,1.06,0.952,1.04,1,1.19,,,
nxd-encoder-decoder,latency_per_token_p50_ms,chip,2,2,0.00551,0.00551,0.939,1.05,0.951,1.03,1,1.19,0.08,1,1..1
nxd-encoder-decoder,throughput_tok_s,chip,2,2,0.00596,0.00596,0.891,1.09,0.944,1.05,1,1.37,,,
torch-neuronx-cnn,throughput_inf_s,rows,12,5,0.0684,0.185,0.596,1.5,0.855,1.28,0.833,2.46,,,
torch-neuronx-cnn,throughput_inf_s,model,12,6,0.0576,0.183,0.604,1.45,0.654,1.27,0.833,2.4,,,
torch-neuronx-cnn,throughput_inf_s,chip,12,2,0.058,0.18,0.612,1.45,0.621,1.44,0.75,2.95,,,
torch-neuronx-diffusion,throughput_inf_s,rows,7,5,0.141,0.164,0.662,1.35,0.75,1.26,0.714,1.82,,,
torch-neuronx-diffusion,throughput_inf_s,model,7,4,0.162,0.213,0.595,1.44,0.714,1.32,0.714,2.53,,,
torch-neuronx-training,seq_per_s,rows,15,5,0.0601,0.0887,0.77,1.24,0.837,1.16,0.933,1.59,,,
torch-neuronx-training,seq_per_s,model,15,2,0.0547,0.0764,0.756,1.21,0.842,1.17,1,1.49,,,
nemo-neuron,seq_per_s,rows,3,3,0.014,0.0262,0.911,1.1,0.954,1.07,1,1.17,,,
nemo-neuron,seq_per_s,model,3,3,0.0258,0.0217,0.883,1.11,0.926,1.09,1,1.15,,,
nxd-training,seq_per_s,rows,6,5,0.108,0.169,0.66,1.33,0.741,1.22,0.833,1.83,,,
nxd-training,seq_per_s,model,6,3,0.0733,0.139,0.709,1.19,0.773,1.16,0.833,1.53,,,
megatron-lm,iter_time_s,rows,19,5,0.038,0.0443,0.871,1.19,0.899,1.1,1,1.38,,,
megatron-lm,iter_time_s,model,19,13,0.0349,0.0476,0.895,1.16,0.906,1.07,0.842,1.31,,,
megatron-lm,iter_time_s,chip,19,2,0.0393,0.0469,0.771,1.12,0.867,1.08,1,1.41,,,
megatron-core,iter_time_s,rows,7,5,0.0317,0.0597,0.915,1.16,0.932,1.12,0.857,1.25,,,
megatron-core,tokens_per_s_per_gpu,rows,35,5,0.0368,0.0982,0.83,1.36,0.855,1.2,0.8,1.63,,,
megatron-core,iter_time_s,model,7,7,0.0383,0.0606,0.907,1.17,0.926,1.13,0.857,1.26,,,
megatron-core,tokens_per_s_per_gpu,model,35,13,0.047,0.105,0.772,1.38,0.811,1.22,0.829,1.79,,,
megatron-core,iter_time_s,source,7,1,0.0337,0.0584,0.888,1.19,0.912,1.14,0.857,1.36,,,
megatron-core,tokens_per_s_per_gpu,source,35,3,0.0397,0.0984,0.793,1.24,0.832,1.14,0.8,1.42,,,
megatron-v100,iter_time_s,rows,3,3,0.0171,0.0158,0.91,1.11,0.938,1.06,1,1.17,,,
megatron-v100,iter_time_s,model,3,3,0.0171,0.0158,0.919,1.11,0.933,1.07,1,1.15,,,
pytorch-fsdp,tok_per_s_per_gpu,rows,1,1,0.0708,0.0708,0.794,1.2,0.872,1.13,1,1.5,,,
pytorch-fsdp,tokens_per_s_per_gpu,rows,82,5,0.0454,0.0597,0.877,1.16,0.911,1.12,0.927,1.35,,,
pytorch-fsdp,tok_per_s_per_gpu,model,1,1,0.0685,0.0685,0.799,1.19,0.858,1.13,1,1.46,,,
pytorch-fsdp,tokens_per_s_per_gpu,model,82,7,0.0707,0.0738,0.815,1.32,0.863,1.28,0.976,1.67,,,
pytorch-fsdp,tok_per_s_per_gpu,chip,1,1,0.0749,0.0749,0.859,1.59,0.871,1.53,1,1.92,,,
pytorch-fsdp,tokens_per_s_per_gpu,chip,82,3,0.0448,0.0615,0.892,1.28,0.901,1.24,0.939,1.5,,,
pytorch-fsdp,tok_per_s_per_gpu,source,1,1,0.0685,0.0685,0.799,1.19,0.858,1.13,1,1.46,,,
pytorch-fsdp,tokens_per_s_per_gpu,source,82,2,0.106,0.113,0.703,1.43,0.765,1.31,0.939,1.76,,,
megatron-deepspeed,iteration_ms,rows,149,5,0.0576,0.0712,0.846,1.26,0.877,1.14,0.966,1.54,,,
megatron-deepspeed,iteration_ms,model,149,6,0.0587,0.0764,0.819,1.28,0.858,1.18,0.886,1.59,,,
splitwise-a100,prompt_time_ms,rows,50,5,0.069,0.126,0.818,1.57,0.843,1.36,0.9,2,,,
splitwise-a100,token_time_ms,rows,50,5,0.037,0.0484,0.872,1.1,0.891,1.09,0.94,1.25,0.16,1.77,1..64
splitwise-a100,prompt_time_ms,model,50,2,0.0825,0.159,0.746,1.71,0.766,1.55,0.76,2.26,,,
splitwise-a100,token_time_ms,model,50,2,0.0832,0.0819,0.778,1.21,0.807,1.19,0.76,1.54,0.1,1.77,1..64
splitwise-h100,prompt_time_ms,rows,32,5,0.124,0.136,0.769,1.9,0.834,1.55,0.906,2.49,,,
splitwise-h100,token_time_ms,rows,32,5,0.012,0.0172,0.963,1.04,0.969,1.04,0.938,1.09,0.14,1.54,1..16
trtllm,prompt_time_ms,rows,3,3,0.0736,0.438,0.663,1.36,0.703,1.22,0.667,1.69,,,
trtllm,token_time_ms,rows,3,3,0.0564,0.0543,0.887,1.13,0.912,1.1,1,1.25,0.14,1.71,1..5
trtllm,throughput_tok_s,rows,12,5,0.114,0.215,0.621,1.3,0.719,1.2,0.833,1.99,,,
trtllm,tpot_ms,rows,95,5,0.055,0.0702,0.853,1.18,0.888,1.14,0.926,1.39,0.14,28.5,4..128
trtllm,ttft_ms,rows,104,5,0.167,0.181,0.692,2.02,0.781,1.53,0.962,2.98,,,
trtllm,output_tokens_per_s,rows,50,5,0.099,0.164,0.626,1.27,0.722,1.22,0.9,2.01,,,
trtllm,prompt_time_ms,model,3,1,0.0895,0.442,0.631,1.54,0.678,1.4,0.667,2.3,,,
trtllm,token_time_ms,model,3,1,0.0583,0.0564,0.852,1.15,0.888,1.12,1,1.38,0.06,1.71,1..5
trtllm,throughput_tok_s,model,12,3,0.121,0.216,0.619,1.32,0.722,1.25,0.833,2.06,,,
trtllm,tpot_ms,model,95,3,0.0601,0.0778,0.83,1.18,0.865,1.14,0.821,1.55,0.06,28.5,4..128
trtllm,ttft_ms,model,104,7,0.167,0.192,0.697,1.84,0.734,1.57,0.942,2.72,,,
trtllm,output_tokens_per_s,model,50,8,0.114,0.172,0.632,1.33,0.773,1.25,0.9,1.98,,,
trtllm,prompt_time_ms,chip,3,1,0.0423,0.411,0.672,1.44,0.716,1.29,0.667,2.4,,,
trtllm,token_time_ms,chip,3,1,0.0474,0.0462,0.859,1.15,0.89,1.09,1,1.34,0.08,1.71,1..5
trtllm,throughput_tok_s,chip,12,1,0.123,0.22,0.499,1.54,0.702,1.32,0.667,1.62,,,
trtllm,tpot_ms,chip,95,1,0.0576,0.0722,0.797,1.3,0.83,1.19,0.905,1.36,0.08,28.5,4..128
trtllm,ttft_ms,chip,104,3,0.148,0.186,0.684,2.03,0.755,1.59,0.894,2.1,,,
trtllm,output_tokens_per_s,chip,50,3,0.112,0.166,0.558,1.44,0.733,1.27,0.92,2.28,,,
trtllm,prompt_time_ms,source,3,1,0.0895,0.442,0.631,1.54,0.678,1.4,0.667,2.3,,,
trtllm,token_time_ms,source,3,1,0.0583,0.0564,0.852,1.15,0.888,1.12,1,1.38,0.06,1.71,1..5
trtllm,throughput_tok_s,source,12,1,0.117,0.214,0.59,1.39,0.697,1.3,0.75,1.42,,,
trtllm,tpot_ms,source,95,1,0.0634,0.0722,0.802,1.28,0.832,1.2,0.926,1.4,0.06,28.5,4..128
trtllm,ttft_ms,source,104,2,0.149,0.192,0.639,2.12,0.708,1.75,0.904,2.31,,,
trtllm,output_tokens_per_s,source,50,1,0.115,0.169,0.568,1.35,0.675,1.29,0.72,1.42,,,
sglang,tpot_ms,rows,73,5,0.0369,0.0503,0.868,1.08,0.893,1.06,0.973,1.23,0.14,23.8,4..128
sglang,ttft_ms,rows,73,5,0.221,0.246,0.72,2.79,0.794,2.11,0.986,3.94,,,
sglang,tpot_ms,model,73,2,0.089,0.0878,0.793,1.15,0.823,1.13,0.918,1.39,0.12,23.8,4..128
sglang,ttft_ms,model,73,2,0.194,0.243,0.716,2.88,0.763,2.2,0.753,2.27,,,
sglang,tpot_ms,chip,73,2,0.089,0.0878,0.769,1.18,0.812,1.12,1,1.45,0.12,23.8,4..128
sglang,ttft_ms,chip,73,2,0.194,0.243,0.706,2.8,0.756,2.22,0.712,2.24,,,
vllm,tpot_ms,rows,111,5,0.0437,0.0514,0.881,1.12,0.907,1.1,0.946,1.27,0.12,20.2,4..144
vllm,ttft_ms,rows,111,5,0.121,0.157,0.708,1.65,0.791,1.44,0.973,2.36,,,
vllm,tpot_ms,model,111,3,0.0569,0.0609,0.824,1.16,0.867,1.12,0.865,1.46,0.06,20.2,4..144
vllm,ttft_ms,model,111,3,0.145,0.163,0.683,1.81,0.741,1.55,0.901,3.47,,,
vllm,tpot_ms,chip,111,2,0.0557,0.0564,0.841,1.18,0.868,1.13,0.973,1.42,0.08,20.2,4..144
vllm,ttft_ms,chip,111,2,0.122,0.168,0.647,1.86,0.748,1.55,0.946,2.83,,,
pytorch,sequences_per_s,rows,10,5,0.167,0.203,0.671,1.48,0.787,1.42,0.6,2.03,,,
pytorch,sequences_per_s,chip,10,2,0.13,0.186,0.829,1.41,0.861,1.37,0.3,1.23,,,
any stack,tpot_p50_ms,rows,663,71,0.0447,0.0682,0.84,1.15,0.901,1.09,0.911,1.36,0.14,8.98,1..256
any stack,tpot_p50_ms,model,581,28,0.0677,0.0846,0.802,1.18,0.87,1.12,0.909,1.51,0.08,9.71,1..256
any stack,tpot_p50_ms,chip,533,21,0.0588,0.0821,0.799,1.16,0.869,1.1,0.912,1.48,0.08,11.3,1..256
any stack,tpot_p50_ms,source,98,2,0.0621,0.0717,0.819,1.28,0.84,1.19,0.429,1.19,0.08,26.1,1..128
any stack,ttft_p50_ms,rows,663,64,0.0956,0.157,0.743,1.7,0.823,1.47,0.903,2.29,,,
any stack,ttft_p50_ms,model,583,30,0.112,0.17,0.726,1.71,0.775,1.48,0.904,2.36,,,
any stack,ttft_p50_ms,chip,533,19,0.115,0.171,0.694,1.73,0.791,1.48,0.902,2.53,,,
any stack,ttft_p50_ms,source,107,3,0.149,0.199,0.61,1.88,0.647,1.59,0.598,3.84,,,
any stack,output_tokens_per_s,rows,361,52,0.0462,0.0927,0.734,1.25,0.859,1.15,0.911,1.7,,,
any stack,output_tokens_per_s,model,311,27,0.0563,0.108,0.709,1.28,0.832,1.19,0.9,1.82,,,
any stack,output_tokens_per_s,chip,313,18,0.0505,0.1,0.732,1.29,0.856,1.19,0.882,1.77,,,
any stack,output_tokens_per_s,source,62,2,0.115,0.178,0.449,1.36,0.534,1.25,0.984,5.98,,,
any stack,tokens_per_s_per_gpu,rows,330,47,0.0516,0.0776,0.827,1.22,0.879,1.12,0.912,1.48,,,
any stack,tokens_per_s_per_gpu,model,320,58,0.0554,0.079,0.822,1.21,0.879,1.13,0.9,1.47,,,
any stack,tokens_per_s_per_gpu,chip,112,8,0.0461,0.0701,0.879,1.51,0.909,1.13,0.911,1.73,,,
any stack,tokens_per_s_per_gpu,source,125,7,0.0911,0.106,0.786,1.32,0.831,1.15,0.92,1.7,,,
any stack,throughput_inf_s,rows,103,30,0.0576,0.102,0.714,1.26,0.865,1.2,0.913,1.76,,,
any stack,throughput_inf_s,model,103,42,0.0573,0.105,0.744,1.26,0.866,1.16,0.893,1.69,,,
any stack,throughput_inf_s,chip,28,4,0.058,0.125,0.715,1.48,0.739,1.18,0.893,5.09,,,

profile,chips,models,parameters,tensor,batch,tokens,expert_count,expert_width,weights,kinds,features
tnx-2.18,inferentia2;trainium,llama-2-13b;llama-2-70b;llama-2-7b;mistral-7b,6.74..69,24..32,1..8,256..16400,,,bf16,decoder layers,
tnx-continuous,inferentia2,llama-2-7b;llama-3-8b;mistral-7b,6.74..8.03,8..12,1..32,512..2050,,,bf16;fp16,decoder layers,
tnx-2.18.1,inferentia2;trainium,llama-3-8b,8.03..8.03,24..32,1..8,4100..8190,,,int8,decoder layers,
optimum-0.2,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,512..2050,,,bf16,decoder layers,
tnx-2.14,inferentia2;trainium,opt-13b;opt-30b,12.9..30,8..8,1..256,128..2050,,,fp16,decoder layers,
nxdi,inferentia2;trainium;trainium2,llama-3.1-8b;llama-4-scout;qwen3-235b-a22b,8.03..235,4..64,1..32,640..1750,16..128,1540..8190,bf16,decoder expert layers;decoder layers;decoder windowed expert layers,
tnx-tgi,inferentia2;trainium,llama-2-7b;llama-3-70b;llama-3-8b,6.74..70.6,8..32,1..32,1750..1750,,,fp16,decoder layers,
tnx-tgi-2.20,inferentia2,llama-3.1-8b,8.03..8.03,8..8,1..32,1750..1750,,,bf16,decoder layers,
neuron-1,inferentia,bert-base;bert-base-cased;distilbert,0.0664..0.109,,1..128,128..128,,,,encoder layers,
torch-neuronx-2.13,inferentia2;trainium,albert-base-v2;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,4..96,128..128,,,,decoder layers;encoder layers;vision layers,
torch-neuronx,inferentia2,albert-base-v2;bert-base;bert-base-cased;clip-vit-b-32;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium;vit-base,0.0664..0.355,,1..64,128..128,,,,decoder layers;dual-encoder layers;encoder layers;vision layers,
torch-neuronx-trn1,trainium,albert-base-v2;bert-base;bert-base-cased;distilbert;distilbert-base-cased;distilbert-base-cased-distilled-squad;google/electra-base-discriminator;gpt2;gpt2-medium,0.0664..0.355,,1..16,128..128,,,,decoder layers;encoder layers,
nxd-encoder-decoder,inferentia2;trainium,t5-3b,2.85..2.85,8..8,1..1,212..212,,,,decoder cross-attention layers;encoder layers,
torch-neuronx-cnn,inferentia;inferentia2,OpenPose;YOLO v4;resnet-101;resnet-50;resnet18;vgg11,0.0256..0.0445,,1..64,,,,,cnn,
torch-neuronx-diffusion,inferentia2,pixart-alpha;stable-diffusion-1.5;stable-diffusion-2.1;stable-diffusion-xl-base,1.07..5.46,,1..1,,,,,diffusion,
torch-neuronx-training,trainium,bert-large;vit-base,0.0866..0.336,1..1,,128..512,,,bf16;fp32,encoder layers;vision layers,
nemo-neuron,trainium,gpt3-175b;gpt3-23b;gpt3-6.7b,6.66..175,8..32,,2050..2050,,,bf16,decoder layers,
nxd-training,trainium,llama-2-70b;llama-2-7b;llama-3.1-8b,6.74..69,8..32,,4100..8190,,,bf16,decoder layers,
megatron-lm,a100-40;a100-80,GPT-1.16B;GPT-1.7B;GPT-175B;GPT-2.03B;GPT-22B;GPT-3.6B;GPT-310.1B;GPT-39.1B;GPT-4.24B;GPT-7.5B;GPT-76.1B;MT-NLG-530B;gpt3-175b,1.16..530,1..8,,1020..2050,,,bf16;fp16,decoder layers,
megatron-core,h100,GPT-1.7B;GPT-16B;GPT-177B;GPT-7.1B;GPT-70B;gpt-oss-120b;gpt3-175b;gpt3-20b;llama-2-13b;llama-2-70b;llama-2-7b;llama-2-7b-long;llama-3-70b;llama-3-8b;llama-3.1-405b;nemotron-3-8b;qwen3-235b-a22b;qwen3-30b-a3b,1.7..406,1..8,,2050..1050000,128..128,768..2880,bf16;fp8,decoder expert layers;decoder layers;decoder windowed expert layers,LoRA fine-tuning
megatron-v100,v100,GPT-1.16B;GPT-2.03B;GPT-4.24B,1.16..4.24,1..4,,1020..1020,,,fp16,decoder layers,
pytorch-fsdp,a100-40;a100-80;h100,llama-2-13b;llama-2-70b;llama-2-7b;llama-3-8b;llama-34b;mpt-1b;mpt-30b;mpt-7b,1.32..69,1..1,,512..65500,,,bf16;fp8,decoder layers,
megatron-deepspeed,a100-80,12 x 1024;16 x 1024;20 x 1024;24 x 1024;30 x 3072;48 x 8192,0.151..38.7,1..16,,1020..2050,,,,decoder layers,
splitwise-a100,a100-80,bloom-176b;llama-2-70b,69..176,2..8,1..64,256..8700,,,fp16,decoder layers,
splitwise-h100,h100,llama-2-70b,69..69,2..8,1..16,256..8700,,,fp16,decoder layers,
trtllm,a100-80;h100;h200,falcon-180b;gpt-j-6b;llama-2-70b;llama-2-7b;llama-3.1-70b;llama-3.1-8b;llama-3.3-70b;mistral-7b;mixtral-8x7b;qwen3-235b-a22b;qwen3-32b,6.05..235,1..8,1..2050,129..5500,8..128,1540..14300,bf16;fp16;fp8,decoder expert layers;decoder layers,
sglang,h100;h200,deepseek-v3;qwen3-32b,32.8..671,1..8,4..128,1150..9220,256..256,2050..2050,bf16;fp8,decoder latent expert layers;decoder latent layers;decoder layers,
vllm,h100;h200,gpt-oss-120b;llama-3.1-70b;qwen3-32b,32.8..117,1..8,4..144,1150..9220,128..128,2880..2880,bf16;fp4;fp8,decoder expert layers;decoder layers;decoder windowed expert layers,
pytorch,a100-80;v100,bert-large,0.335..0.335,1..1,,128..512,,,fp16,encoder layers,
`;

/** Evidence by the name of the profile. */
export const measuredEvidence: ReadonlyMap<string, Evidence> = readEvidence(text);
