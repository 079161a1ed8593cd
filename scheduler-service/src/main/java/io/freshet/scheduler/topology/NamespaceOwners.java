package io.freshet.scheduler.topology;

import java.net.URI;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Which of the schedulers that share the work admits for a namespace, by what they have said to each other through Kafka. After one has
 * come or gone it takes some seconds until all know. Thread-safe.
 */
public final class NamespaceOwners {
    private final @Nullable String own;
    private volatile @Nullable KafkaStreams admission;

    /**
     * @param own the address of this one, {@code host:port}; null: the others do not know it
     */
    public NamespaceOwners(@Nullable String own) {
        this.own = own;
    }

    /** Admission is run by this; before it begins no other is known. */
    public void begin(KafkaStreams streams) {
        admission = streams;
    }

    /** The address of another scheduler that admits for the namespace; empty if none is known. */
    public Optional<URI> other(String namespace) {
        return owner(namespace)
                .filter(owner -> !owner.equals(HostInfo.unavailable()))
                .filter(owner -> own == null || !owner.equals(HostInfo.buildFromEndpoint(own)))
                .map(owner -> URI.create("http://%s:%d".formatted(literal(owner.host()), owner.port())));
    }

    private Optional<HostInfo> owner(String namespace) {
        KafkaStreams streams = admission;
        if (streams == null || !streams.state().isRunningOrRebalancing()) {
            return Optional.empty();
        }
        KeyQueryMetadata found =
                streams.queryMetadataForKey(AdmissionSupplier.ATTEMPTS, namespace, new StringSerializer());
        return found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)
                ? Optional.empty()
                : Optional.of(found.activeHost());
    }

    private static String literal(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
