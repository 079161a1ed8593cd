package io.freshet.launcher.config;

import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.attempt.AttemptMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the launcher has done, as metrics; none has an id as a label. It counts by itself and needs no registry: the framework makes that on
 * another thread, and the launcher must not wait for it.
 */
@Singleton
final class LauncherMetrics implements AttemptMetrics, MeterBinder {
    private final LongAdder started = new LongAdder();
    private final Map<String, LongAdder> finished = outcomes();
    private final List<Timer> latencies = new CopyOnWriteArrayList<>();

    @Override
    public void started(Duration latency) {
        started.increment();
        latencies.forEach(timer -> timer.record(latency.isNegative() ? Duration.ZERO : latency));
    }

    @Override
    public void finished(Outcome outcome) {
        String how = switch (outcome) {
            case Outcome.Succeeded succeeded -> succeeded.cachedFrom() == null ? "succeeded" : "cached";
            case Outcome.Failed failed -> name(failed.kind());
        };
        LongAdder count = finished.get(how);
        if (count != null) {
            count.increment();
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("freshet.launcher.attempts.started", started, LongAdder::sum)
                .description("Attempts whose process or pod was started")
                .register(registry);
        finished.forEach(
                (how, count) -> FunctionCounter.builder("freshet.launcher.attempts.finished", count, LongAdder::sum)
                        .description("Attempts that ended, by how")
                        .tag("outcome", how)
                        .register(registry));
        latencies.add(Timer.builder("freshet.launcher.launch")
                .description("From reading the order to launch an attempt until its process was started")
                .publishPercentiles(0.5, 0.99)
                .register(registry));
    }

    private static Map<String, LongAdder> outcomes() {
        Map<String, LongAdder> outcomes = new TreeMap<>();
        outcomes.put("succeeded", new LongAdder());
        outcomes.put("cached", new LongAdder());
        for (FailureKind kind : FailureKind.values()) {
            outcomes.put(name(kind), new LongAdder());
        }
        return Collections.unmodifiableMap(outcomes);
    }

    private static String name(FailureKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
