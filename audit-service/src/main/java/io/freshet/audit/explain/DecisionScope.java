package io.freshet.audit.explain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a decision was made for.
 *
 * @param runs oldest first; none if no run was open
 * @param causes ids of the causes that met in the instance, oldest first, as far as the decision names them
 */
record DecisionScope(List<String> runs, List<String> causes) {
    static DecisionScope of(InstanceRef instance, @Nullable String run, List<String> causes) {
        Set<String> runs = new LinkedHashSet<>();
        causes.forEach(cause -> runs.add(DerivedId.run(instance.workflowRef(), cause)));
        if (run != null) {
            runs.add(run);
        }
        return new DecisionScope(List.copyOf(runs), causes);
    }

    static DecisionScope of(DecisionInfo decision) {
        return of(decision.instance(), decision.run(), decision.causes());
    }

    /** Whether the other was made for something that this was made for. */
    boolean meets(DecisionScope other) {
        return runs.stream().anyMatch(other.runs::contains);
    }

    /** Both, without saying anything twice. */
    DecisionScope and(DecisionScope other) {
        return new DecisionScope(union(runs, other.runs), union(causes, other.causes));
    }

    private static List<String> union(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }
}
