package io.freshet.scheduler.admission;

import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import java.util.Comparator;

/** A pool of a namespace. Written {@code namespace/pool}. */
record PoolKey(String namespace, String pool) {
    static final Comparator<PoolKey> ORDER =
            Comparator.comparing(PoolKey::namespace).thenComparing(PoolKey::pool);

    static PoolKey of(TaskReady ready) {
        return new PoolKey(ready.instance().namespace(), ready.pool());
    }

    /** The pool of a run, which has the run's limit. */
    static PoolKey of(Lane.RunGroup run) {
        return new PoolKey(run.namespace(), PoolDefined.poolOfRun(run.run()));
    }

    static PoolKey parse(String text) {
        int slash = text.indexOf('/');
        return new PoolKey(text.substring(0, slash), text.substring(slash + 1));
    }

    /** The pool that all attempts of the namespace are in, besides their own. */
    static PoolKey quota(String namespace) {
        return new PoolKey(namespace, PoolDefined.QUOTA);
    }

    /** Whether no task names it: it is a run's, or the namespace's quota. It has no limit unless one is set. */
    boolean isImplied() {
        return pool.equals(PoolDefined.QUOTA) || PoolDefined.runOfPool(pool).isPresent();
    }

    @Override
    public String toString() {
        return namespace + "/" + pool;
    }
}
