package io.freshet.audit.explain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation.Evaluation;
import io.freshet.contracts.api.Explanation.InputChange;
import io.freshet.contracts.api.Explanation.Step;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.InstanceRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way back from versions of partitions, through the instances that made them, to where they came from outside. Each version and
 * each attempt is listed once, the nearest first. For one explanation and one thread.
 */
final class ProvenanceTrail {
    private static final int MOST_STEPS = 50;
    private static final int MOST_CHANGES = 20;

    private final HistoryQueries facts;
    private final List<Step> steps = new ArrayList<>();
    private final Deque<InputChange> open = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    ProvenanceTrail(HistoryQueries facts) {
        this.facts = facts;
    }

    /** As far as it was followed. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    boolean isFull() {
        return steps.size() >= MOST_STEPS;
    }

    /** That the instance may run, and what it found changed then. */
    Evaluation evaluation(DecisionInfo ready) {
        String attempt = ready.attempt();
        String run = ready.run();
        return new Evaluation(
                ready,
                run == null ? null : facts.cause(run).orElse(null),
                attempt == null ? List.of() : changes(ready.instance(), attempt));
    }

    /** Follows what the attempt read in another version than the success before it. */
    void ofChangesTo(InstanceRef instance, String attempt) {
        if (seen.add(attempt)) {
            of(changes(instance, attempt));
        }
    }

    /** Follows all that the attempt read. */
    void ofInputsTo(String attempt) {
        of(facts.inputs(attempt, MOST_CHANGES));
    }

    /** Follows changed inputs. */
    void of(List<InputChange> changes) {
        open.addAll(changes);
        while (!open.isEmpty() && !isFull()) {
            InputChange change = open.removeFirst();
            Fingerprint after = change.after();
            if (after != null && !seen.contains(name(change.dataset() + "/" + change.partition(), after))) {
                facts.version(change.dataset(), change.partition(), after).ifPresent(this::step);
            }
        }
    }

    /** Follows a change. */
    void of(VersionInfo change) {
        if (!isFull()) {
            step(change);
            of(List.of());
        }
    }

    private void step(VersionInfo change) {
        String partition = change.dataset() + "/" + change.partition();
        Fingerprint after = change.version() == null ? null : change.version().fingerprint();
        if (!seen.add(name(partition, after))) {
            return;
        }
        InstanceRef maker = change.instance();
        String attempt = change.attempt();
        if (maker == null || attempt == null) {
            steps.add(new Step(change, null));
            return;
        }
        steps.add(new Step(change, facts.lastReady(maker, attempt).orElse(null)));
        if (seen.add(attempt)) {
            open.addAll(changes(maker, attempt));
        }
    }

    private static String name(String partition, @Nullable Fingerprint version) {
        return partition + "@" + version;
    }

    private List<InputChange> changes(InstanceRef instance, String attempt) {
        return facts.changes(instance, attempt, MOST_CHANGES);
    }
}
