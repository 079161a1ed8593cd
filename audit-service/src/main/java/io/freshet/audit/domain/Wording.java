package io.freshet.audit.domain;

import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.api.Why.Evaluation;
import io.freshet.contracts.api.Why.InputChange;
import io.freshet.contracts.api.Why.Missing;
import io.freshet.contracts.api.Why.Step;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation in sentences. */
final class Wording {
    private static final int MOST_NAMED = 5;

    private Wording() {}

    /** What would make it run, or go on. */
    static String next(InstanceInfo current, List<InstanceInfo> blockedBy, List<Missing> missing) {
        return switch (current.state()) {
            case PENDING -> "It is evaluated as soon as everything upstream has settled.";
            case READY -> "It runs as soon as its pool has a free slot.";
            case ADMITTED -> "It has its slot and is being launched.";
            case RUNNING -> "It runs; nothing else is needed.";
            case RETRYING -> "The next attempt starts by itself.";
            case WAITING ->
                missing.isEmpty()
                        ? "It runs when what it waits for has arrived."
                        : "It runs when there is "
                                + list(missing.stream().map(Wording::arrival).toList()) + ".";
            case BLOCKED ->
                blockedBy.isEmpty()
                        ? "It runs when what failed upstream has succeeded."
                        : "It runs when %s has succeeded: correct what failed, or run that again."
                                .formatted(blockedBy.getLast().instance());
            case FAILED -> "It runs again when an input or its code changes, or when somebody runs it.";
            case CANCELLED -> "It runs when an input or its code changes, or when somebody runs it.";
            case SKIPPED, SUCCEEDED -> "It runs when an input or its code changes, or when somebody forces it.";
        };
    }

    static List<String> sentences(
            InstanceInfo current,
            @Nullable Evaluation ran,
            List<Step> chain,
            List<InstanceInfo> blockedBy,
            List<Missing> missing,
            String next) {
        List<String> sentences = new ArrayList<>();
        sentences.add("%s is %s%s.".formatted(current.instance(), lower(current.state()), because(current.sentence())));
        blockedBy.forEach(blocker -> sentences.add(
                "%s is %s%s.".formatted(blocker.instance(), lower(blocker.state()), because(blocker.sentence()))));
        missing.forEach(input -> sentences.add("Missing is " + arrival(input) + "."));
        if (ran != null) {
            ran(ran, sentences);
        }
        chain.forEach(step -> sentences.add(step(step)));
        sentences.add(next);
        return sentences;
    }

    private static void ran(Evaluation ran, List<String> sentences) {
        sentences.add("It last became ready at %s%s."
                .formatted(ran.decision().at(), because(ran.decision().sentence())));
        ran.changes().forEach(change -> sentences.add(change(change)));
        Cause cause = ran.cause();
        if (cause != null) {
            sentences.add("The run began with this: %s (%s, %s)."
                    .formatted(trimmed(cause.description()), lower(cause.kind()), cause.at()));
        }
    }

    private static String change(InputChange change) {
        String what = partition(change.dataset(), change.partition());
        Fingerprint before = change.before();
        Fingerprint after = change.after();
        if (after == null) {
            return "Its input '%s' no longer has %s.".formatted(change.input(), what);
        }
        return before == null
                ? "Its input '%s' has %s in version %s, new to it.".formatted(change.input(), what, after.brief())
                : "Its input '%s' has %s in version %s, before it was %s."
                        .formatted(change.input(), what, after.brief(), before.brief());
    }

    private static String step(Step step) {
        VersionInfo change = step.change();
        String what = partition(change.dataset(), change.partition());
        String version = change.version() == null
                ? ""
                : " " + change.version().fingerprint().brief();
        if (change.instance() == null) {
            return "%s%s came from outside at %s: %s."
                    .formatted(
                            what, version, change.at(), trimmed(change.cause().description()));
        }
        String reason = step.decision() == null
                ? ""
                : ", which ran" + because(step.decision().sentence());
        return "%s%s was made by %s%s.".formatted(what, version, change.instance(), reason);
    }

    private static String arrival(Missing missing) {
        if (missing.producer() != null) {
            return "%s, which task %s writes".formatted(missing.input(), missing.producer());
        }
        return missing.path() == null
                ? missing.input()
                : "%s, which is awaited under %s".formatted(missing.input(), missing.path());
    }

    private static String partition(DatasetRef dataset, PartitionKey partition) {
        return partition.isNone() ? dataset.toString() : dataset + "/" + partition;
    }

    private static String list(List<String> names) {
        String named = names.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        return names.size() > MOST_NAMED ? named + "; and %d more".formatted(names.size() - MOST_NAMED) : named;
    }

    private static String because(String sentence) {
        return sentence.isBlank() ? "" : ": " + trimmed(sentence);
    }

    private static String trimmed(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
