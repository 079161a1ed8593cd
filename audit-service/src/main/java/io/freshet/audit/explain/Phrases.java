package io.freshet.audit.explain;

import io.freshet.contracts.api.Explanation.Missing;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parts of sentences. */
final class Phrases {
    private static final int MOST_NAMED = 5;

    private Phrases() {}

    static String arrival(Missing missing) {
        if (missing.producer() != null) {
            return "%s, written by task %s".formatted(missing.input(), missing.producer());
        }
        return missing.path() == null
                ? missing.input()
                : "%s, expected under %s".formatted(missing.input(), missing.path());
    }

    static String cause(Cause cause) {
        return "%s (%s, %s)".formatted(trimmed(cause.description()), lower(cause.kind()), time(cause.at()));
    }

    static String partition(VersionInfo version) {
        return partition(version.dataset(), version.partition());
    }

    static String partition(DatasetRef dataset, PartitionKey partition) {
        return partition.isNone() ? dataset.toString() : dataset + "/" + partition;
    }

    /** To the millisecond: what is finer is of no use to a reader. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static String list(List<String> names) {
        String named = names.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        return names.size() > MOST_NAMED ? named + "; and %d more".formatted(names.size() - MOST_NAMED) : named;
    }

    /** What a sentence says, behind a colon. */
    static String because(String sentence) {
        return sentence.isBlank() ? "" : ": " + trimmed(sentence);
    }

    static String trimmed(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** What an instance is doing or has done, as the rest of a sentence about it. */
    static String state(InstanceState state) {
        return switch (state) {
            case PENDING -> "is pending";
            case WAITING -> "is waiting";
            case SKIPPED -> "was skipped";
            case READY -> "is ready";
            case ADMITTED -> "is being started";
            case RUNNING -> "is running";
            case RETRYING -> "is waiting to be retried";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case BLOCKED -> "is blocked";
            case CANCELLED -> "was cancelled";
        };
    }

    static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
