package io.freshet.launcher.domain;

import io.freshet.contracts.event.LogChunk;

/** What to tell next of a log file that may still grow. */
public sealed interface LogPlan {
    /** Nothing to tell now. */
    record Wait() implements LogPlan {}

    /** Read these bytes, and tell them up to the last whole character. */
    record Read(long offset, int bytes) implements LogPlan {}

    /** Tell that the rest of the log is not told. */
    record Note(long offset, long size) implements LogPlan {}

    /** Tell that the log ends here. */
    record End(long offset) implements LogPlan {}

    /**
     * @param told how many bytes have been told
     * @param size of the file now
     * @param limit how many bytes are told at most
     * @param ending whether the file will not grow any more
     */
    static LogPlan next(long told, long size, long limit, boolean ending) {
        long end = Math.min(size, limit);
        if (told < end) {
            return new Read(told, (int) Math.min(LogChunk.MAX_BYTES, end - told));
        }
        if (!ending) {
            return new Wait();
        }
        return size > limit ? new Note(told, size) : new End(told);
    }
}
