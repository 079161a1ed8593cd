package io.freshet.planner.config;

import io.freshet.contracts.kafka.TopicAdmin;
import io.freshet.planner.topology.StreamsSettings;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Puts the planner together. */
@Factory
final class PlannerFactory {
    @Singleton
    @Bean(preDestroy = "close")
    PlannerStreams streams(
            KafkaProperties kafka,
            PlannerProperties properties,
            PlannerMetrics metrics,
            @Value("${freshet.state.dir}") Path state)
            throws ExecutionException, InterruptedException {
        new TopicAdmin(kafka.settings()).createMissing(kafka.partitions(), kafka.replication());
        return new PlannerStreams(
                new StreamsSettings(
                        kafka.settings(),
                        kafka.replication(),
                        state.resolve("planner"),
                        properties.threads(),
                        properties.instance()),
                metrics);
    }
}
