/**
 * Published measurements: encoders and vision transformers on Neuron devices. Figures as printed by:
 *
 * - aws-neuron-sdk:about-neuron/benchmarks/inf2/throughput_data_encoder.csv
 * - aws-neuron-sdk:about-neuron/benchmarks/trn1/latency_data_encoder.csv
 * - aws-neuron-sdk:about-neuron/benchmarks/trn1/throughput_data_encoder.csv
 * - aws-neuron-sdk:general/benchmarks/inf1/data.csv
 * - aws-neuron-sdk:general/benchmarks/inf1/latency_data_encoder.csv
 * - aws-neuron-sdk:general/benchmarks/inf1/neuronperf_nlp.csv
 * - aws-neuron-sdk:general/benchmarks/inf1/neuronperf_nlp_throughput_optimized.csv
 * - aws-neuron-sdk:general/benchmarks/inf1/throughput_data_encoder.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_encoder.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_language.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_vision.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/latency_data_vision_transformers.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/throughput_data.csv
 * - aws-neuron-sdk:general/benchmarks/inf2/throughput_data_encoder.csv
 * - and 7 more files of the same sources
 */
export const encoderRows: string = `id,neuron_version,framework,instance,cores,model,family,layers,hidden,heads,ffn,vocab,task,batch,seq_len,image_size,inflight,throughput_inf_s
enc001,2.20.0,Tensorflow 2.10,inf1.6xlarge,16,BERT base,bert_like,12,768,12,3072,30522,Data Parallel,16,128,,3.98137,2123.4
enc002,2.12.0,Tensorflow 2.8,inf1.6xlarge,16,BERT base,bert_like,12,768,12,3072,30522,Data Parallel,128,128,,0.993609,3102
enc003,2.20.0,PyTorch 1.13,inf1.6xlarge,16,BERT base,bert_like,12,768,12,3072,30522,Model Pipeline,1,128,,11.8537,2009.1
enc004,2.20.0,PyTorch 1.13,inf1.xlarge,4,BERT base,bert_like,12,768,12,3072,30522,Data Parallel,4,128,,5.28,1056
enc005,2.15.0,PyTorch 1.13,inf1.xlarge,4,BERT base,bert_like,12,768,12,3072,30522,Data Parallel,6,128,,3.381,966
enc006,2.5.0,PyTorch 1.11.0,inf1.xlarge,4,BERT base (bert-base-cased),bert_like,12,768,12,3072,28996,Data Parallel,6,128,,7.97925,1179.2
enc007,2.20.0,PyTorch 1.13.1,inf1.xlarge,4,BERT base (bert-base-cased),bert_like,12,768,12,3072,28996,Data Parallel,8,128,,7.98273,1095.4
enc008,2.20.0,PyTorch 1.13.1,inf1.xlarge,4,BERT base (bert-base-cased),bert_like,12,768,12,3072,28996,Data Parallel,1,128,,0.99303,125.7
enc009,2.20.0,PyTorch 1.13.1,inf1.xlarge,4,BERT base (bert-base-uncased),bert_like,12,768,12,3072,30522,Data Parallel,6,128,,7.9894,1180.7
enc010,2.20.0,PyTorch 1.13.1,inf1.xlarge,4,BERT base (bert-base-uncased),bert_like,12,768,12,3072,30522,Data Parallel,3,128,,0.99645,284.7
enc011,2.5.0,PyTorch 1.11.0,inf1.xlarge,4,DistilBERT base (distilbert-base-uncased),bert_like,6,768,12,3072,30522,Data Parallel,6,128,,7.98031,1948
enc012,2.15.0,PyTorch 1.13.0,inf1.xlarge,4,DistilBERT base (distilbert-base-uncased),bert_like,6,768,12,3072,30522,Data Parallel,7,128,,7.34857,1798.6
enc013,2.20.0,PyTorch 1.13.1,inf1.xlarge,4,DistilBERT base (distilbert-base-uncased),bert_like,6,768,12,3072,30522,Data Parallel,8,128,,7.9056,1876.7
enc014,1.19.0,PyTorch 1.11.0,inf1.xlarge,4,DistilBERT base (distilbert-base-uncased),bert_like,6,768,12,3072,30522,Data Parallel,9,128,,7.98751,2079.54
enc015,2.20.0,PyTorch 1.13.1,inf1.xlarge,4,DistilBERT base (distilbert-base-uncased),bert_like,6,768,12,3072,30522,Data Parallel,6,128,,0.99567,538.2
enc016,2.17.0,PyTorch 1.13.1,inf1.xlarge,4,DistilBERT base (distilbert-base-uncased-finetuned-sst-2-english),bert_like,6,768,12,3072,30522,Data Parallel,7,128,,7.26513,1790.7
enc017,2.20.0,PyTorch 1.13.1,inf1.xlarge,4,DistilBERT base (distilbert-base-uncased-finetuned-sst-2-english),bert_like,6,768,12,3072,30522,Data Parallel,8,128,,7.8997,1875.3
enc018,2.20.0,PyTorch 1.13.1,inf1.xlarge,4,DistilBERT base (distilbert-base-uncased-finetuned-sst-2-english),bert_like,6,768,12,3072,30522,Data Parallel,5,128,,1.1868,593.4
enc022,2.9.0,PyTorch 1.13.0,inf2.xlarge,2,albert-base-v2,bert_like,12,768,12,3072,30000,Data Parallel,4,128,,1.91953,2437.5
enc023,2.25.0,PyTorch 2.7,inf2.xlarge,2,albert-base-v2,bert_like,12,768,12,3072,30000,Raw Output (AutoModel),8,128,,1.99353,3147.1
enc024,2.17.0,PyTorch 1.13.1,inf2.xlarge,2,albert-base-v2,bert_like,12,768,12,3072,30000,Raw Output (AutoModel),16,128,,1.99686,3080.8
enc025,2.26.0,PyTorch 2.8,inf2.xlarge,2,albert-base-v2,bert_like,12,768,12,3072,30000,Raw Output (AutoModel),1,128,,1.98671,2119.78
enc027,2.27.0,PyTorch 2.9,trn1.2xlarge,2,albert-base-v2,bert_like,12,768,12,3072,30000,Raw Output (AutoModel),16,128,,1.99851,3442.53
enc028,2.11.0,PyTorch 1.13.1,trn1.2xlarge,2,albert-base-v2,bert_like,12,768,12,3072,30000,Raw Output (AutoModel),24,128,,1.99823,2904.76
enc029,2.27.0,PyTorch 2.9,trn1.2xlarge,2,albert-base-v2,bert_like,12,768,12,3072,30000,Raw Output (AutoModel),1,128,,1.99684,2321.98
enc030,2.22.0,PyTorch 2.5,inf2.xlarge,2,bert-base-cased,bert_like,12,768,12,3072,28996,Raw Output (AutoModel),4,128,,1.98905,2768.44
enc031,2.13.0,PyTorch 1.13.1,inf2.xlarge,2,bert-base-cased,bert_like,12,768,12,3072,28996,Raw Output (AutoModel),8,128,,1.97561,2827.35
enc032,2.17.0,PyTorch 1.13.1,inf2.xlarge,2,bert-base-cased,bert_like,12,768,12,3072,28996,Raw Output (AutoModel),16,128,,2.00178,2819.66
enc033,2.22.0,PyTorch 2.5,inf2.xlarge,2,bert-base-cased,bert_like,12,768,12,3072,28996,Raw Output (AutoModel),1,128,,1.98908,2044.31
enc034,2.10.0,PyTorch 1.13.1,trn1.2xlarge,2,bert-base-cased,bert_like,12,768,12,3072,28996,Raw Output (AutoModel),8,128,,1.99626,2882.68
enc035,2.22.0,PyTorch 2.5,trn1.2xlarge,2,bert-base-cased,bert_like,12,768,12,3072,28996,Raw Output (AutoModel),16,128,,1.99921,3352.19
enc036,2.22.0,PyTorch 2.5,trn1.2xlarge,2,bert-base-cased,bert_like,12,768,12,3072,28996,Raw Output (AutoModel),1,128,,1.99582,2120.34
enc037,2.13.0,PyTorch 1.13.1,inf2.xlarge,2,bert-base-cased-finetuned-mrpc,bert_like,12,768,12,3072,28996,Sequence Classification,8,128,,1.92056,3079.06
enc038,2.21.0,PyTorch 2.5,inf2.xlarge,2,bert-base-cased-finetuned-mrpc,bert_like,12,768,12,3072,28996,Sequence Classification,16,128,,1.98131,3200.04
enc039,2.21.0,PyTorch 2.5,inf2.xlarge,2,bert-base-cased-finetuned-mrpc,bert_like,12,768,12,3072,28996,Sequence Classification,1,128,,2.0297,2191.85
enc040,2.9.0,PyTorch 1.13.0,trn1.2xlarge,2,bert-base-cased-finetuned-mrpc,bert_like,12,768,12,3072,28996,Data Parallel,8,128,,1.99572,3012.41
enc041,2.22.0,PyTorch 2.5,trn1.2xlarge,2,bert-base-cased-finetuned-mrpc,bert_like,12,768,12,3072,28996,Sequence Classification,16,128,,1.99976,3809.3
enc042,2.11.0,PyTorch 1.13.1,trn1.2xlarge,2,bert-base-cased-finetuned-mrpc,bert_like,12,768,12,3072,28996,Sequence Classification,96,128,,1.99981,3390.71
enc043,2.22.0,PyTorch 2.5,trn1.2xlarge,2,bert-base-cased-finetuned-mrpc,bert_like,12,768,12,3072,28996,Sequence Classification,1,128,,2.00478,2280.63
enc044,2.27.0,PyTorch 2.9,inf2.xlarge,2,bert-base-uncased,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),8,128,,1.99689,2674.19
enc045,2.17.0,PyTorch 1.13.1,inf2.xlarge,2,bert-base-uncased,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.99428,2911.84
enc046,2.26.0,PyTorch 2.8,inf2.xlarge,2,bert-base-uncased,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.99616,1998.21
enc047,2.14.0,PyTorch 1.13.1,trn1.2xlarge,2,bert-base-uncased,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),8,128,,1.99988,2919.54
enc048,2.27.0,PyTorch 2.9,trn1.2xlarge,2,bert-base-uncased,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.99837,3421.57
enc049,2.26.0,PyTorch 2.8,trn1.2xlarge,2,bert-base-uncased,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.96647,2085.45
enc071,2.22.0,PyTorch 2.5,inf2.xlarge,2,distilbert-base-cased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),4,128,,1.9908,5045.33
enc072,2.17.0,PyTorch 1.13.1,inf2.xlarge,2,distilbert-base-cased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.9893,5375.58
enc073,2.11.0,PyTorch 1.13.1,inf2.xlarge,2,distilbert-base-cased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),48,128,,1.96066,5109.2
enc074,2.22.0,PyTorch 2.5,inf2.xlarge,2,distilbert-base-cased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.99608,3306.54
enc075,2.22.0,PyTorch 2.5,trn1.2xlarge,2,distilbert-base-cased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.99513,6128.56
enc076,2.11.0,PyTorch 1.13.1,trn1.2xlarge,2,distilbert-base-cased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),48,128,,1.98244,5165.98
enc077,2.22.0,PyTorch 2.5,trn1.2xlarge,2,distilbert-base-cased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.99658,3427.86
enc078,2.22.0,PyTorch 2.5,inf2.xlarge,2,distilbert-base-cased-distilled-squad,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),4,128,,1.99185,5047.24
enc079,2.13.0,PyTorch 1.13.1,inf2.xlarge,2,distilbert-base-cased-distilled-squad,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),8,128,,1.98555,5174.08
enc080,2.17.0,PyTorch 1.13.1,inf2.xlarge,2,distilbert-base-cased-distilled-squad,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.98817,5420.42
enc081,2.22.0,PyTorch 2.5,inf2.xlarge,2,distilbert-base-cased-distilled-squad,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.99428,3291.86
enc082,2.22.0,PyTorch 2.5,trn1.2xlarge,2,distilbert-base-cased-distilled-squad,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.99221,6119.31
enc083,2.22.0,PyTorch 2.5,trn1.2xlarge,2,distilbert-base-cased-distilled-squad,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.99187,3433.83
enc084,2.27.0,PyTorch 2.9,inf2.xlarge,2,distilbert-base-uncased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.99395,5307.88
enc085,2.11.0,PyTorch 1.13.1,inf2.xlarge,2,distilbert-base-uncased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),48,128,,1.95447,5071.05
enc086,2.26.0,PyTorch 2.8,inf2.xlarge,2,distilbert-base-uncased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.96852,3401.97
enc087,2.28.0,PyTorch 2.9,trn1.2xlarge,2,distilbert-base-uncased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.99439,6369.44
enc088,2.27.0,PyTorch 2.9,trn1.2xlarge,2,distilbert-base-uncased,bert_like,6,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.99279,3672.38
enc089,2.13.0,PyTorch 1.13.1,inf2.xlarge,2,google/electra-base-discriminator,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),8,128,,1.97103,2882.68
enc090,2.25.0,PyTorch 2.7,inf2.xlarge,2,google/electra-base-discriminator,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.99106,2889.75
enc091,2.26.0,PyTorch 2.8,inf2.xlarge,2,google/electra-base-discriminator,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),1,128,,2.01212,2020.46
enc092,2.28.0,PyTorch 2.9,trn1.2xlarge,2,google/electra-base-discriminator,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),16,128,,1.99703,3425.56
enc093,2.27.0,PyTorch 2.9,trn1.2xlarge,2,google/electra-base-discriminator,bert_like,12,768,12,3072,30522,Raw Output (AutoModel),1,128,,1.98492,2127.07
enc114,2.14.0,PyTorch 1.13.1,inf2.xlarge,2,gpt2,decoder_as_encoder,12,768,12,3072,50257,Raw Output (AutoModel),16,128,,1.96863,3094.11
enc115,2.14.0,PyTorch 1.13.1,inf2.xlarge,2,gpt2,decoder_as_encoder,12,768,12,3072,50257,Raw Output (AutoModel),1,128,,1.98138,1981.38
enc116,2.14.0,PyTorch 1.13.1,trn1.2xlarge,2,gpt2,decoder_as_encoder,12,768,12,3072,50257,Raw Output (AutoModel),16,128,,1.99819,3181.2
enc117,2.11.0,PyTorch 1.13.1,trn1.2xlarge,2,gpt2,decoder_as_encoder,12,768,12,3072,50257,Raw Output (AutoModel),64,128,,1.99175,2506.82
enc118,2.14.0,PyTorch 1.13.1,trn1.2xlarge,2,gpt2,decoder_as_encoder,12,768,12,3072,50257,Raw Output (AutoModel),1,128,,1.98802,2028.59
enc127,2.14.0,PyTorch 1.13.1,inf2.xlarge,2,gpt2-medium,decoder_as_encoder,24,1024,16,4096,50257,Raw Output (AutoModel),8,128,,1.91011,1009.97
enc128,2.10.0,PyTorch 1.13.1,inf2.xlarge,2,gpt2-medium,decoder_as_encoder,24,1024,16,4096,50257,Raw Output (AutoModel),16,128,,1.97117,765.13
enc129,2.14.0,PyTorch 1.13.1,inf2.xlarge,2,gpt2-medium,decoder_as_encoder,24,1024,16,4096,50257,Raw Output (AutoModel),1,128,,1.99071,737.3
enc130,2.14.0,PyTorch 1.13.1,trn1.2xlarge,2,gpt2-medium,decoder_as_encoder,24,1024,16,4096,50257,Raw Output (AutoModel),16,128,,1.99846,1104.12
enc131,2.11.0,PyTorch 1.13.1,trn1.2xlarge,2,gpt2-medium,decoder_as_encoder,24,1024,16,4096,50257,Raw Output (AutoModel),48,128,,1.99709,910.18
enc132,2.14.0,PyTorch 1.13.1,trn1.2xlarge,2,gpt2-medium,decoder_as_encoder,24,1024,16,4096,50257,Raw Output (AutoModel),1,128,,1.99971,737.9
enc135,2.18.0,PyTorch 1.13.1,inf2.xlarge,2,deepmind/vision-perceiver-fourier,perceiver,,,,,,Image Classification,1,,224x224,2.00305,67.9
enc136,2.18.0,PyTorch 1.13.1,inf2.xlarge,2,deepmind/vision-perceiver-learned,perceiver,,,,,,Image Classification,1,,224x224,1.85256,99.6
enc137,2.21.0,PyTorch 2.5,inf2.xlarge,2,google/vit-base-patch16-224,vision_transformer,12,768,12,3072,,Image Classification,2,,224x224,3.99587,1955.41
enc138,2.11.0,PyTorch 1.13.1,inf2.xlarge,2,google/vit-base-patch16-224,vision_transformer,12,768,12,3072,,Image Classification,32,,224x224,3.96831,1318.42
enc139,2.21.0,PyTorch 2.5,inf2.xlarge,2,google/vit-base-patch16-224,vision_transformer,12,768,12,3072,,Image Classification,1,,224x224,0.986396,746.139
enc140,2.21.0,PyTorch 2.5,inf2.xlarge,2,openai/clip-vit-base-patch32,vision_transformer,12,768,12,3072,49408,Image Classification,64,,224x224,13.8137,6509.83
enc141,2.21.0,PyTorch 2.5,inf2.xlarge,2,openai/clip-vit-base-patch32,vision_transformer,12,768,12,3072,49408,Image Classification,1,,224x224,1.00059,161.047
`;
