package io.freshet.contracts.event;

import java.time.Instant;
import java.util.Optional;

/**
 * A pool has this many slots. Topic {@code pool-definitions} (compacted), key {@code namespace/pool}. A pool nobody defined has the
 * installation's default.
 *
 * <p>The pool {@code run/<id>} is the run's of that id: so many of its attempts may run at once, whatever pools their tasks are in. It has
 * no limit but that which the run was asked for with, until somebody sets one.
 *
 * <p>The pool {@value #QUOTA} is the namespace's: so many of all its attempts may run at once. It has no limit until somebody sets one.
 *
 * @param slots how many attempts may hold the pool at once; 0 pauses it
 */
public record PoolDefined(String namespace, String pool, int slots, Instant at) implements Event {
    /** The pool that all attempts of a namespace are in, besides their own. */
    public static final String QUOTA = "namespace/attempts";

    private static final String OF_RUN = "run/";

    /** The pool of a run. */
    public static String poolOfRun(String run) {
        return OF_RUN + run;
    }

    /** The run whose pool this is; empty for a pool with a name of its own. */
    public static Optional<String> runOfPool(String pool) {
        return pool.startsWith(OF_RUN) ? Optional.of(pool.substring(OF_RUN.length())) : Optional.empty();
    }

    @Override
    public String subject() {
        return namespace + "/" + pool;
    }
}
