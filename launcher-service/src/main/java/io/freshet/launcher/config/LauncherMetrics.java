package io.freshet.launcher.config;

import io.freshet.contracts.event.Outcome;
import io.freshet.launcher.attempt.AttemptFigures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;

/** The launcher's figures as metrics; none has an id as a label. */
@Singleton
final class LauncherMetrics implements AttemptFigures {
    private final MeterRegistry registry;
    private final Counter started;
    private final Timer latency;

    LauncherMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.started = Counter.builder("freshet.launcher.attempts.started")
                .description("Attempts whose process or pod was started")
                .register(registry);
        this.latency = Timer.builder("freshet.launcher.launch")
                .description("From reading the order to launch an attempt until its process was started")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    @Override
    public void started(Duration latencyOfLaunch) {
        started.increment();
        latency.record(latencyOfLaunch.isNegative() ? Duration.ZERO : latencyOfLaunch);
    }

    @Override
    public void finished(Outcome outcome) {
        String how = switch (outcome) {
            case Outcome.Succeeded succeeded -> succeeded.cachedFrom() == null ? "succeeded" : "cached";
            case Outcome.Failed failed -> failed.kind().name().toLowerCase(Locale.ROOT);
        };
        Counter.builder("freshet.launcher.attempts.finished")
                .description("Attempts that ended, by how")
                .tag("outcome", how)
                .register(registry)
                .increment();
    }
}
