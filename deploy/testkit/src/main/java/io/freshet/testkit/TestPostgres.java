package io.freshet.testkit;

import io.freshet.embedded.EmbeddedPostgres;
import io.freshet.embedded.PostgresSettings;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The real PostgreSQL that this JVM's tests share, started when first asked for, without fsync. Each test has databases
 * of its own. Thread-safe.
 */
public final class TestPostgres {

    private final EmbeddedPostgres server;
    private final AtomicLong next = new AtomicLong();

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** The server of this JVM. */
    public static TestPostgres shared() {
        return Holder.SHARED;
    }

    /** An empty database that nobody else uses; closing it drops it. */
    public TestDatabase newDatabase() {
        String name = "test_" + next.incrementAndGet();
        return new TestDatabase(this, name, server.createDatabase(name), server.user(), server.password());
    }

    String maintenanceUrl() {
        return server.jdbcUrl("postgres");
    }

    private static TestPostgres start() {
        PostgresSettings settings =
                new PostgresSettings(Scratch.directory().resolve(Scratch.POSTGRES), PostgresPrograms.directory());
        return new TestPostgres(JvmLifetime.closeAtEnd(EmbeddedPostgres.start(settings.withoutDurability())));
    }

    private static final class Holder {
        static final TestPostgres SHARED = start();
    }
}
