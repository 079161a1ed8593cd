package io.freshet.audit.explain;

import static io.freshet.audit.explain.Phrases.because;
import static io.freshet.audit.explain.Phrases.partition;
import static io.freshet.audit.explain.Phrases.state;
import static io.freshet.audit.explain.Phrases.time;
import static io.freshet.audit.explain.Phrases.trimmed;

import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation.Evaluation;
import io.freshet.contracts.api.Explanation.InputChange;
import io.freshet.contracts.api.Explanation.Origin;
import io.freshet.contracts.api.Explanation.Step;
import io.freshet.contracts.api.Explanation.Upstream;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DatasetRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** An explanation in sentences: what is, for what cause, what happened upstream of it, and what would make it run. */
final class ExplanationText {
    private static final int MOST_NAMED = 5;
    private static final int MOST_ALIKE = 3;

    private final ExplanationFacts account;
    private final List<String> sentences = new ArrayList<>();

    ExplanationText(ExplanationFacts account) {
        this.account = account;
    }

    List<String> sentences(String next) {
        InstanceInfo current = account.current();
        add("%s %s%s.".formatted(current.instance(), state(current.state()), because(current.sentence())));
        FaultedWorkflow fault = account.fault();
        if (fault != null) {
            add("Its workflow has been faulted since %s because a decision about it failed: %s."
                    .formatted(time(fault.since()), trimmed(fault.message())));
        }
        account.unpublished().forEach(this::unpublished);
        causes();
        account.blockedBy().forEach(this::blocker);
        account.missing().forEach(input -> add("Missing: %s.".formatted(Phrases.arrival(input))));
        account.deadlines().forEach(this::deadline);
        upstream();
        if (account.ranForIt() || !account.own()) {
            ran();
            chain();
        } else {
            chain();
            ran();
        }
        sentences.add(next);
        return sentences;
    }

    private void unpublished(PendingPartition output) {
        String problem = output.problem();
        add("Its output %s is not published yet: %s. Publishing is retried."
                .formatted(output, problem == null ? "it is queued" : trimmed(problem)));
    }

    private void causes() {
        String also = "";
        for (Origin origin : account.causes()) {
            Cause cause = origin.cause();
            add("It %sbelongs to run %s, %s."
                    .formatted(
                            also,
                            origin.run(),
                            cause == null
                                    ? "whose cause is unknown"
                                    : "triggered by: " + Phrases.cause(cause) + changed(origin)));
            also = "also ";
        }
    }

    private static String changed(Origin origin) {
        if (origin.changed().isEmpty()) {
            return "";
        }
        String named = origin.changed().stream().map(Phrases::partition).collect(Collectors.joining("; "));
        return origin.more() == 0
                ? ", namely " + named
                : ", namely %s; and %s%d more"
                        .formatted(named, origin.more() == Origins.MOST_MORE ? "at least " : "", origin.more());
    }

    private void blocker(InstanceInfo blocker) {
        add("%s %s%s.".formatted(blocker.instance(), state(blocker.state()), because(blocker.sentence())));
        for (Upstream upstream : account.upstream()) {
            DecisionInfo ran = upstream.ran();
            if (ran != null && ran.instance().equals(blocker.instance())) {
                add("It became ready at %s%s.".formatted(time(ran.at()), because(ran.sentence())));
            }
        }
    }

    private void deadline(DeadlineInfo deadline) {
        DatasetRef dataset = Objects.requireNonNull(deadline.dataset(), "partitions are of a dataset");
        String what = Phrases.list(deadline.missing().stream()
                .map(partition -> partition(dataset, partition))
                .toList());
        add(
                deadline.state() == DeadlineInfo.State.LATE
                        ? "Late since %s: %s, by deadline '%s' of %s."
                                .formatted(time(deadline.due()), what, deadline.deadline(), deadline.workflow())
                        : "Expected by %s: %s, by deadline '%s' of %s."
                                .formatted(time(deadline.due()), what, deadline.deadline(), deadline.workflow()));
    }

    private void upstream() {
        List<Upstream> others = account.upstream().stream()
                .filter(upstream -> account.blockedBy().stream()
                        .noneMatch(blocker ->
                                blocker.instance().equals(upstream.last().instance())))
                .toList();
        others.stream().limit(MOST_NAMED).forEach(this::upstream);
        if (others.size() > MOST_NAMED) {
            add("The run also reached %d more upstream.".formatted(others.size() - MOST_NAMED));
        }
    }

    private void upstream(Upstream upstream) {
        DecisionInfo last = upstream.last();
        DecisionInfo ran = upstream.ran();
        if (ran == null) {
            add("Upstream, %s %s%s.".formatted(last.instance(), state(last.state()), because(last.sentence())));
        } else {
            String came = last.state() != InstanceState.SUCCEEDED
                    ? "it " + state(last.state()) + because(last.sentence())
                    : upstream.changed() ? "its outputs changed" : "its outputs are unchanged";
            add("Upstream, %s ran%s; %s.".formatted(last.instance(), because(ran.sentence()), came));
        }
    }

    private void ran() {
        Evaluation ran = account.ran();
        if (ran == null) {
            return;
        }
        DecisionInfo ready = ran.decision();
        if (account.ranForIt()) {
            add("It became ready at %s%s.".formatted(time(ready.at()), because(ready.sentence())));
        } else {
            add("It last became ready earlier, at %s%s.".formatted(time(ready.at()), because(ready.sentence())));
        }
        ran.changes().forEach(this::change);
        Cause cause = ran.cause();
        if (cause != null && !account.ranForIt()) {
            add("That run was triggered by: %s.".formatted(Phrases.cause(cause)));
        }
    }

    private void change(InputChange change) {
        String what = partition(change.dataset(), change.partition());
        Fingerprint before = change.before();
        Fingerprint after = change.after();
        if (after == null) {
            add("Its input '%s' no longer has %s.".formatted(change.input(), what));
        } else if (before == null) {
            add("Its input '%s' has %s in version %s, which is new.".formatted(change.input(), what, after.brief()));
        } else {
            add("Its input '%s' has %s in version %s; before, it was %s."
                    .formatted(change.input(), what, after.brief(), before.brief()));
        }
    }

    /** Of steps that differ only in their partition the first few, and the number of the others. */
    private void chain() {
        Map<Alike, List<Step>> steps = account.chain().stream()
                .collect(Collectors.groupingBy(Alike::of, LinkedHashMap::new, Collectors.toList()));
        steps.forEach((alike, all) -> {
            all.stream().limit(MOST_ALIKE).forEach(this::step);
            int more = all.size() - MOST_ALIKE;
            if (more > 0) {
                add("%d more %s of %s %s."
                        .formatted(more, more == 1 ? "partition" : "partitions", alike.dataset(), alike.verb(more)));
            }
        });
    }

    /**
     * What steps have in common that are said together.
     *
     * @param outside whether no instance made the change
     */
    private record Alike(DatasetRef dataset, boolean outside, boolean removed) {
        static Alike of(Step step) {
            VersionInfo change = step.change();
            return new Alike(change.dataset(), change.instance() == null, change.version() == null);
        }

        String verb(int partitions) {
            if (outside && !removed) {
                return "arrived from outside";
            }
            return (partitions == 1 ? "was " : "were ")
                    + (removed ? "removed" : "made")
                    + (outside ? " outside" : " upstream");
        }
    }

    private void step(Step step) {
        VersionInfo change = step.change();
        String what = partition(change)
                + (change.version() == null
                        ? ""
                        : " " + change.version().fingerprint().brief());
        if (change.instance() == null) {
            add("%s %s at %s: %s."
                    .formatted(
                            what,
                            came(change),
                            time(change.at()),
                            trimmed(change.cause().description())));
        } else {
            DecisionInfo decision = step.decision();
            add("%s was %s by %s%s."
                    .formatted(
                            what,
                            change.version() == null ? "removed" : "made",
                            change.instance(),
                            decision == null ? "" : ", which ran" + because(decision.sentence())));
        }
    }

    private static String came(VersionInfo change) {
        return change.version() == null ? "was removed outside" : "arrived from outside";
    }

    private void add(String sentence) {
        sentences.add(sentence);
    }
}
