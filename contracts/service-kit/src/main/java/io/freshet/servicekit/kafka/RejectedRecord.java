package io.freshet.servicekit.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that will never be dealt with, and why. */
public record RejectedRecord(ConsumerRecord<byte[], byte[]> record, Throwable reason) {}
