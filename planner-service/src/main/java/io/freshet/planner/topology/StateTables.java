package io.freshet.planner.topology;

import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.planner.domain.CatalogTables;
import io.freshet.planner.domain.Results;
import io.freshet.planner.domain.Run;
import io.freshet.planner.domain.Tables;
import io.freshet.planner.domain.Timers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** The tables of the rules in the two state stores. One store holds many tables, because each store costs memory and a topic. */
public final class StateTables {
    private StateTables() {}

    public static Tables planner(KeyValueStore<Bytes, byte[]> store) {
        return new Tables(
                new StoreTable<>(store, 'd', new JsonCodec<>(WorkflowDefinition.class)),
                new StoreTable<>(store, 'p', Codecs.VERSION),
                new StoreTable<>(store, 'o', Codecs.VERSION),
                new StoreTable<>(store, 's', new JsonCodec<>(Results.class)),
                new StoreTable<>(store, 'e', Codecs.EDGE),
                new StoreTable<>(store, 'r', Codecs.TEXT),
                new StoreTable<>(store, 'i', Codecs.INSTANCE),
                new StoreTable<>(store, 'u', new JsonCodec<>(Run.class)),
                new StoreTable<>(store, 'm', Codecs.TEXT),
                new StoreTable<>(store, 'h', Codecs.TEXT),
                new StoreTable<>(store, 'n', Codecs.TEXT),
                new StoreTable<>(store, 'w', NamedJsonCodec.CONTINUATIONS),
                new StoreTable<>(store, 'x', NamedJsonCodec.EVENTS),
                new Timers(new StoreTable<>(store, 't', Codecs.TEXT)));
    }

    public static CatalogTables catalog(KeyValueStore<Bytes, byte[]> store) {
        return new CatalogTables(
                new StoreTable<>(store, 'p', Codecs.VERSION),
                new StoreTable<>(store, 's', Codecs.TEXT),
                new StoreTable<>(store, 'w', new JsonCodec<>(Subscribed.class)),
                new StoreTable<>(store, 'b', Codecs.BATCH));
    }

    /** Keeps scans of one table out of the next; to be called within the transaction of a record. */
    public static void fence(KeyValueStore<Bytes, byte[]> store) {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            StoreTable.fence(store, letter);
        }
    }
}
