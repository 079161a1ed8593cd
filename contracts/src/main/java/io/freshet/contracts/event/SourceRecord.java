package io.freshet.contracts.event;

/** Where a record lies in Kafka, by which it is found again. */
public record SourceRecord(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
