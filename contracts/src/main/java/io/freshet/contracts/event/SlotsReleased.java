package io.freshet.contracts.event;

import java.time.Instant;
import java.util.List;

/**
 * Attempts that ended hold their slots no longer. Topic {@code slot-releases}, key {@code namespace}. Their launcher sends it beside
 * {@link AttemptFinished}, which is keyed for the planner: so whoever counts a namespace's slots learns it directly and need not read
 * and re-key every finish. May be read again after a crash; the second is of no effect.
 *
 * @param namespace of all of them
 * @param attempts see {@link io.freshet.contracts.id.DerivedId#attempt}; at most {@link #MOST}
 * @param at when the last of them ended
 */
public record SlotsReleased(String namespace, List<String> attempts, Instant at) implements Event {
    /** The bound on the attempts. */
    public static final int MOST = 500;

    public SlotsReleased {
        attempts = List.copyOf(attempts);
    }

    @Override
    public String subject() {
        return namespace;
    }
}
