package io.freshet.launcher.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;

/** How much is under way, as metrics. The launcher, which itself counts into the registry, is asked for only when somebody looks. */
@Singleton
final class RunningGauge implements MeterBinder {
    private final BeanProvider<Launcher> launcher;

    RunningGauge(BeanProvider<Launcher> launcher) {
        this.launcher = launcher;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("freshet.launcher.attempts.running", launcher, provider -> provider.get().running())
                .description("Attempts whose process or pod runs")
                .register(registry);
        Gauge.builder("freshet.launcher.attempts.open", launcher, provider -> provider.get().open())
                .description("Attempts that this launcher has something left to do for")
                .register(registry);
    }
}
