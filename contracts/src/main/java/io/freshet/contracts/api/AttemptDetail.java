package io.freshet.contracts.api;

import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one attempt.
 *
 * @param work what it was asked to do: command, code, parameters, inputs with fingerprints; null once the events of that time were
 *     dropped, or if the attempt's beginning was not read yet
 * @param runs all runs it serves
 * @param outputs the partitions it wrote; the first 1,000 in the order of their names if they are more
 * @param results small declared values, as JSON text
 * @param place where and as whom it runs; null until it started
 * @param log where its output is
 */
public record AttemptDetail(
        AttemptInfo attempt,
        @Nullable AttemptSpec work,
        List<String> runs,
        @Nullable String pool,
        @Nullable Integer priority,
        @Nullable Instant notBefore,
        List<Outcome.OutputPartition> outputs,
        Map<String, String> results,
        @Nullable Place place,
        @Nullable Instant acceptedAt,
        String log) {
    /**
     * Where an attempt ran.
     *
     * @param executor {@code process}, {@code kubernetes} or {@code in-process}
     * @param process the process id or pod name
     * @param user the identity it ran as
     */
    public record Place(String executor, String host, String process, String user) {}

    public AttemptDetail {
        runs = List.copyOf(runs);
        outputs = List.copyOf(outputs);
        results = Collections.unmodifiableMap(new TreeMap<>(results));
    }
}
