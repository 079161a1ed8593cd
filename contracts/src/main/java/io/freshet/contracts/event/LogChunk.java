package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A piece of an attempt's output. Topic {@code task-logs}, key: the attempt. Chunks of one attempt follow each other in order; a chunk
 * that is read again has the same offset.
 *
 * @param offset of the first byte in the attempt's log file
 * @param bytes how many bytes of the file this chunk is of
 * @param text those bytes as UTF-8, ill-formed ones replaced
 * @param last whether the log ends here
 */
public record LogChunk(
        InstanceRef instance, String attempt, String run, long offset, int bytes, String text, boolean last, Instant at)
        implements Event {
    /** The bound on the bytes of one chunk. */
    public static final int MAX_BYTES = 64 * 1024;

    @Override
    public String subject() {
        return attempt;
    }

    @Override
    public Optional<String> correlation() {
        return Optional.of(run);
    }
}
