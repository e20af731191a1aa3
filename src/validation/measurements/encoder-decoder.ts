/**
 * Published measurements: T5 on Inferentia2. Figures as printed by:
 *
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_encoder_decoder.csv
 * - aws-neuron-sdk:general/benchmarks/trn1/latency_data_encoder_decoder.csv
 */
export const encoderDecoderRows: string = `id,neuron_version,framework,instance,model,params_b,enc_layers,dec_layers,hidden,heads,head_dim,ffn,vocab,tp,batch,seq_len,input_len,output_len,model_dtype,throughput_tok_s,latency_per_token_p50_ms
ed11,2.18.0,NeuronX Distributed,inf2.24xlarge,t5-3b,2.85,24,24,1024,32,128,16384,32128,8,1,128,128,84,FP32,108.18,9.25
ed16,2.18.0,NeuronX Distributed,trn1.32xlarge,t5-3b,2.85,24,24,1024,32,128,16384,32128,8,1,128,128,84,FP32,110.23,9.07
`;
