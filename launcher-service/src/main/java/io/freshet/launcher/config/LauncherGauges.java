package io.freshet.launcher.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** What the launcher has in hand, as metrics. */
@Singleton
final class LauncherGauges implements MeterBinder {
    private final Launcher launcher;

    LauncherGauges(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("freshet.launcher.attempts.running", launcher, Launcher::running)
                .description("Attempts whose process or pod runs")
                .register(registry);
        Gauge.builder("freshet.launcher.attempts.open", launcher, Launcher::open)
                .description("Attempts that this launcher has something left to do for")
                .register(registry);
    }
}
