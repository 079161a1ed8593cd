package io.freshet.watcher.domain;

import io.freshet.contracts.data.Fingerprint;
import java.time.Duration;

/**
 * What is remembered of a file.
 *
 * @param stamp as it was before and after its content was read
 * @param hashedNanos when reading began, nanoseconds since 1970
 */
public record KnownFile(FileStamp stamp, Fingerprint content, long hashedNanos) {
    private static final long TICK_NANOS = Duration.ofSeconds(2).toNanos();

    /**
     * Whether the file may have been rewritten after it was read and still carry the same stamp, because it was read within the
     * tick of its last change. Two seconds is the coarsest tick of any file system in use. The ctime is compared, not the
     * mtime: a write sets both, and the mtime can be set back.
     */
    public boolean isRacy() {
        return hashedNanos - stamp.changedNanos() < TICK_NANOS;
    }
}
