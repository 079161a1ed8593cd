package io.freshet.planner.domain.run;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.planner.domain.model.Partitions;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.state.Run;

/** In which order instances that may run at the same time are started: by the time of their partitions. */
public final class OrderKey {
    private OrderKey() {}

    /**
     * A text that is smaller the sooner the instance should start: the time of its partition, with every digit taken from nine if the
     * newest goes first; empty where the partition has no time, which is before all others.
     */
    public static String of(TaskModel task, PartitionKey partition, PartitionOrder order) {
        String time = Partitions.time(task.dimensions(), partition);
        if (time == null) {
            return "";
        }
        return switch (order) {
            case NEWEST_FIRST -> inverted(time);
            case OLDEST_FIRST -> time;
        };
    }

    /** As {@link #of(TaskModel, PartitionKey, PartitionOrder)}; where the partition has no time, the run that started first goes first. */
    public static String of(TaskModel task, PartitionKey partition, Run run) {
        String order = of(task, partition, run.order());
        return order.isEmpty() ? run.startedAt().toString() : order;
    }

    private static String inverted(String time) {
        StringBuilder text = new StringBuilder(time.length());
        for (int i = 0; i < time.length(); i++) {
            char c = time.charAt(i);
            text.append(c >= '0' && c <= '9' ? (char) ('9' - (c - '0')) : c);
        }
        return text.toString();
    }
}
