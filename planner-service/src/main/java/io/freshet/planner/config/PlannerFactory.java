package io.freshet.planner.config;

import io.freshet.planner.topology.KeyPartitioning;
import io.freshet.planner.topology.PlannerTopology;
import io.freshet.planner.topology.StreamsSettings;
import io.freshet.servicekit.kafka.KafkaProperties;
import io.freshet.servicekit.kafka.TopicAdmin;
import io.freshet.servicekit.streams.LocalState;
import io.freshet.servicekit.streams.SourceTopics;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Puts the planner together. */
@Factory
final class PlannerFactory {
    @Singleton
    @Bean(preDestroy = "close")
    PlannerStreams streams(
            KafkaProperties kafka,
            PlannerProperties properties,
            PlannerMetrics metrics,
            @Value("${freshet.state.dir}") Path state,
            @Property(name = SourceTopics.ACCEPT) @Nullable String accepted)
            throws ExecutionException, InterruptedException {
        Map<String, Integer> partitions =
                new TopicAdmin(kafka.settings()).createMissing(kafka.partitions(), kafka.replication());
        return new PlannerStreams(
                new StreamsSettings(
                        kafka.settings(),
                        kafka.replication(),
                        state.resolve("planner"),
                        properties.threads(),
                        properties.instance()),
                metrics,
                placement(partitions),
                properties.stores(InstantSource.system()),
                new LocalState(state),
                new SourceTopics(
                        "the planner",
                        kafka.settings(),
                        StreamsSettings.APPLICATION,
                        PlannerTopology.INPUTS,
                        StreamsSettings.CHANGELOGS,
                        state,
                        accepted));
    }

    /**
     * As the topics are, which may have been created with another number than is configured here.
     *
     * @param partitions by topic
     */
    static KeyPartitioning placement(Map<String, Integer> partitions) {
        Map<String, Integer> own = new TreeMap<>(partitions);
        own.keySet().retainAll(PlannerTopology.INPUTS);
        if (Set.copyOf(own.values()).size() != 1) {
            throw new IllegalStateException(
                    "the planner's topics must have the same number of partitions, for it keeps together what has the same key; they have "
                            + own + ". Delete and create anew what differs, see freshet topics apply");
        }
        return new KeyPartitioning(own.values().iterator().next());
    }
}
