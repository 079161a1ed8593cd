package io.freshet.watcher.config;

import io.freshet.watcher.domain.EventCounts;
import io.freshet.watcher.ledger.EventIndex;
import io.freshet.watcher.watch.WatchMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** The watcher's figures as metrics; none has an id as a label. */
@Singleton
final class WatcherMetrics implements MeterBinder {
    private final Watcher watcher;

    WatcherMetrics(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("freshet.watcher.datasets", watcher, Watcher::datasets)
                .description("Datasets that are watched")
                .register(registry);
        Gauge.builder("freshet.watcher.files", watcher, Watcher::files)
                .description("Files that the last full scans have seen")
                .register(registry);
        Gauge.builder(
                        "freshet.watcher.last.scan",
                        watcher.metrics(),
                        metrics -> metrics.lastScan().toEpochMilli() / 1000.0)
                .description("When a full scan last ended, in seconds since 1970")
                .baseUnit("seconds")
                .register(registry);
        counter(
                registry,
                "freshet.watcher.hashed",
                "bytes",
                "Bytes of files read and hashed",
                WatchMetrics::hashedBytes);
        counter(registry, "freshet.watcher.hashed.files", "files", "Files read and hashed", WatchMetrics::hashedFiles);
        counter(registry, "freshet.watcher.scans", "scans", "Full scans of a dataset", WatchMetrics::scans);
        counter(registry, "freshet.watcher.batches", "batches", "Batches of changes reported", WatchMetrics::batches);
        counter(
                registry,
                "freshet.watcher.partitions",
                "partitions",
                "Changes of partitions reported",
                WatchMetrics::partitionsReported);
        counter(
                registry,
                "freshet.watcher.notifications.lost",
                "times",
                "How often notifications were lost and a scan made up for it",
                WatchMetrics::notificationsLost);
        events(registry, "extract", EventIndex.Totals::extracts);
        events(registry, "other", EventIndex.Totals::others);
        events(registry, "repeated", EventIndex.Totals::repeated);
        events(registry, "unreadable", EventIndex.Totals::unreadable);
        announced(
                registry,
                "freshet.watcher.files.arrived",
                "Announcements of an extract whose file was there, or came",
                EventCounts::arrived);
        announced(
                registry,
                "freshet.watcher.files.without.event",
                "Contents of files that no event had announced when a full scan ended",
                EventCounts::withoutEvent);
        announced(
                registry,
                "freshet.watcher.files.late",
                "Contents of files that an event announced only after such a scan",
                EventCounts::late);
    }

    private void events(MeterRegistry registry, String kind, ToDoubleFunction<EventIndex.Totals> value) {
        FunctionCounter.builder("freshet.watcher.upstream.events", watcher, each -> value.applyAsDouble(each.events()))
                .tag("kind", kind)
                .description("Events of upstream systems that were read, by kind")
                .register(registry);
    }

    private void announced(
            MeterRegistry registry, String name, String description, ToDoubleFunction<EventCounts> value) {
        FunctionCounter.builder(name, watcher, each -> value.applyAsDouble(each.counts()))
                .description(description)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String unit,
            String description,
            ToDoubleFunction<WatchMetrics> value) {
        FunctionCounter.builder(name, watcher.metrics(), value)
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }
}
