package io.freshet.servicekit.kafka;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.naming.conventions.StringConvention;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a service reaches Kafka, and what it makes topics like.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param partitions of topics that do not exist yet; all of an installation's have equally many
 * @param replication of topics that do not exist yet
 * @param properties further properties of all clients
 */
@ConfigurationProperties("freshet.kafka")
public record KafkaProperties(
        String bootstrapServers,
        @Bindable(defaultValue = "12") int partitions,
        @Bindable(defaultValue = "3") short replication,

        @Nullable @MapFormat(transformation = MapFormat.MapTransformation.FLAT, keyFormat = StringConvention.RAW)
        Map<String, String> properties) {
    /** For clients. */
    public KafkaSettings settings() {
        return new KafkaSettings(bootstrapServers, properties == null ? Map.of() : properties);
    }
}
