package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.DatasetStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Requests to remove datasets, in PostgreSQL's outbox; decided under the lock of the namespace. */
public final class DatasetRemovals implements DatasetStore {
    /** Grows with every row of the outbox, and never goes back. */
    private static final String NEXT_NUMBER = "SELECT nextval(pg_get_serial_sequence('outbox', 'id')) AS number";

    private static final String LAST_PRODUCING = """
            SELECT definition FROM versions WHERE namespace = ? AND EXISTS (
                SELECT 1 FROM json_each(definition->'spec'->'tasks') t WHERE t.value->'outputs'->?::text IS NOT NULL)
            ORDER BY outbox_id DESC LIMIT 1
            """;

    private final Database database;

    public DatasetRemovals(Database database) {
        this.database = database;
    }

    @Override
    public Removal remove(DatasetRef dataset, String user, Instant at, boolean dryRun) {
        return database.transact(session -> {
            DefinitionTables.lockNamespace(session, dataset.namespace());
            Optional<WorkflowDefinition> using = DefinitionTables.deployed(session, dataset.namespace()).stream()
                    .filter(definition -> definition.spec().datasets().containsKey(dataset.dataset()))
                    .findFirst();
            if (using.isPresent()) {
                return new Removal.Used(using.get().workflow());
            }
            Optional<DatasetSpec> last = lastProduced(session, dataset);
            if (last.isEmpty()) {
                return new Removal.NeverProduced();
            }
            return new Removal.Accepted(
                    dryRun ? Optional.empty() : Optional.of(request(session, dataset, last.get(), user, at)));
        });
    }

    private static Optional<DatasetSpec> lastProduced(Session session, DatasetRef dataset) throws SQLException {
        return session.row(
                        LAST_PRODUCING,
                        row -> OutboxRows.read(row.getString("definition"), WorkflowDefinition.class),
                        dataset.namespace(),
                        dataset.dataset())
                .map(definition -> definition.spec().datasets().get(dataset.dataset()));
    }

    private static long request(Session session, DatasetRef dataset, DatasetSpec spec, String user, Instant at)
            throws SQLException {
        long number = session.row(NEXT_NUMBER, row -> row.getLong("number")).orElseThrow();
        Cause cause = new Cause(
                DerivedId.of("removal", dataset.toString(), Long.toString(number)),
                Cause.Kind.REQUESTED,
                at,
                "%s removed the orphaned dataset %s".formatted(user, dataset));
        DatasetRemovalRequested event =
                new DatasetRemovalRequested(dataset, spec.path(), spec.layout().toString(), number, cause, user, at);
        return OutboxRows.append(session, Topics.CATALOG_SUBSCRIPTIONS, dataset.toString(), event);
    }
}
