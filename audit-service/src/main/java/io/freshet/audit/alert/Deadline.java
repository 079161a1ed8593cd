package io.freshet.audit.alert;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.language.schedule.Deadlines;
import io.freshet.language.schedule.ScheduleTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A deadline of a deployed workflow: what it expects when, and what became of that. Pure and thread-safe.
 *
 * @param layout of the dataset; that of a whole directory where runs are expected
 */
public record Deadline(WorkflowRef workflow, DeadlineSpec spec, Layout layout) {
    /** How long after it was due something is looked for once more: what happened in time may be written to the log a little later. */
    public static final Duration GRACE = Duration.ofSeconds(5);

    /** How many times that were missed while nobody looked are made up for: the newest of them. */
    public static final int MOST_MISSED = 100;

    private static final Instant ALWAYS = Instant.EPOCH;

    /**
     * What is known when somebody looks.
     *
     * @param readUntil what was written to the log until then has been read
     */
    public record Look(Instant now, Instant readUntil) {}

    /**
     * What a look led to.
     *
     * @param missed whether it was found out only now that something was not there in time
     */
    record Outcome(Expectation expectation, boolean missed) {}

    /** The dataset of which it expects something; empty where it expects a run. */
    public Optional<DatasetRef> dataset() {
        return spec.subject() instanceof DeadlineSpec.Partitions expected
                ? Optional.of(new DatasetRef(workflow.namespace(), expected.dataset()))
                : Optional.empty();
    }

    /** What it expects, for people. */
    public String expects() {
        return switch (spec.subject()) {
            case DeadlineSpec.Partitions expected -> "dataset " + expected.dataset();
            case DeadlineSpec.Runs(String schedule) -> schedule == null ? "a run" : "a run of schedule " + schedule;
        };
    }

    /** That something was missed, as people are alerted of it. The same of one miss whoever finds it. */
    public Occurrence missed(Expectation missed) {
        String what = missed.partitions().isEmpty() || missed.partitions().equals(List.of(PartitionKey.NONE))
                ? expects()
                : "%s: %s"
                        .formatted(
                                expects(),
                                missed.partitions().stream()
                                        .map(PartitionKey::toString)
                                        .collect(Collectors.joining(", ")));
        String arrived = missed.state() instanceof DeadlineState.Arrived(Instant at, Instant _)
                ? "arrived at %s".formatted(at)
                : "has not arrived";
        return new Occurrence(
                DerivedId.of(
                        "missed", workflow.toString(), spec.name(), missed.due().toString()),
                AlertSpec.Condition.LATE,
                workflow,
                Occurrence.Subject.of(spec.name(), missed.due()),
                "%s %s; it was due at %s".formatted(what, arrived, missed.due()),
                missed.due());
    }

    /** What is expected first. */
    public Optional<Expectation> first(Instant deployedAt) {
        return switch (spec.due()) {
            case DeadlineSpec.At at -> {
                ScheduleTimes times = Deadlines.times(at);
                Instant since = times.previous(deployedAt).orElse(deployedAt);
                yield times.next(deployedAt).map(due -> expected(due, since, at));
            }
            case DeadlineSpec.Age(Duration age) ->
                // What is that old by then is given as long again.
                Optional.of(expected(deployedAt.plus(age), deployedAt.minus(age)));
        };
    }

    /** What is expected next, once this is over or due; empty if nothing is yet, or any more. */
    Optional<Expectation> next(Expectation last, Instant now) {
        return switch (spec.due()) {
            case DeadlineSpec.At at -> {
                ScheduleTimes times = Deadlines.times(at);
                yield next(times, last.due(), now)
                        .map(due -> expected(due, times.previous(due).orElse(last.due()), at));
            }
            case DeadlineSpec.Age(Duration age) ->
                last.state() instanceof DeadlineState.Arrived(Instant arrived, Instant _)
                        ? Optional.of(expected(arrived.plus(age), arrived))
                        : Optional.empty();
        };
    }

    private static Optional<Instant> next(ScheduleTimes times, Instant last, Instant now) {
        Optional<Instant> next = times.next(last);
        if (next.isEmpty() || next.get().isAfter(now)) {
            return next;
        }
        return Stream.iterate(times.previous(now.plusNanos(1)), time -> time.flatMap(times::previous))
                .limit(MOST_MISSED)
                .takeWhile(time -> time.filter(due -> due.isAfter(last)).isPresent())
                .flatMap(Optional::stream)
                .reduce((_, older) -> older)
                .or(() -> next);
    }

    /**
     * What a look leaves.
     *
     * @param kept what was looked at, as it is now, and what follows it
     * @param moved whether the first of those is due at another time than what was looked at, and takes its place
     * @param missed whether the first of those was found only now not to have been there in time
     */
    public record Step(List<Expectation> kept, boolean moved, boolean missed) {
        public Step {
            kept = List.copyOf(kept);
        }
    }

    /**
     * Looks whether what is expected is there. What is over or due is followed by what is due next, and that by its own next if it is due
     * already.
     *
     * @param hasLater whether something that is due later is known already
     */
    public Step step(Expectation before, Look look, Arrivals arrivals, boolean hasLater) {
        Outcome outcome = look(before, look, arrivals);
        List<Expectation> kept = new ArrayList<>(List.of(outcome.expectation()));
        boolean goesOn = !hasLater;
        while (goesOn) {
            Expectation last = kept.getLast();
            boolean isOver = !last.due().isAfter(look.now()) || !last.state().isOpen();
            Optional<Expectation> next = isOver ? next(last, look.now()) : Optional.empty();
            next.ifPresent(kept::add);
            goesOn = next.isPresent();
        }
        return new Step(kept, !outcome.expectation().due().equals(before.due()), outcome.missed());
    }

    /** Looks whether what is expected is there. */
    Outcome look(Expectation expectation, Look look, Arrivals arrivals) {
        if (!expectation.state().isOpen()) {
            return new Outcome(expectation, false);
        }
        Expectation moved = moved(expectation, arrivals);
        if (!moved.equals(expectation)) {
            return new Outcome(moved, false);
        }
        Optional<Instant> arrived = arrivals.complete(this, expectation, after(expectation));
        return switch (expectation.state()) {
            case DeadlineState.Expected _ -> expected(expectation, look, arrived);
            case DeadlineState.Late(Instant foundAt) ->
                new Outcome(
                        arrived.map(at -> expectation.with(new DeadlineState.Arrived(at, foundAt)))
                                .orElse(expectation),
                        false);
            case DeadlineState.Arrived _, DeadlineState.Withdrawn _ -> new Outcome(expectation, false);
        };
    }

    private static Outcome expected(Expectation expectation, Look look, Optional<Instant> arrived) {
        if (arrived.filter(at -> !at.isAfter(expectation.due())).isPresent()) {
            return new Outcome(expectation.with(new DeadlineState.Arrived(arrived.get(), null)), false);
        }
        if (look.readUntil().isBefore(expectation.due().plus(GRACE))) {
            return new Outcome(expectation, false);
        }
        DeadlineState missed = arrived.<DeadlineState>map(at -> new DeadlineState.Arrived(at, look.now()))
                .orElse(new DeadlineState.Late(look.now()));
        return new Outcome(expectation.with(missed), true);
    }

    /** Where an age is bounded, what arrives in time moves the time at which the next is due. */
    private Expectation moved(Expectation expectation, Arrivals arrivals) {
        if (!(spec.due() instanceof DeadlineSpec.Age(Duration age))
                || !(expectation.state() instanceof DeadlineState.Expected)) {
            return expectation;
        }
        return arrivals.last(this, expectation.since(), expectation.due())
                .map(at -> expected(at.plus(age), at))
                .orElse(expectation);
    }

    /** What arrived until then does not count for what is expected. */
    public Instant after(Expectation expectation) {
        boolean isNamedByTime = spec.subject() instanceof DeadlineSpec.Partitions expected
                && spec.due() instanceof DeadlineSpec.At
                && Deadlines.varyWithTime(expected, layout);
        return isNamedByTime ? ALWAYS : expectation.since();
    }

    private Expectation expected(Instant due, Instant since, DeadlineSpec.At at) {
        List<PartitionKey> partitions = switch (spec.subject()) {
            case DeadlineSpec.Partitions expected -> Deadlines.partitions(expected, layout, due, at.timezone());
            case DeadlineSpec.Runs _ -> List.of();
        };
        return new Expectation(due, since, partitions, new DeadlineState.Expected());
    }

    private static Expectation expected(Instant due, Instant since) {
        return new Expectation(due, since, List.of(), new DeadlineState.Expected());
    }
}
