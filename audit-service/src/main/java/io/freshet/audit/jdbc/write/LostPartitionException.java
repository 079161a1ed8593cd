package io.freshet.audit.jdbc.write;

/** Somebody else has moved the offset: the partition is no longer this reader's, and nothing of the batch was kept. */
public final class LostPartitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostPartitionException(String message) {
        super(message);
    }
}
