package io.freshet.audit.explain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation.Upstream;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds an instance that was evaluated and did not run: no attempt says what it would have read, so the specification does,
 * and the runs of its decision say what happened there. For one explanation and one thread.
 */
final class UpstreamSearch {
    private static final int MOST_INSTANCES = 20;
    private static final int MOST_FOUND = 100;
    private static final int MOST_PRESENT = 5;

    private final HistoryQueries facts;
    private final ProvenanceTrail ancestry;
    private final Map<InstanceRef, Upstream> upstream = new LinkedHashMap<>();
    private final Map<WorkflowRef, Optional<WorkflowSpec>> specs = new LinkedHashMap<>();

    /**
     * @param ancestry where to list the changes that are found
     */
    UpstreamSearch(HistoryQueries facts, ProvenanceTrail ancestry) {
        this.facts = facts;
        this.ancestry = ancestry;
    }

    /** The instances that were found, the nearest first. */
    List<Upstream> upstream() {
        return List.copyOf(upstream.values());
    }

    /**
     * Lists an instance that was found in another way.
     *
     * @param ran null: it did not
     */
    void found(DecisionInfo last, @Nullable DecisionInfo ran) {
        upstream.putIfAbsent(last.instance(), upstream(last, ran));
    }

    /** Walks up from the instance, as far as the same runs went. */
    void explore(InstanceRef instance, DecisionScope occasion) {
        Deque<InstanceRef> open = new ArrayDeque<>(List.of(instance));
        Set<InstanceRef> seen = new HashSet<>(open);
        while (!open.isEmpty() && seen.size() <= MOST_INSTANCES && !ancestry.isFull()) {
            for (InputRange feed : feeds(open.removeFirst())) {
                arrived(feed, occasion);
                for (Upstream found : made(feed, occasion)) {
                    if (seen.size() <= MOST_INSTANCES && seen.add(found.last().instance())) {
                        upstream.putIfAbsent(found.last().instance(), found);
                        if (found.ran() == null) {
                            open.add(found.last().instance());
                        } else {
                            follow(found, feed);
                        }
                    }
                }
            }
        }
    }

    /** Lists what is there of the instance's inputs, wherever it came from. */
    void search(InstanceRef instance) {
        for (InputRange feed : feeds(instance)) {
            facts.present(feed.dataset(), feed.partitions(), MOST_FOUND).stream()
                    .filter(version -> feed.reads(version.partition()))
                    .limit(MOST_PRESENT)
                    .forEach(ancestry::of);
        }
    }

    private List<InputRange> feeds(InstanceRef instance) {
        return specs.computeIfAbsent(instance.workflowRef(), facts::spec)
                .map(spec -> InputRange.of(spec, instance))
                .orElse(List.of());
    }

    /** What came from outside of the workflow. */
    private void arrived(InputRange feed, DecisionScope occasion) {
        if (feed.producer() == null && !occasion.causes().isEmpty()) {
            facts.changedBy(occasion.causes(), feed.dataset(), feed.partitions(), MOST_FOUND).stream()
                    .filter(change -> feed.reads(change.partition()))
                    .forEach(ancestry::of);
        }
    }

    private List<Upstream> made(InputRange feed, DecisionScope occasion) {
        if (feed.producer() == null || occasion.runs().isEmpty()) {
            return List.of();
        }
        Map<InstanceRef, List<DecisionInfo>> decisions = new LinkedHashMap<>();
        facts.decisions(occasion.runs(), feed.producer(), feed.producers(), MOST_FOUND).stream()
                .filter(decision -> feed.isMadeBy(decision.instance()))
                .forEach(decision -> decisions
                        .computeIfAbsent(decision.instance(), _ -> new ArrayList<>())
                        .add(decision));
        return decisions.values().stream().map(this::upstream).toList();
    }

    private Upstream upstream(List<DecisionInfo> decisions) {
        DecisionInfo ran = decisions.stream()
                .filter(decision -> decision.state() == InstanceState.READY)
                .findFirst()
                .orElse(null);
        return upstream(decisions.getFirst(), ran);
    }

    private Upstream upstream(DecisionInfo last, @Nullable DecisionInfo ran) {
        String attempt = attempt(last, ran);
        return new Upstream(
                last,
                ran,
                attempt != null && !facts.changedByAttempt(attempt, 1).isEmpty());
    }

    private void follow(Upstream upstream, InputRange feed) {
        InstanceRef instance = upstream.last().instance();
        String attempt = attempt(upstream.last(), upstream.ran());
        if (attempt == null) {
            return;
        }
        for (VersionInfo made : facts.changedByAttempt(attempt, MOST_FOUND)) {
            if (made.dataset().equals(feed.dataset()) && feed.reads(made.partition())) {
                ancestry.of(made);
            }
        }
        ancestry.ofChangesTo(instance, attempt);
    }

    /** The attempt that it came to; the decision that it may run knows only the first, the one about its end the last. */
    private static @Nullable String attempt(DecisionInfo last, @Nullable DecisionInfo ran) {
        if (ran == null) {
            return null;
        }
        return last.attempt() == null ? ran.attempt() : last.attempt();
    }
}
