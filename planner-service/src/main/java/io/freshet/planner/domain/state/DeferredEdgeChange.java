package io.freshet.planner.domain.state;

import io.freshet.contracts.partition.PartitionKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An edge is to change in a later step.
 *
 * @param next what the input is to see of the partition; null: there is none
 * @param reaction what then becomes of the readers
 * @param marked whether the readers are looked at whatever they see
 */
public record DeferredEdgeChange(Place place, @Nullable Edge next, ReaderReaction reaction, boolean marked)
        implements Continuation {
    /** Of what an input sees which partition. */
    public record Place(String task, String input, PartitionKey partition) {}

    @Override
    public List<String> runs() {
        return reaction.runs();
    }

    /** Both in one: this one, of the same edge, comes after another. */
    public DeferredEdgeChange after(DeferredEdgeChange before) {
        Set<String> runs = new LinkedHashSet<>(before.runs());
        runs.addAll(runs());
        String scope = reaction.scope() == null ? before.reaction.scope() : reaction.scope();
        return new DeferredEdgeChange(
                place, next, new ReaderReaction(List.copyOf(runs), scope), marked || before.marked);
    }
}
