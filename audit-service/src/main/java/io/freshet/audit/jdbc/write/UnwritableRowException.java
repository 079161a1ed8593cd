package io.freshet.audit.jdbc.write;

/** What an event says cannot be put into a row: it is the event's fault, and will be so again. */
final class UnwritableRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnwritableRowException(String column, RuntimeException cause) {
        super("column %s: %s".formatted(column, cause), cause);
    }
}
