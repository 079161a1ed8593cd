package io.freshet.embedded;

import java.nio.file.Path;

/**
 * Where and how an embedded PostgreSQL runs.
 *
 * @param dataDirectory its cluster, password and log; kept across restarts
 * @param binariesDirectory where the programs are unpacked once; may be shared by many clusters
 * @param port on 127.0.0.1; 0 for a free one
 * @param durable false only where losing everything in a crash of the machine is fine: tests
 */
public record PostgresSettings(Path dataDirectory, Path binariesDirectory, int port, boolean durable) {

    /** Durable, on a free port. */
    public PostgresSettings(Path dataDirectory, Path binariesDirectory) {
        this(dataDirectory, binariesDirectory, 0, true);
    }

    public PostgresSettings withPort(int chosen) {
        return new PostgresSettings(dataDirectory, binariesDirectory, chosen, durable);
    }

    /** The same without fsync. */
    public PostgresSettings withoutDurability() {
        return new PostgresSettings(dataDirectory, binariesDirectory, port, false);
    }
}
