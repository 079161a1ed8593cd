package io.freshet.planner.domain;

import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;

/** In which order instances that may run at the same time are started: those of the newest partitions first. */
final class Order {
    private Order() {}

    /**
     * A text that is smaller the sooner the instance should start: the time of its partition with every digit taken from nine, or,
     * where the partition has no time, the start of its run, which puts it before all those.
     */
    static String of(TaskModel task, PartitionKey partition, Instant runStarted) {
        String time = Partitions.time(task.dimensions(), partition);
        return time == null ? runStarted.toString() : inverted(time);
    }

    static String inverted(String time) {
        StringBuilder text = new StringBuilder(time.length());
        for (int i = 0; i < time.length(); i++) {
            char c = time.charAt(i);
            text.append(c >= '0' && c <= '9' ? (char) ('9' - (c - '0')) : c);
        }
        return text.toString();
    }
}
