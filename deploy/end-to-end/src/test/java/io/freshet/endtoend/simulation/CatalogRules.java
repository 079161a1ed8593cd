package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import io.freshet.planner.domain.catalog.CatalogTables;
import io.freshet.planner.domain.catalog.DatasetCatalog;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The catalogue of datasets. */
final class CatalogRules {
    static final List<String> TOPICS = List.of(Topics.FILE_CHANGES, Topics.CATALOG_SUBSCRIPTIONS);

    /** So few that most answers need several parts, between which things happen. */
    private static final int PART = 2;

    private final SimulatedLog log;
    private final CatalogTables tables;
    private DatasetCatalog catalog;

    CatalogRules(SimulatedLog log, Journal journal) {
        this.log = log;
        tables = new CatalogTables(
                new JournaledTable<>(journal),
                new JournaledTable<>(journal),
                new JournaledTable<>(journal),
                new JournaledTable<>(journal),
                new JournaledTable<>(journal),
                new JournaledTable<>(journal),
                new JournaledTable<>(journal));
    }

    /** Begins with what the tables hold, and nothing else. */
    void begin(Consumer<Event> out) {
        catalog = new DatasetCatalog(tables, PART, out);
    }

    boolean isUnfinished() {
        return catalog.isUnfinished();
    }

    void proceed(Instant now) {
        catalog.proceed(now);
    }

    void take(Entry entry) {
        switch (entry.event()) {
            case FileChanges changes -> catalog.changed(changes, log.offset(entry), entry.at());
            case CatalogSubscription subscription -> catalog.subscription(subscription, entry.at());
            case DatasetRemovalRequested request -> catalog.removal(request);
            case PartitionsReplayed replayed -> catalog.replayed(replayed, entry.at());
            default -> throw new AssertionError("nothing for the catalogue: " + entry);
        }
    }
}
