package io.freshet.planner.store.rows;

import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.planner.domain.catalog.CatalogTables;
import io.freshet.planner.domain.catalog.CatalogTables.Removal;
import io.freshet.planner.domain.catalog.CatalogTables.Snapshot;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.state.Fault;
import io.freshet.planner.domain.state.ListedChunk;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.state.Timers;
import io.freshet.planner.domain.table.Table;
import io.freshet.planner.store.LocalStores;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The tables of the rules in the two state stores. One store holds many tables, because each store costs memory and a topic. */
public final class StateTables {
    /** Rows that are remembered of a table which has some for every run or workflow. */
    private static final int FEW = 500;

    /** Rows that are remembered of a table which has some for every instance: what is under way. A megabyte or two. */
    private static final int MANY = 5_000;

    private StateTables() {}

    public static Tables planner(StagedStore store) {
        return new Tables(
                cached(store, 'd', new JsonCodec<>(WorkflowDefinition.class), FEW),
                new StoreTable<>(store, 'p', Codecs.VERSION),
                new StoreTable<>(store, 'o', Codecs.VERSION),
                new StoreTable<>(store, 'a', new JsonCodec<>(OutputsListed.class)),
                cached(store, 's', new JsonCodec<>(Results.class), FEW),
                cached(store, 'e', Codecs.EDGE, MANY),
                new StoreTable<>(store, 'l', new JsonCodec<>(ListedChunk.class)),
                new StoreTable<>(store, 'r', Codecs.TEXT),
                cached(store, 'i', Codecs.INSTANCE, MANY),
                new RunTable(
                        cached(store, 'u', new JsonCodec<>(Run.class), FEW), cached(store, 'v', Codecs.PROGRESS, FEW)),
                cached(store, 'm', Codecs.TEXT, MANY),
                cached(store, 'h', Codecs.TEXT, MANY),
                cached(store, 'n', Codecs.TEXT, MANY),
                new StoreTable<>(store, 'w', NamedJsonCodec.CONTINUATIONS),
                new StoreTable<>(store, 'x', NamedJsonCodec.EVENTS),
                new StoreTable<>(store, 'f', new JsonCodec<>(Fault.class)),
                new Timers(new StoreTable<>(store, 't', Codecs.TEXT)));
    }

    /** The table of the row that a {@link io.freshet.planner.domain.table.DecisionClock} needs, in the planner's store. */
    public static Table<String> clock(StagedStore store) {
        return new StoreTable<>(store, 'c', Codecs.TEXT);
    }

    public static CatalogTables catalog(StagedStore store) {
        return new CatalogTables(
                new StoreTable<>(store, 'p', Codecs.PARTITION),
                new StoreTable<>(store, 's', Codecs.TEXT),
                new StoreTable<>(store, 'w', new JsonCodec<>(Snapshot.class)),
                cached(store, 'b', Codecs.BATCH, FEW),
                cached(store, 'f', Codecs.TEXT, FEW),
                new StoreTable<>(store, 'r', new JsonCodec<>(Removal.class)),
                cached(store, 'd', Codecs.TEXT, FEW));
    }

    /**
     * A store that the tables are kept in. A topology adds Kafka Streams' cache, which hands a row on when its transaction ends: one that
     * several decisions of a transaction write is in the changelog once.
     */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name, LocalStores stores) {
        return Stores.keyValueStoreBuilder(stores.store(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    private static <V> Table<V> cached(StagedStore store, char letter, Codec<V> codec, int most) {
        CachedTable<V> table = new CachedTable<>(new StoreTable<>(store, letter, codec), most);
        store.onRollback(table::forget);
        return table;
    }
}
