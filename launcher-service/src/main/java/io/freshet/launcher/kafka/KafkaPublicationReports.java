package io.freshet.launcher.kafka;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.topic.Topics;
import io.freshet.launcher.dataplane.PublishedPartition;
import io.freshet.launcher.publication.PublicationReports;
import io.freshet.servicekit.kafka.EventPublisher;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reports what became of publications on their topics. Thread-safe. */
public final class KafkaPublicationReports implements PublicationReports {
    private static final String REQUESTED_BY = "freshet-publisher";

    private final EventPublisher publisher;
    private final InstantSource clock;

    public KafkaPublicationReports(EventPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Void> published(PublishedPartition partition) {
        return publisher.send(
                Topics.PARTITION_PUBLISHED,
                partition.dataset().toString(),
                new PartitionPublished(
                        partition.dataset(),
                        partition.partition(),
                        partition.version(),
                        partition.produced(),
                        clock.instant()));
    }

    @Override
    public CompletableFuture<Void> failed(
            DatasetRef dataset,
            PartitionKey partition,
            @Nullable PartitionVersion version,
            ProducedBy produced,
            String message) {
        return publisher.send(
                Topics.PARTITION_PUBLISHED,
                dataset.toString(),
                new PublicationFailed(dataset, partition, version, message, produced, clock.instant()));
    }

    /** Asked for again within a minute, it is the same request. */
    @Override
    public CompletableFuture<Void> recompute(
            DatasetRef dataset, PartitionKey partition, ProducedBy produced, String message) {
        InstanceRef instance = produced.instance();
        if (instance == null) {
            throw new IllegalArgumentException("no task makes %s of %s".formatted(partition, dataset));
        }
        Instant now = clock.instant();
        String id = DerivedId.of(
                "recompute",
                dataset.toString(),
                partition.toString(),
                now.truncatedTo(ChronoUnit.MINUTES).toString());
        Map<String, String> where = new TreeMap<>();
        for (PartitionKey.Value value : instance.partition().values()) {
            where.put(value.dimension(), value.value());
        }
        return publisher.send(
                Topics.RUN_REQUESTS,
                instance.workflowRef().toString(),
                new RunRequest.Evaluate(
                        instance.workflowRef(),
                        new Cause(
                                id,
                                Cause.Kind.REQUESTED,
                                now,
                                "%s of %s is made again, because %s".formatted(partition, dataset, message)),
                        List.of(instance.task()),
                        PartitionSelection.where(where),
                        new RunSettings(true, false, Map.of(), PartitionOrder.OLDEST_FIRST, null),
                        REQUESTED_BY,
                        now));
    }
}
