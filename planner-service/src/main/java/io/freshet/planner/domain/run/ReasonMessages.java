package io.freshet.planner.domain.run;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.text.DurationText;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.LaunchReason;
import io.freshet.planner.domain.port.InstancePort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Reasons for people: one sentence each, with names and figures. */
public final class ReasonMessages {
    private static final int NAMED = 3;

    private ReasonMessages() {}

    public static String pending(int partitions) {
        return "Waits for %s upstream that may still change.".formatted(count(partitions, "partition"));
    }

    public static String blocked(List<InstanceRef> bad, InstancePort instances) {
        String names = bad.stream()
                .limit(NAMED)
                .map(ref -> "%s %s".formatted(shortName(ref), word(instances, ref)))
                .collect(Collectors.joining(", "));
        return "Cannot run: upstream %s%s. It keeps its last good outputs.".formatted(names, more(bad.size()));
    }

    private static String word(InstancePort instances, InstanceRef ref) {
        Instance instance = instances.instance(InstanceId.of(ref));
        InstanceState how = instance == null ? InstanceState.FAILED : instance.state();
        return switch (how) {
            case BLOCKED -> "is blocked";
            case CANCELLED -> "was cancelled";
            case FAILED, PENDING, WAITING, SKIPPED, READY, ADMITTED, RUNNING, RETRYING, SUCCEEDED -> "failed";
        };
    }

    public static String waiting(List<String> missing) {
        String names = missing.stream().limit(NAMED).collect(Collectors.joining(", "));
        return "Waits for %s%s to arrive.".formatted(names, more(missing.size()));
    }

    public static String undefined() {
        return "None of its inputs has a partition for it, so it produces nothing.";
    }

    public static String retired() {
        return " Its earlier outputs were removed.";
    }

    public static String without(List<String> late) {
        if (late.isEmpty()) {
            return "";
        }
        String names = late.stream().limit(NAMED).collect(Collectors.joining(", "));
        return " Continues without %s%s because the deadline has passed.".formatted(names, more(late.size()));
    }

    public static String cutOff() {
        return "Nothing upstream changed.";
    }

    public static String conditionIsFalse(String condition) {
        return "Its condition is false: %s.".formatted(condition);
    }

    public static String conditionFails(String condition, String message) {
        return "Its condition '%s' could not be evaluated: %s".formatted(condition, sentence(message));
    }

    public static String unchanged(int partitions) {
        return "Its code, its parameters and the %s it reads are unchanged since its last success."
                .formatted(count(partitions, "partition"));
    }

    public static String ready(LaunchReason why, int partitions) {
        return "%s; reads %s.".formatted(why.sentence(), count(partitions, "partition"));
    }

    public static String debounced(Duration quiet, Instant latest) {
        return "Waits until its inputs have not changed for %s, at the latest until %s."
                .formatted(DurationText.format(quiet), latest);
    }

    public static String throttled(Instant due) {
        return "Throttled: it ran recently and runs again at %s with everything that has changed by then."
                .formatted(due);
    }

    public static String moreIsLeft() {
        return "Its outputs were accepted. More has changed than one launch may process, so another launch follows.";
    }

    public static String retrying(String failure, int number, Duration backoff) {
        return "%s Attempt %d follows in %s.".formatted(sentence(failure), number, seconds(backoff));
    }

    public static String fallback(String failure, int number) {
        return "%s No retries are left; the fallback command runs as attempt %d.".formatted(sentence(failure), number);
    }

    public static String succeededByFallback(int changed) {
        return "Its command failed; the fallback command produced the outputs: %s."
                .formatted(changed == 0 ? "none changed" : count(changed, "partition") + " changed");
    }

    public static String allowed() {
        return " The task allows failures: downstream tasks continue with its last good outputs.";
    }

    public static String runFailed(InstanceId failed) {
        return "Cancelled because %s failed and its task stops the whole run on failure.".formatted(failed.key());
    }

    public static String failed(String failure, int attempts) {
        return "%s No retries are left after %s.".formatted(sentence(failure), count(attempts, "attempt"));
    }

    public static String parked(String failure, int lost) {
        return "%s This happened %d times, so the instance is parked: it may be what kills its launcher. Request a run to start it again."
                .formatted(sentence(failure), lost);
    }

    public static String notRetried(String failure) {
        return "%s The task has no retries.".formatted(sentence(failure));
    }

    /**
     * @param written how many partitions of its outputs it wrote
     * @param changed how many of them are other than before
     */
    public static String succeeded(int written, int changed) {
        if (written == 0) {
            return "It wrote nothing, so its outputs do not exist and downstream tasks wait.";
        }
        return changed == 0
                ? "Its outputs are unchanged."
                : "%s of its outputs changed.".formatted(count(changed, "partition"));
    }

    public static String succeededAfterAll() {
        return "Succeeded; what changed in the meantime makes no difference.";
    }

    public static String overtaken() {
        return "An input changed while an attempt was running: the attempt is cancelled and the instance is evaluated again.";
    }

    public static String acceptedButChanged() {
        return "Its outputs were accepted, but an input changed in the meantime: the instance is evaluated again.";
    }

    public static String failedButChanged(String failure) {
        return "%s An input changed in the meantime: the instance is evaluated again.".formatted(sentence(failure));
    }

    public static String cancelled(String by) {
        return "Cancelled by %s.".formatted(by);
    }

    public static String overtakenBy(String by) {
        return "Cancelled because a later run, requested by %s, replaces it.".formatted(by);
    }

    public static String cancelledUnderway(String message) {
        return "The attempt was stopped: %s".formatted(sentence(message));
    }

    public static String cancelledUnchanged(String why) {
        return "%s Its outputs are still those of its last success, with the same code and inputs."
                .formatted(sentence(why));
    }

    public static String removed() {
        return "The deployed workflow no longer has this instance.";
    }

    public static String gone() {
        return "Its inputs and outputs no longer exist, so its record was removed.";
    }

    private static String shortName(InstanceRef ref) {
        return ref.partition().isNone() ? ref.task() : ref.task() + "/" + ref.partition();
    }

    private static String sentence(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") || trimmed.endsWith("!") ? trimmed : trimmed + ".";
    }

    private static String more(int size) {
        return size > NAMED ? " and %d more".formatted(size - NAMED) : "";
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? count((int) duration.toSeconds(), "second")
                : count((int) duration.toMillis(), "millisecond");
    }

    private static String count(int number, String noun) {
        return number == 1 ? "1 " + noun : number + " " + noun + "s";
    }

    public static String outputsNotListed(int parts) {
        return "The list of its outputs (%d parts) did not arrive completely.".formatted(parts);
    }
}
