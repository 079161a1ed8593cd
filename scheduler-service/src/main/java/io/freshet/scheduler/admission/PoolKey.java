package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand.TaskReady;

/** A pool of a namespace. Written {@code namespace/pool}. */
record PoolKey(String namespace, String pool) {
    static PoolKey of(TaskReady ready) {
        return new PoolKey(ready.instance().namespace(), ready.pool());
    }

    @Override
    public String toString() {
        return namespace + "/" + pool;
    }
}
