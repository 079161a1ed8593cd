package io.freshet.audit.explain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation;
import io.freshet.contracts.api.Explanation.Evaluation;
import io.freshet.contracts.api.Explanation.Missing;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from recorded facts why an instance is as it is, and what brought it there: the decision, the causes that met in it, and the
 * way back to where these came from.
 */
public final class Explainer {
    private static final int MOST_ROOTS = 5;
    private static final int MOST_UNPUBLISHED = 5;

    private final HistoryQueries facts;
    private final Origins origins;
    private final AwaitedPartitions awaited;

    public Explainer(HistoryQueries facts, OpenDeadlines deadlines) {
        this.facts = facts;
        this.origins = new Origins(facts);
        this.awaited = new AwaitedPartitions(deadlines);
    }

    /** The explanation; empty if nothing was ever decided about the instance. */
    public Optional<Explanation> of(InstanceRef instance) {
        return facts.current(instance).map(this::of);
    }

    private Explanation of(InstanceInfo current) {
        InstanceRef instance = current.instance();
        DecisionInfo decision = facts.lastDecision(instance).orElse(null);
        DecisionScope occasion =
                decision == null ? DecisionScope.of(instance, current.run(), List.of()) : DecisionScope.of(decision);
        Blockers blockers = blockers(current, decision);
        ProvenanceTrail ancestry = new ProvenanceTrail(facts);
        UpstreamSearch search = new UpstreamSearch(facts, ancestry);
        Optional<Evaluation> ran = facts.lastReady(instance, null).map(ancestry::evaluation);
        Optional<Evaluation> ranForIt = ran.filter(last -> isFor(last.decision(), decision, occasion));
        blockers.roots().stream().limit(MOST_ROOTS).forEach(root -> follow(root, ancestry, search));
        if (ranForIt.isPresent()) {
            ancestry.of(ranForIt.get().changes());
        } else if (blockers.roots().isEmpty()) {
            search.explore(instance, occasion);
        }
        boolean own = !ancestry.steps().isEmpty();
        if (!own) {
            traceBack(instance, ran, ancestry, search);
        }
        List<Missing> missing = missing(current, decision);
        return new ExplanationFacts(
                        current,
                        notBefore(current),
                        facts.fault(instance.workflowRef()).orElse(null),
                        decision,
                        origins.of(occasion),
                        blockers.all(),
                        blockers.roots(),
                        missing,
                        awaited.of(instance, facts.spec(instance.workflowRef()), missing),
                        facts.unpublished(instance, MOST_UNPUBLISHED),
                        search.upstream(),
                        ancestry.steps(),
                        ran.orElse(null),
                        ranForIt.isPresent(),
                        own)
                .toExplanation();
    }

    private @Nullable Instant notBefore(InstanceInfo current) {
        String attempt = current.attempt();
        return attempt != null && (current.state() == InstanceState.READY || current.state() == InstanceState.RETRYING)
                ? facts.notBefore(attempt).orElse(null)
                : null;
    }

    private Blockers blockers(InstanceInfo current, @Nullable DecisionInfo decision) {
        return decision != null && current.state() == InstanceState.BLOCKED
                ? Blockers.of(facts, decision)
                : Blockers.NONE;
    }

    private List<Missing> missing(InstanceInfo current, @Nullable DecisionInfo decision) {
        WorkflowRef workflow = current.instance().workflowRef();
        return decision != null && current.state() == InstanceState.WAITING
                ? MissingInputs.of(workflow, facts.spec(workflow), decision.missing())
                : List.of();
    }

    /** Whether it was for what the decision is about that the instance ran, and not for something before. */
    private static boolean isFor(DecisionInfo ready, @Nullable DecisionInfo decision, DecisionScope occasion) {
        return ready.equals(decision) || DecisionScope.of(ready).meets(occasion);
    }

    /** Why something ran that failed, or what brought it to be cancelled without having run. */
    private void follow(InstanceInfo root, ProvenanceTrail ancestry, UpstreamSearch search) {
        DecisionInfo decision = facts.lastDecision(root.instance()).orElse(null);
        if (decision == null) {
            return;
        }
        DecisionScope occasion = DecisionScope.of(decision);
        DecisionInfo ran = facts.lastReady(root.instance(), null)
                .filter(ready -> isFor(ready, decision, occasion))
                .orElse(null);
        search.found(decision, ran);
        String attempt = ran == null ? null : ran.attempt();
        if (attempt == null) {
            search.explore(root.instance(), occasion);
        } else {
            ancestry.ofChangesTo(root.instance(), attempt);
        }
    }

    /** Nothing upstream changed for the decision: where what it last ran on came from, or what is there of its inputs. */
    private static void traceBack(
            InstanceRef instance, Optional<Evaluation> ran, ProvenanceTrail ancestry, UpstreamSearch search) {
        if (ran.isEmpty()) {
            search.search(instance);
            return;
        }
        ancestry.of(ran.get().changes());
        String attempt = ran.get().decision().attempt();
        if (ancestry.steps().isEmpty() && attempt != null) {
            ancestry.ofInputsTo(attempt);
        }
    }
}
