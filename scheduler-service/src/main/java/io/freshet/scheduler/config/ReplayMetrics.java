package io.freshet.scheduler.config;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.scheduler.replay.ReplayStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * How far replays are that read, as metrics: those of one topic together, because none has an id as a label. Of the newest
 * {@value #MOST_REPLAYS} replays; every scheduler says the same.
 */
@Context
@Requires(beans = DataSource.class)
final class ReplayMetrics {
    private static final int MOST_REPLAYS = 100;

    private final ReplayStore replays;
    private final MultiGauge reading;
    private final MultiGauge records;

    ReplayMetrics(ReplayStore replays, MeterRegistry meters) {
        this.replays = replays;
        this.reading = MultiGauge.builder("freshet.scheduler.replays.reading")
                .description("Replays that read")
                .register(meters);
        this.records = MultiGauge.builder("freshet.scheduler.replay.records")
                .description("Records of the replays that read, by what became of them; remaining: still to be read")
                .register(meters);
    }

    @Scheduled(initialDelay = "5s", fixedDelay = "15s")
    void measure() {
        Page<ReplayInfo> newest = replays.list(null, MOST_REPLAYS);
        Map<String, Integer> running = new TreeMap<>();
        Map<String, Map<String, Long>> sums = new TreeMap<>();
        for (ReplayInfo replay : newest.items()) {
            if (replay.state() == ReplayInfo.State.READING) {
                String topic = replay.order().topic();
                running.merge(topic, 1, Integer::sum);
                Map<String, Long> ofTopic = sums.computeIfAbsent(topic, _ -> new TreeMap<>());
                outcomes(replay).forEach((outcome, count) -> ofTopic.merge(outcome, count, Long::sum));
            }
        }
        List<Row<?>> counts = new ArrayList<>();
        running.forEach((topic, count) -> counts.add(Row.of(Tags.of("topic", topic), count)));
        reading.register(counts, true);
        List<Row<?>> rows = new ArrayList<>();
        sums.forEach((topic, outcomes) ->
                outcomes.forEach((outcome, sum) -> rows.add(Row.of(Tags.of("topic", topic, "outcome", outcome), sum))));
        records.register(rows, true);
    }

    private static Map<String, Long> outcomes(ReplayInfo replay) {
        long remaining = replay.ranges().stream()
                .mapToLong(range -> range.end() - range.next())
                .sum();
        ReplayInfo.Records read = replay.records();
        return Map.of(
                "replayed", read.replayed(),
                "left-out", read.leftOut(),
                "unreadable", read.unreadable(),
                "remaining", remaining);
    }
}
