package io.freshet.contracts.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.Names;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event announces of an extract: files of a dataset's partition that have arrived, or are about to. It is a hint to look there; where it
 * has a size or a digest, it also says which contents count. Immutable.
 *
 * @param partition null: that of the path, or the only one of the dataset
 * @param path of a file, relative to the dataset's directory; null: any file of the partition
 * @param bytes the size of the file; null: any
 * @param content the SHA-256 of the file; null: any
 */
public record ExtractEvent(
        DatasetRef dataset,
        @Nullable PartitionKey partition,
        @Nullable RelativePath path,
        @Nullable Long bytes,
        @Nullable Fingerprint content) {
    /** The type of events that always announce an extract. */
    public static final String TYPE = "io.freshet.extract.arrived.v1";

    /** The bound on the characters of a path. */
    public static final int MAX_PATH = 4_096;

    /**
     * What an event announces. One of {@link #TYPE} must be in order. One of another type announces an extract if its data is a JSON object
     * with a {@code namespace} and a {@code dataset} that can be such names, and a {@code partition}, so that upstream systems can keep
     * their own types. What came by a webhook announces none.
     *
     * @return empty: it announces none
     */
    public static Optional<Checked<ExtractEvent>> of(UpstreamEvent event) {
        if (WebhookEvent.is(event)) {
            return Optional.empty();
        }
        boolean isOurs = event.type().equals(TYPE);
        EventData data = event.data();
        @Nullable
        JsonNode json = data == null || !event.mayBeJson() ? null : data.json().orElse(null);
        if (isOurs && (json == null || !json.isObject())) {
            return Optional.of(Checked.invalid(
                    "data",
                    "an event of type %s has no JSON object".formatted(TYPE),
                    "send namespace and dataset, and what is known of partition, path, size and sha256"));
        }
        return json != null && (isOurs || hasPlace(json))
                ? Optional.of(new ExtractData(json).read())
                : Optional.empty();
    }

    private static boolean hasPlace(JsonNode json) {
        return List.of("namespace", "dataset").stream()
                        .allMatch(name -> Names.isValid(json.path(name).asText("")))
                && (json.path("partition").isTextual() || json.path("partition").isObject());
    }
}
