package io.freshet.contracts.event;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;

/**
 * Partitions that an input has, too many of them to be named by the order of an attempt, which names the index by its hash instead.
 * Topic {@code input-lists}, key: the hash. A chunk is sent when it is made and not again while it stays as it is; chunks and index are
 * sent before the order that needs them, in the same transaction or an earlier one. Reading one twice is harmless.
 */
public sealed interface InputList extends Event {
    WorkflowRef workflow();

    /** The identity of what is listed. */
    Fingerprint hash();

    @Override
    default String subject() {
        return workflow().toString();
    }

    /** A chunk of an input's partitions. */
    record ChunkListed(WorkflowRef workflow, PartitionChunk chunk, Instant at) implements InputList {
        @Override
        public Fingerprint hash() {
            return chunk.hash();
        }
    }

    /** All chunks of an input. */
    record IndexListed(WorkflowRef workflow, PartitionIndex index, Instant at) implements InputList {
        @Override
        public Fingerprint hash() {
            return index.hash();
        }
    }
}
