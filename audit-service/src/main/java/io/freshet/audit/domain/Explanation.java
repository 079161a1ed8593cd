package io.freshet.audit.domain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.api.Why;
import io.freshet.contracts.api.Why.Evaluation;
import io.freshet.contracts.api.Why.InputChange;
import io.freshet.contracts.api.Why.Missing;
import io.freshet.contracts.api.Why.Step;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.workflow.WorkflowSpec;
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

/** Finds out from recorded facts why an instance is as it is, and what brought it there. */
public final class Explanation {
    private static final int MOST_STEPS = 50;
    private static final int MOST_CHANGES = 20;

    private final WhyFacts facts;

    public Explanation(WhyFacts facts) {
        this.facts = facts;
    }

    /** The explanation; empty if nothing was ever decided about the instance. */
    public Optional<Why> of(InstanceRef instance) {
        return facts.current(instance).map(this::of);
    }

    private Why of(InstanceInfo current) {
        Optional<DecisionInfo> decision = facts.lastDecision(current.instance());
        Optional<Evaluation> ran = facts.lastReady(current.instance(), null).map(this::evaluation);
        List<Step> chain = chain(ran.map(Evaluation::changes).orElse(List.of()));
        List<InstanceInfo> blockedBy = current.state() == InstanceState.BLOCKED
                ? blockers(decision.map(DecisionInfo::related).orElse(List.of()))
                : List.of();
        List<Missing> missing = current.state() == InstanceState.WAITING
                ? decision.map(waiting -> missing(current.instance(), waiting.missing()))
                        .orElse(List.of())
                : List.of();
        String next = Wording.next(current, blockedBy, missing);
        return new Why(
                current,
                ran.orElse(null),
                chain,
                blockedBy,
                missing,
                next,
                Wording.sentences(current, ran.orElse(null), chain, blockedBy, missing, next));
    }

    private Evaluation evaluation(DecisionInfo ready) {
        String attempt = ready.attempt();
        String run = ready.run();
        return new Evaluation(
                ready,
                run == null ? null : facts.cause(run).orElse(null),
                attempt == null ? List.of() : changes(ready.instance(), attempt));
    }

    /** What the attempt read in another version than the success before it. */
    private List<InputChange> changes(InstanceRef instance, String attempt) {
        Map<String, WhyFacts.Input> before = new TreeMap<>();
        facts.successBefore(instance, attempt)
                .map(facts::inputs)
                .orElse(List.of())
                .forEach(input -> before.put(key(input), input));
        List<InputChange> changes = new ArrayList<>();
        for (WhyFacts.Input input : facts.inputs(attempt)) {
            WhyFacts.Input old = before.remove(key(input));
            if (old == null || !old.fingerprint().equals(input.fingerprint())) {
                changes.add(change(input, old == null ? null : old.fingerprint(), input.fingerprint()));
            }
        }
        before.values().forEach(gone -> changes.add(change(gone, gone.fingerprint(), null)));
        return changes.stream().limit(MOST_CHANGES).toList();
    }

    /** Back from changed inputs, through the instances that made them, to where they came from outside. */
    private List<Step> chain(List<InputChange> changes) {
        List<Step> steps = new ArrayList<>();
        Deque<InputChange> open = new ArrayDeque<>(changes);
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty() && steps.size() < MOST_STEPS) {
            InputChange change = open.removeFirst();
            Fingerprint after = change.after();
            if (after == null || !seen.add(change.dataset() + "/" + change.partition() + "@" + after)) {
                continue;
            }
            Optional<VersionInfo> version = facts.version(change.dataset(), change.partition(), after);
            if (version.isPresent()) {
                steps.add(step(version.get(), open, seen));
            }
        }
        return steps;
    }

    private Step step(VersionInfo version, Deque<InputChange> open, Set<String> seen) {
        InstanceRef maker = version.instance();
        String attempt = version.attempt();
        if (maker == null || attempt == null) {
            return new Step(version, null);
        }
        if (seen.add(attempt)) {
            open.addAll(changes(maker, attempt));
        }
        return new Step(version, facts.lastReady(maker, attempt).orElse(null));
    }

    /** The failures behind a block, followed through what they block. */
    private List<InstanceInfo> blockers(List<InstanceRef> named) {
        List<InstanceInfo> blocked = new ArrayList<>();
        List<InstanceInfo> roots = new ArrayList<>();
        Deque<InstanceRef> open = new ArrayDeque<>(named);
        Set<InstanceRef> seen = new HashSet<>();
        while (!open.isEmpty() && seen.size() < MOST_STEPS) {
            InstanceRef instance = open.removeFirst();
            if (seen.add(instance)) {
                facts.current(instance).ifPresent(info -> {
                    if (info.state() == InstanceState.BLOCKED) {
                        blocked.add(info);
                        facts.lastDecision(instance).ifPresent(decision -> open.addAll(decision.related()));
                    } else {
                        roots.add(info);
                    }
                });
            }
        }
        blocked.addAll(roots);
        return blocked;
    }

    private List<Missing> missing(InstanceRef instance, List<String> inputs) {
        WorkflowRef workflow = instance.workflowRef();
        Optional<WorkflowSpec> spec = facts.spec(workflow);
        return inputs.stream().map(input -> missing(workflow, spec, input)).toList();
    }

    private static Missing missing(WorkflowRef workflow, Optional<WorkflowSpec> spec, String input) {
        String dataset = input.contains("/") ? input.substring(0, input.indexOf('/')) : input;
        TaskRef producer = spec.flatMap(known -> known.producer(dataset))
                .map(task -> new TaskRef(workflow.namespace(), workflow.workflow(), task.name()))
                .orElse(null);
        String path = spec.map(known -> known.datasets().get(dataset))
                .map(known -> workflow.namespace() + "/" + known.path())
                .orElse(null);
        return new Missing(input, producer, path);
    }

    private static InputChange change(WhyFacts.Input input, @Nullable Fingerprint before, @Nullable Fingerprint after) {
        DatasetRef dataset = input.dataset();
        PartitionKey partition = input.partition();
        return new InputChange(input.name(), dataset, partition, before, after);
    }

    private static String key(WhyFacts.Input input) {
        return input.name() + "/" + input.dataset() + "/" + input.partition();
    }
}
