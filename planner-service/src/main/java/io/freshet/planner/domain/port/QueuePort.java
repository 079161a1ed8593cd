package io.freshet.planner.domain.port;

import io.freshet.contracts.event.Event;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.table.DurableQueue;
import io.freshet.planner.domain.table.Table;

/** What is left to later steps, and what came meanwhile. */
public interface QueuePort {
    Table<Continuation> continuationRows();

    Table<Event> inboxRows();

    /** One of the queues, whose entries are rows of one of these tables. */
    <V> DurableQueue<V> queue(Table<V> entries, QueueName name);
}
