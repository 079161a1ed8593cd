package io.freshet.contracts.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.text.ShortText;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed")
})
public sealed interface Outcome {
    /**
     * The outputs are staged: hashed, stored, checked, and not yet visible.
     *
     * @param outputs every partition that the attempt wrote; empty where {@code outputParts} says how many events list them
     * @param results small values that the task declared, by name, as JSON text
     * @param cachedFrom the attempt that did the work, if the outputs were linked; else null
     * @param outputParts in how many {@link OutputsListed} the outputs were listed; null if they are named here
     */
    record Succeeded(
            List<OutputPartition> outputs,
            Map<String, String> results,
            @Nullable String cachedFrom,
            @Nullable Integer outputParts)
            implements Outcome {
        public Succeeded(List<OutputPartition> outputs, Map<String, String> results, @Nullable String cachedFrom) {
            this(outputs, results, cachedFrom, null);
        }

        public Succeeded {
            outputs = List.copyOf(outputs);
            // Sorted: the text of the event, and so its id, must not depend on the JVM.
            results = Collections.unmodifiableMap(new TreeMap<>(results));
        }

        /** The same, with the outputs listed by events of their own. */
        Succeeded listedIn(int parts) {
            return new Succeeded(List.of(), results, cachedFrom, parts);
        }

        /** The same, with the outputs that events of their own have listed. */
        public Succeeded withOutputs(List<OutputPartition> listed) {
            return new Succeeded(listed, results, cachedFrom, null);
        }
    }

    /**
     * No outputs.
     *
     * @param message what happened and what to do, for people
     * @param exitCode of the command, 128 + signal if it was killed; null if there was none
     */
    record Failed(
            FailureKind kind, String message, @Nullable Integer exitCode) implements Outcome {
        /** The bound on the characters of a message; a longer one is cut. */
        public static final int MAX_MESSAGE = 8_000;

        public Failed {
            message = ShortText.of(message, MAX_MESSAGE);
        }
    }

    /** One partition of an output. */
    record OutputPartition(DatasetRef dataset, PartitionKey partition, PartitionVersion version) {}
}
