package io.freshet.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instances that changed state one after the other in the same way: what is the same of all is written once. The components are those of
 * {@link StateChanged}.
 *
 * @param instances in the order of their changes
 */
public record ChangeGroup(
        InstanceState state,
        Reason reason,
        String sentence,
        @Nullable String run,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InstanceRef> related,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> missing,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> causes,
        Instant at,
        List<ChangedInstance> instances) {
    /** The bound on the bytes that a change has more as JSON in a group of its own than as a {@link StateChanged}. */
    public static final int MAX_OVERHEAD = 32;

    /** What is an instance's own. */
    public record ChangedInstance(
            InstanceRef instance,
            @Nullable String attempt,
            @Nullable Fingerprint actionKey) {}

    public ChangeGroup {
        related = List.copyOf(related);
        missing = List.copyOf(missing);
        causes = List.copyOf(causes);
        instances = List.copyOf(instances);
        if (instances.isEmpty()) {
            throw new IllegalArgumentException("a change of no instance");
        }
    }

    /** Those that follow each other and differ in nothing else become one group; the order stays. */
    static List<ChangeGroup> of(List<StateChanged> changes) {
        List<ChangeGroup> groups = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= changes.size(); to++) {
            if (to == changes.size() || !saySame(changes.get(from), changes.get(to))) {
                groups.add(group(changes.subList(from, to)));
                from = to;
            }
        }
        return groups;
    }

    private static boolean saySame(StateChanged one, StateChanged other) {
        List<ChangedInstance> same = List.of(own(one));
        return with(one, same).equals(with(other, same));
    }

    private static ChangeGroup group(List<StateChanged> changes) {
        return with(changes.getFirst(), changes.stream().map(ChangeGroup::own).toList());
    }

    private static ChangedInstance own(StateChanged change) {
        return new ChangedInstance(change.instance(), change.attempt(), change.actionKey());
    }

    private static ChangeGroup with(StateChanged change, List<ChangedInstance> instances) {
        return new ChangeGroup(
                change.state(),
                change.reason(),
                change.sentence(),
                change.run(),
                change.related(),
                change.missing(),
                change.causes(),
                change.at(),
                instances);
    }

    List<StateChanged> changes() {
        return instances.stream().map(this::change).toList();
    }

    private StateChanged change(ChangedInstance of) {
        return new StateChanged(
                of.instance(),
                state,
                reason,
                sentence,
                run,
                of.attempt(),
                related,
                missing,
                of.actionKey(),
                causes,
                at);
    }

    void requireWorkflow(WorkflowRef workflow) {
        for (ChangedInstance each : instances) {
            if (!each.instance().workflowRef().equals(workflow)) {
                throw new IllegalArgumentException("%s is no instance of %s".formatted(each.instance(), workflow));
            }
        }
    }
}
