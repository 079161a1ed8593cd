package io.freshet.audit.jdbc.read;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * A piece of the output of an attempt: a row of {@code log_chunks}.
 *
 * @param position of the first byte in the log
 * @param bytes how many bytes of the log this is
 * @param last whether the log ends here
 */
@MappedEntity("log_chunks")
public record LogPiece(@Id long position, int bytes, String content, boolean last) {
    /** The position behind its last byte. */
    public long end() {
        return position + bytes;
    }
}
