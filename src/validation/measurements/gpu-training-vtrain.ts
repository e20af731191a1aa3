/**
 * Published measurements: iteration times of Megatron-DeepSpeed on A100. Figures as printed by:
 *
 * - vTrain data/ground_truth_multi.csv (MIT), A100-80GB, Megatron-DeepSpeed
 * - vTrain data/ground_truth_single.csv (MIT), A100-80GB, Megatron-DeepSpeed
 */
export const gpuTrainingVtrainRows: string = `id,instance_like,gpus,layers,hidden,heads,seq_len,global_batch,micro_batch,tp,dp,pp,recompute,iteration_ms
vtm0000,8xA100 NVSwitch node,64,30,3072,32,2048,512,8,1,64,1,full (assumed from the paper),3566.5
vtm0001,8xA100 NVSwitch node,64,30,3072,32,2048,512,4,1,64,1,full (assumed from the paper),3638.3
vtm0002,8xA100 NVSwitch node,64,30,3072,32,2048,512,8,2,32,1,full (assumed from the paper),3975.2
vtm0003,8xA100 NVSwitch node,64,30,3072,32,2048,512,2,1,64,1,full (assumed from the paper),3700.5
vtm0004,8xA100 NVSwitch node,64,30,3072,32,2048,512,16,2,32,1,full (assumed from the paper),3937.5
vtm0005,8xA100 NVSwitch node,64,30,3072,32,2048,512,4,2,32,1,full (assumed from the paper),4078.2
vtm0006,8xA100 NVSwitch node,64,30,3072,32,2048,512,2,2,32,1,full (assumed from the paper),4264.2
vtm0007,8xA100 NVSwitch node,64,30,3072,32,2048,512,16,4,16,1,full (assumed from the paper),4492.1
vtm0008,8xA100 NVSwitch node,64,30,3072,32,2048,512,32,4,16,1,full (assumed from the paper),4548.2
vtm0009,8xA100 NVSwitch node,64,30,3072,32,2048,512,8,4,16,1,full (assumed from the paper),4634.4
vtm0010,8xA100 NVSwitch node,64,30,3072,32,2048,512,4,4,16,1,full (assumed from the paper),4764
vtm0011,8xA100 NVSwitch node,64,30,3072,32,2048,512,4,1,32,2,full (assumed from the paper),4382.1
vtm0012,8xA100 NVSwitch node,64,30,3072,32,2048,512,2,1,32,2,full (assumed from the paper),4034.9
vtm0013,8xA100 NVSwitch node,64,30,3072,32,2048,512,2,4,16,1,full (assumed from the paper),6228.3
vtm0014,8xA100 NVSwitch node,64,30,3072,32,2048,512,8,1,32,2,full (assumed from the paper),5045.6
vtm0015,8xA100 NVSwitch node,64,30,3072,32,2048,512,64,8,8,1,full (assumed from the paper),9838.9
vtm0016,8xA100 NVSwitch node,64,30,3072,32,2048,512,32,8,8,1,full (assumed from the paper),4972.3
vtm0017,8xA100 NVSwitch node,64,30,3072,32,2048,512,16,8,8,1,full (assumed from the paper),5017.8
vtm0018,8xA100 NVSwitch node,64,30,3072,32,2048,512,8,8,8,1,full (assumed from the paper),5178
vtm0019,8xA100 NVSwitch node,64,30,3072,32,2048,512,4,8,8,1,full (assumed from the paper),5618
vtm0020,8xA100 NVSwitch node,64,30,3072,32,2048,512,2,8,8,1,full (assumed from the paper),8880.9
vtm0021,8xA100 NVSwitch node,64,30,3072,32,2048,512,32,16,4,1,full (assumed from the paper),10580.6
vtm0022,8xA100 NVSwitch node,64,30,3072,32,2048,512,16,16,4,1,full (assumed from the paper),10719.3
vtm0023,8xA100 NVSwitch node,64,30,3072,32,2048,512,8,16,4,1,full (assumed from the paper),10894
vtm0024,8xA100 NVSwitch node,64,30,3072,32,2048,512,4,16,4,1,full (assumed from the paper),11960.1
vtm0025,8xA100 NVSwitch node,64,30,3072,32,2048,512,2,16,4,1,full (assumed from the paper),13472.2
vtm0042,8xA100 NVSwitch node,512,48,8192,64,2048,1536,2,4,32,4,full (assumed from the paper),13875.5
vtm0044,8xA100 NVSwitch node,512,48,8192,64,2048,1536,3,4,32,4,full (assumed from the paper),16185.5
vtm0046,8xA100 NVSwitch node,512,48,8192,64,2048,1536,2,4,16,8,full (assumed from the paper),16070.6
vtm0048,8xA100 NVSwitch node,512,48,8192,64,2048,1536,3,4,16,8,full (assumed from the paper),17606.1
vtm0050,8xA100 NVSwitch node,512,48,8192,64,2048,1536,3,2,16,16,full (assumed from the paper),26188.8
vtm0052,8xA100 NVSwitch node,512,48,8192,64,2048,1536,6,4,32,4,full (assumed from the paper),18532.1
vtm0054,8xA100 NVSwitch node,512,48,8192,64,2048,1536,8,8,32,2,full (assumed from the paper),15212.8
vtm0056,8xA100 NVSwitch node,512,48,8192,64,2048,1536,12,8,32,2,full (assumed from the paper),17126.8
vtm0058,8xA100 NVSwitch node,512,48,8192,64,2048,1536,3,4,8,16,full (assumed from the paper),15023.9
vtm0060,8xA100 NVSwitch node,512,48,8192,64,2048,1536,4,4,8,16,full (assumed from the paper),15585.5
vtm0062,8xA100 NVSwitch node,512,48,8192,64,2048,1536,6,4,16,8,full (assumed from the paper),16087
vtm0064,8xA100 NVSwitch node,512,48,8192,64,2048,1536,4,8,16,4,full (assumed from the paper),14750.7
vtm0066,8xA100 NVSwitch node,512,48,8192,64,2048,1536,2,8,8,8,full (assumed from the paper),15001.9
vtm0068,8xA100 NVSwitch node,512,48,8192,64,2048,1536,3,8,8,8,full (assumed from the paper),15270.7
vtm0070,8xA100 NVSwitch node,512,48,8192,64,2048,1536,6,4,8,16,full (assumed from the paper),20044.1
vtm0072,8xA100 NVSwitch node,512,48,8192,64,2048,1536,12,8,16,4,full (assumed from the paper),17182.4
vtm0074,8xA100 NVSwitch node,512,48,8192,64,2048,1536,2,8,4,16,full (assumed from the paper),15639.4
vtm0076,8xA100 NVSwitch node,512,48,8192,64,2048,1536,3,8,4,16,full (assumed from the paper),16360.8
vtm0078,8xA100 NVSwitch node,512,48,8192,64,2048,1536,4,8,4,16,full (assumed from the paper),15944.5
vtm0080,8xA100 NVSwitch node,512,48,8192,64,2048,1536,6,2,16,16,full (assumed from the paper),27228.4
vtm0082,8xA100 NVSwitch node,512,48,8192,64,2048,1536,12,4,16,8,full (assumed from the paper),20614.8
vtm0084,8xA100 NVSwitch node,512,48,8192,64,2048,1536,12,8,4,16,full (assumed from the paper),18568.3
vtm0086,8xA100 NVSwitch node,512,48,8192,64,2048,1536,24,8,8,8,full (assumed from the paper),23171.1
vts0067,8xA100 NVSwitch node,8,20,1024,16,1024,16,2,2,2,2,,197.304954
vts0070,8xA100 NVSwitch node,2,20,1024,16,1024,32,1,1,2,1,,1078.550723
vts0083,8xA100 NVSwitch node,4,24,1024,16,1024,8,1,1,4,1,,170.271921
vts0088,8xA100 NVSwitch node,4,24,1024,16,1024,4,1,2,1,2,,214.112355
vts0090,8xA100 NVSwitch node,4,12,1024,16,1024,16,1,4,1,1,,709.985151
vts0107,8xA100 NVSwitch node,8,12,1024,16,1024,8,1,8,1,1,,496.047514
vts0110,8xA100 NVSwitch node,4,24,1024,16,1024,64,1,1,4,1,,1273.285119
vts0111,8xA100 NVSwitch node,4,20,1024,16,1024,8,2,2,1,2,,196.308154
vts0114,8xA100 NVSwitch node,8,24,1024,16,1024,2,1,2,1,4,,108.508463
vts0115,8xA100 NVSwitch node,8,12,1024,16,1024,16,2,1,2,4,,112.47593
vts0131,8xA100 NVSwitch node,8,12,1024,16,1024,32,8,4,2,1,,133.647787
vts0138,8xA100 NVSwitch node,8,20,1024,16,1024,16,2,1,4,2,,122.461544
vts0144,8xA100 NVSwitch node,4,12,1024,16,1024,16,8,2,1,2,,125.900205
vts0149,8xA100 NVSwitch node,8,24,1024,16,1024,16,1,4,1,2,,741.92159
vts0154,8xA100 NVSwitch node,2,20,1024,16,1024,8,2,1,2,1,,157.546899
vts0163,8xA100 NVSwitch node,2,16,1024,16,1024,16,2,2,1,1,,493.75987
vts0170,8xA100 NVSwitch node,8,12,1024,16,1024,64,2,2,4,1,,380.406898
vts0179,8xA100 NVSwitch node,8,24,1024,16,1024,8,4,2,1,4,,113.119636
vts0193,8xA100 NVSwitch node,4,16,1024,16,1024,32,1,2,2,1,,913.957334
vts0219,8xA100 NVSwitch node,8,16,1024,16,1024,8,1,2,2,2,,147.832083
vts0234,8xA100 NVSwitch node,8,20,1024,16,1024,8,1,2,1,4,,208.179462
vts0257,8xA100 NVSwitch node,4,16,1024,16,1024,16,2,2,1,2,,288.983882
vts0282,8xA100 NVSwitch node,4,20,1024,16,1024,16,1,1,2,2,,326.428597
vts0298,8xA100 NVSwitch node,8,12,1024,16,1024,16,1,2,2,2,,205.092397
vts0301,8xA100 NVSwitch node,2,20,1024,16,1024,8,2,1,1,2,,203.664254
vts0335,8xA100 NVSwitch node,4,24,1024,16,1024,8,4,4,1,1,,200.815881
vts0371,8xA100 NVSwitch node,4,16,1024,16,1024,8,4,4,1,1,,137.745585
vts0375,8xA100 NVSwitch node,4,16,1024,16,1024,8,2,4,1,1,,229.172775
vts0390,8xA100 NVSwitch node,4,16,1024,16,1024,64,8,1,4,1,,343.432391
vts0424,8xA100 NVSwitch node,4,24,1024,16,1024,16,4,4,1,1,,399.419703
vts0449,8xA100 NVSwitch node,4,24,1024,16,1024,4,1,1,1,4,,155.099101
vts0464,8xA100 NVSwitch node,8,20,1024,16,1024,4,1,1,2,4,,92.579255
vts0466,8xA100 NVSwitch node,8,12,1024,16,1024,8,1,1,2,4,,92.388695
vts0502,8xA100 NVSwitch node,8,12,1024,16,1024,32,2,2,2,2,,224.957654
vts0507,8xA100 NVSwitch node,8,24,1024,16,1024,8,4,8,1,1,,187.834069
vts0518,8xA100 NVSwitch node,4,16,1024,16,1024,32,8,1,2,2,,276.86812
vts0592,8xA100 NVSwitch node,8,24,1024,16,1024,16,1,2,1,4,,426.877213
vts0595,8xA100 NVSwitch node,4,12,1024,16,1024,8,4,2,1,2,,72.508824
vts0621,8xA100 NVSwitch node,2,16,1024,16,1024,8,2,1,1,2,,171.548378
vts0626,8xA100 NVSwitch node,4,20,1024,16,1024,8,4,2,1,2,,111.15622
vts0644,8xA100 NVSwitch node,8,12,1024,16,1024,16,1,1,2,4,,153.507919
vts0656,8xA100 NVSwitch node,8,12,1024,16,1024,4,1,4,2,1,,90.580273
vts0674,8xA100 NVSwitch node,2,20,1024,16,1024,16,4,1,1,2,,327.197407
vts0699,8xA100 NVSwitch node,2,20,1024,16,1024,16,1,2,1,1,,1126.000698
vts0704,8xA100 NVSwitch node,2,16,1024,16,1024,16,1,1,2,1,,446.739983
vts0705,8xA100 NVSwitch node,8,16,1024,16,1024,16,1,2,1,4,,300.035423
vts0716,8xA100 NVSwitch node,8,20,1024,16,1024,16,1,1,4,2,,181.995249
vts0748,8xA100 NVSwitch node,4,20,1024,16,1024,4,1,2,1,2,,180.539069
vts0758,8xA100 NVSwitch node,4,24,1024,16,1024,32,2,1,2,2,,430.714006
vts0777,8xA100 NVSwitch node,8,16,1024,16,1024,8,1,4,2,1,,234.714995
vts0828,8xA100 NVSwitch node,8,20,1024,16,1024,128,1,1,8,1,,1080.322023
vts0835,8xA100 NVSwitch node,8,16,1024,16,1024,32,2,2,2,2,,289.850182
vts0873,8xA100 NVSwitch node,4,12,1024,16,1024,16,4,1,1,4,,184.533484
vts0876,8xA100 NVSwitch node,4,12,1024,16,1024,8,2,2,1,2,,124.108834
vts0883,8xA100 NVSwitch node,4,20,1024,16,1024,32,4,1,2,2,,329.106807
vts0887,8xA100 NVSwitch node,8,24,1024,16,1024,32,2,1,2,4,,296.894094
vts0891,8xA100 NVSwitch node,2,16,1024,16,1024,32,8,1,2,1,,342.385591
vts0910,8xA100 NVSwitch node,2,12,1024,16,1024,16,2,2,1,1,,378.564598
vts0932,8xA100 NVSwitch node,4,24,1024,16,1024,4,2,2,1,2,,139.356152
vts0942,8xA100 NVSwitch node,4,24,1024,16,1024,16,4,1,2,2,,223.496185
vts0961,8xA100 NVSwitch node,2,20,1024,16,1024,16,2,1,2,1,,305.315059
vts1011,8xA100 NVSwitch node,2,16,1024,16,1024,16,8,1,1,2,,275.20012
vts1023,8xA100 NVSwitch node,4,12,1024,16,1024,64,4,1,4,1,,322.6318
vts1025,8xA100 NVSwitch node,4,20,1024,16,1024,8,1,4,1,1,,576.623135
vts1047,8xA100 NVSwitch node,4,20,1024,16,1024,16,8,2,1,2,,195.755373
vts1053,8xA100 NVSwitch node,2,12,1024,16,1024,16,8,2,1,1,,159.456505
vts1083,8xA100 NVSwitch node,8,20,1024,16,1024,64,4,2,4,1,,286.96947
vts1100,8xA100 NVSwitch node,4,20,1024,16,1024,2,1,4,1,1,,145.582577
vts1109,8xA100 NVSwitch node,4,12,1024,16,1024,8,1,1,4,1,,93.252877
vts1119,8xA100 NVSwitch node,4,12,1024,16,1024,8,1,1,2,2,,119.896705
vts1135,8xA100 NVSwitch node,8,20,1024,16,1024,16,4,2,2,2,,112.15302
vts1140,8xA100 NVSwitch node,8,20,1024,16,1024,16,4,1,2,4,,168.932342
vts1151,8xA100 NVSwitch node,8,16,1024,16,1024,128,1,1,8,1,,886.726227
vts1157,8xA100 NVSwitch node,8,12,1024,16,1024,16,4,2,1,4,,96.025101
vts1161,8xA100 NVSwitch node,8,20,1024,16,1024,32,8,2,2,2,,196.752173
vts1166,8xA100 NVSwitch node,4,24,1024,16,1024,16,2,1,4,1,,185.715367
vts1175,8xA100 NVSwitch node,4,24,1024,16,1024,8,2,2,1,2,,232.407814
vts1180,8xA100 NVSwitch node,2,16,1024,16,1024,16,1,2,1,1,,912.289334
vts1184,8xA100 NVSwitch node,8,24,1024,16,1024,32,2,4,2,1,,670.664627
vts1186,8xA100 NVSwitch node,8,16,1024,16,1024,8,2,8,1,1,,272.03833
vts1189,8xA100 NVSwitch node,8,16,1024,16,1024,128,2,1,8,1,,499.716643
vts1193,8xA100 NVSwitch node,4,24,1024,16,1024,4,1,4,1,1,,344.676831
vts1195,8xA100 NVSwitch node,2,20,1024,16,1024,8,4,1,1,2,,191.145487
vts1196,8xA100 NVSwitch node,8,12,1024,16,1024,32,1,4,2,1,,710.722551
vts1201,8xA100 NVSwitch node,4,12,1024,16,1024,8,2,2,2,1,,97.654316
vts1221,8xA100 NVSwitch node,2,24,1024,16,1024,2,1,1,1,2,,125.431115
vts1241,8xA100 NVSwitch node,8,20,1024,16,1024,16,1,1,2,4,,220.229687
vts1270,8xA100 NVSwitch node,8,24,1024,16,1024,32,4,2,4,1,,172.687158
vts1283,8xA100 NVSwitch node,4,24,1024,16,1024,32,1,1,4,1,,642.991863
vts1288,8xA100 NVSwitch node,8,20,1024,16,1024,32,4,4,2,1,,337.669027
vts1303,8xA100 NVSwitch node,8,24,1024,16,1024,16,2,2,4,1,,186.77012
vts1305,8xA100 NVSwitch node,8,24,1024,16,1024,16,8,2,1,4,,200.212901
vts1314,8xA100 NVSwitch node,2,24,1024,16,1024,32,8,1,2,1,,473.340583
vts1328,8xA100 NVSwitch node,4,16,1024,16,1024,16,8,2,1,2,,160.827789
vts1357,8xA100 NVSwitch node,8,12,1024,16,1024,8,1,2,2,2,,114.129897
vts1360,8xA100 NVSwitch node,4,20,1024,16,1024,16,4,2,1,2,,186.565252
vts1381,8xA100 NVSwitch node,8,20,1024,16,1024,32,4,1,4,2,,193.674487
vts1404,8xA100 NVSwitch node,4,24,1024,16,1024,32,4,1,2,2,,379.328545
vts1418,8xA100 NVSwitch node,2,20,1024,16,1024,16,2,1,1,2,,371.127674
vts1426,8xA100 NVSwitch node,2,16,1024,16,1024,4,2,2,1,1,,125.463484
`;
