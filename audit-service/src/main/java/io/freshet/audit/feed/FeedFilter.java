package io.freshet.audit.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.PublicationFailed;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the public topics somebody wants; what is null or empty restricts nothing.
 *
 * @param types of CloudEvents
 * @param namespace of the workflow or the dataset
 * @param workflow the name of the one whose attempt or run it is, or one of whose tasks made what was published
 * @param dataset the name of the one that something was published of; no other event is of a dataset
 */
public record FeedFilter(
        Set<String> types,
        @Nullable String namespace,
        @Nullable String workflow,
        @Nullable String dataset) {
    /** Of events whose key is that of a dataset. */
    private static final Set<String> OF_DATASETS =
            Set.of(EventTypes.typeOf(PartitionPublished.class), EventTypes.typeOf(PublicationFailed.class));

    public FeedFilter {
        types = Set.copyOf(types);
    }

    /**
     * @param key {@code namespace/workflow}, or {@code namespace/dataset}, as the topic has it
     */
    public boolean wants(String type, String key, JsonNode data) {
        if (!types.isEmpty() && !types.contains(type)) {
            return false;
        }
        int slash = key.indexOf('/');
        String of = slash < 0 ? key : key.substring(0, slash);
        String name = key.substring(slash + 1);
        boolean published = OF_DATASETS.contains(type);
        return fits(namespace, of)
                && fits(workflow, published ? producer(data) : name)
                && (dataset == null || (published && dataset.equals(name)));
    }

    private static boolean fits(@Nullable String wanted, String found) {
        return wanted == null || wanted.equals(found);
    }

    /** The workflow of the instance {@code namespace/workflow/task/partition} that made a version; empty if none did. */
    private static String producer(JsonNode data) {
        String[] instance = data.path("produced").path("instance").asText("").split("/", 3);
        return instance.length < 3 ? "" : instance[1];
    }
}
