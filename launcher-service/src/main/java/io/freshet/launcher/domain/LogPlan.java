package io.freshet.launcher.domain;

import io.freshet.contracts.event.LogChunk;

/**
 * What to send next of a log file that may still grow. Of a log that is longer than the limit the beginning and the end are sent, half
 * of the limit each: how it began, and above all what it said when it failed. The end is known when the log does not grow any more.
 */
public sealed interface LogPlan {
    /** Nothing to send now. */
    record Wait() implements LogPlan {}

    /** Read these bytes, and send them up to the last whole character; what is before them and was not sent is left out. */
    record Read(long offset, int bytes) implements LogPlan {}

    /** Say, in the place of the byte at this offset, that so many bytes from there on are left out. */
    record Gap(long offset, long bytes) implements LogPlan {}

    /** Say that the log ends here. */
    record End(long offset) implements LogPlan {}

    /**
     * @param sent up to which byte it has been sent
     * @param size of the file now
     * @param limit how many bytes are sent at most
     * @param ending whether the file will not grow any more
     */
    static LogPlan next(long sent, long size, long limit, boolean ending) {
        long head = limit / 2;
        if (ending && size > limit) {
            return nextOfLong(sent, size, head, size - (limit - head));
        }
        long end = ending ? size : Math.min(size, head);
        if (sent < end) {
            return read(sent, end);
        }
        return ending ? new End(sent) : new Wait();
    }

    private static LogPlan nextOfLong(long sent, long size, long head, long tail) {
        if (sent < head) {
            return read(sent, head);
        }
        if (sent == head) {
            return new Gap(head, tail - head);
        }
        long next = Math.max(sent, tail);
        return next < size ? read(next, size) : new End(next);
    }

    private static Read read(long from, long end) {
        return new Read(from, (int) Math.min(LogChunk.MAX_BYTES, end - from));
    }
}
