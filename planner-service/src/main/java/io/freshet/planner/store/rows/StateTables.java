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
                StoreTable.remembering(store, 'd', new JsonCodec<>(WorkflowDefinition.class), FEW),
                StoreTable.of(store, 'p', Codecs.VERSION),
                StoreTable.of(store, 'o', Codecs.VERSION),
                StoreTable.of(store, 'a', new JsonCodec<>(OutputsListed.class)),
                StoreTable.remembering(store, 's', new JsonCodec<>(Results.class), FEW),
                StoreTable.remembering(store, 'e', Codecs.EDGE, MANY),
                StoreTable.of(store, 'l', new JsonCodec<>(ListedChunk.class)),
                StoreTable.of(store, 'r', Codecs.TEXT),
                StoreTable.remembering(store, 'i', Codecs.INSTANCE, MANY),
                new RunTable(
                        StoreTable.remembering(store, 'u', new JsonCodec<>(Run.class), FEW),
                        StoreTable.remembering(store, 'v', Codecs.PROGRESS, FEW)),
                StoreTable.remembering(store, 'm', Codecs.TEXT, MANY),
                StoreTable.remembering(store, 'h', Codecs.TEXT, MANY),
                StoreTable.remembering(store, 'n', Codecs.TEXT, MANY),
                StoreTable.of(store, 'w', NamedJsonCodec.CONTINUATIONS),
                StoreTable.of(store, 'x', NamedJsonCodec.EVENTS),
                StoreTable.of(store, 'f', new JsonCodec<>(Fault.class)),
                new Timers(StoreTable.of(store, 't', Codecs.TEXT)));
    }

    /** The table of the row that a {@link io.freshet.planner.domain.table.DecisionClock} needs, in the planner's store. */
    public static Table<String> clock(StagedStore store) {
        return StoreTable.of(store, 'c', Codecs.TEXT);
    }

    public static CatalogTables catalog(StagedStore store) {
        return new CatalogTables(
                StoreTable.of(store, 'p', Codecs.PARTITION),
                StoreTable.of(store, 's', Codecs.TEXT),
                StoreTable.of(store, 'w', new JsonCodec<>(Snapshot.class)),
                StoreTable.remembering(store, 'b', Codecs.BATCH, FEW),
                StoreTable.remembering(store, 'f', Codecs.TEXT, FEW),
                StoreTable.of(store, 'r', new JsonCodec<>(Removal.class)),
                StoreTable.remembering(store, 'd', Codecs.TEXT, FEW));
    }

    /**
     * A store that the tables are kept in. A topology adds Kafka Streams' cache, which hands a row on when its transaction ends: one that
     * several decisions of a transaction write is in the changelog once.
     */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name, LocalStores stores) {
        return Stores.keyValueStoreBuilder(stores.store(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }
}
