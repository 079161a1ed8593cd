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

    /**
     * The file after it was read once more with the same stamp. Where the stamp lies in the future, because a clock was set or is
     * another machine's, no single reading is late enough; two readings a tick apart that agree are.
     *
     * @param readAgainNanos when the second reading began, nanoseconds since 1970
     */
    public KnownFile readAgain(Fingerprint found, long readAgainNanos) {
        long apart = readAgainNanos - hashedNanos;
        boolean settled = found.equals(content) && (apart >= TICK_NANOS || apart < 0);
        long late = stamp.changedNanos() + TICK_NANOS;
        return new KnownFile(stamp, found, settled ? Math.max(readAgainNanos, late) : readAgainNanos);
    }
}
