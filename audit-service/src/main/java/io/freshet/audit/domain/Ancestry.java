package io.freshet.audit.domain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.api.Why.Evaluation;
import io.freshet.contracts.api.Why.InputChange;
import io.freshet.contracts.api.Why.Step;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.InstanceRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The way back from versions of partitions, through the instances that made them, to where they came from outside. Each version and
 * each attempt is told once, the nearest first. For one explanation and one thread.
 */
final class Ancestry {
    private static final int MOST_STEPS = 50;
    private static final int MOST_CHANGES = 20;

    private final WhyFacts facts;
    private final List<Step> steps = new ArrayList<>();
    private final Deque<InputChange> open = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    Ancestry(WhyFacts facts) {
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
        of(facts.inputs(attempt).stream()
                .limit(MOST_CHANGES)
                .map(input -> change(input, input.fingerprint(), input.fingerprint()))
                .toList());
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
        Map<String, WhyFacts.Input> before = new TreeMap<>();
        facts.successBefore(instance, attempt)
                .map(facts::inputs)
                .orElse(List.of())
                .forEach(input -> before.put(key(input), input));
        List<InputChange> changes = new ArrayList<>();
        for (WhyFacts.Input input : facts.inputs(attempt)) {
            Optional<WhyFacts.Input> old = Optional.ofNullable(before.remove(key(input)));
            Fingerprint was = old.map(WhyFacts.Input::fingerprint).orElse(null);
            if (!input.fingerprint().equals(was)) {
                changes.add(change(input, was, input.fingerprint()));
            }
        }
        before.values().forEach(gone -> changes.add(change(gone, gone.fingerprint(), null)));
        return changes.stream().limit(MOST_CHANGES).toList();
    }

    private static InputChange change(WhyFacts.Input input, @Nullable Fingerprint before, @Nullable Fingerprint after) {
        return new InputChange(input.name(), input.dataset(), input.partition(), before, after);
    }

    private static String key(WhyFacts.Input input) {
        return input.name() + "/" + input.dataset() + "/" + input.partition();
    }
}
