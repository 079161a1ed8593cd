package io.freshet.audit.history;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that happened; written once, never changed. */
public sealed interface HistoryRow extends Row.Once {
    /** When it happened. */
    Instant at();

    /**
     * An event as it is. Decisions and logs have rows of their own instead.
     *
     * @param run the run it belongs to
     * @param attempt the attempt it is about
     */
    record Happened(
            LogEntry entry,
            io.freshet.contracts.event.Event event,
            @Nullable String run,
            @Nullable String attempt) implements HistoryRow {
        @Override
        public Instant at() {
            return event.at();
        }

        @Override
        public String key() {
            return entry.id();
        }
    }

    /**
     * A decision about an instance.
     *
     * @param progress whether it only says how far an attempt is, see {@link InstanceRow.Progress}
     */
    record Decided(String id, long seq, StateChanged decision, boolean progress) implements HistoryRow {
        @Override
        public Instant at() {
            return decision.at();
        }

        @Override
        public String key() {
            return id;
        }
    }

    /** A piece of an attempt's output. */
    record Logged(LogChunk chunk) implements HistoryRow {
        @Override
        public Instant at() {
            return chunk.at();
        }

        @Override
        public String key() {
            return chunk.attempt() + "@" + chunk.offset();
        }
    }

    /**
     * A change of a partition.
     *
     * @param id of the event
     * @param index of the change within the event
     */
    record Changed(
            String id,
            int index,
            long seq,
            DatasetRef dataset,
            PartitionChange change,
            Cause cause,
            @Nullable ProducedBy produced,
            Instant at)
            implements HistoryRow {
        public PartitionKey partition() {
            return change.partition();
        }

        public Optional<Fingerprint> before() {
            return Optional.ofNullable(change.before()).map(PartitionVersion::fingerprint);
        }

        @Override
        public String key() {
            return id + "@" + index;
        }
    }

    /** A version of a workflow was deployed. */
    record Deployed(WorkflowDefinition definition, long seq) implements HistoryRow {
        @Override
        public Instant at() {
            return definition.at();
        }

        @Override
        public String key() {
            return definition.workflow() + "@" + definition.version();
        }
    }
}
