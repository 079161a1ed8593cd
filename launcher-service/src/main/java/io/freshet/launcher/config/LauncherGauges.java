package io.freshet.launcher.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;

/** What the launcher has in hand, as metrics. */
@Singleton
final class LauncherGauges implements MeterBinder {
    private final BeanProvider<Launcher> launcher;

    /** The launcher counts into the registry itself, so it is asked for only when somebody looks. */
    LauncherGauges(BeanProvider<Launcher> launcher) {
        this.launcher = launcher;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "freshet.launcher.attempts.running",
                        launcher,
                        provider -> provider.get().running())
                .description("Attempts whose process or pod runs")
                .register(registry);
        Gauge.builder(
                        "freshet.launcher.attempts.open",
                        launcher,
                        provider -> provider.get().open())
                .description("Attempts that this launcher has something left to do for")
                .register(registry);
        Gauge.builder(
                        "freshet.launcher.datasets.parked",
                        launcher,
                        provider -> provider.get().parkedDatasets())
                .description("Datasets whose directory cannot be written now; they are tried again")
                .register(registry);
    }
}
