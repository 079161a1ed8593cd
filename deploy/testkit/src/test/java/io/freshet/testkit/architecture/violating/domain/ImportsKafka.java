package io.freshet.testkit.architecture.violating.domain;

import org.apache.kafka.common.TopicPartition;

record ImportsKafka(TopicPartition partition) {}
