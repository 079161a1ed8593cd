package io.freshet.scheduler.admission;

import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand.TaskReady;

/** A pool of a namespace. Written {@code namespace/pool}. */
record PoolKey(String namespace, String pool) {
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

    boolean isOfRun() {
        return PoolDefined.runOfPool(pool).isPresent();
    }

    @Override
    public String toString() {
        return namespace + "/" + pool;
    }
}
