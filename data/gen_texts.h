/* The files of data/shapes/, which make turns into data/gen_texts.c. */
#ifndef GEN_TEXTS_H
#define GEN_TEXTS_H

extern const char text_kinds[], text_pools[];
extern const char text_ec2[], text_iam[], text_s3[], text_rds[], text_ssm[],
    text_sts[], text_data[], text_other[];
extern const char text_corpus[], text_demo[], text_incident[];

#endif
