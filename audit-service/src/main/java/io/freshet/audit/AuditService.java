package io.freshet.audit;

import io.freshet.audit.config.AuditDefaults;
import io.freshet.audit.config.Readiness;
import io.freshet.servicekit.jdbc.JdbcDefaults;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The audit service: reads everything the others say into its database, and answers questions about it. Several may run at once; they
 * share the reading.
 */
public final class AuditService implements AutoCloseable {
    private static final String NAME = "audit";

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private AuditService(ApplicationContext context) {
        this.context = context;
        this.server = context.getBean(EmbeddedServer.class);
    }

    /**
     * Starts a service; it serves, and reads the log, when this returns.
     *
     * @param properties see {@code docs/reference/rest-api-audit.md}; they win over environment and defaults
     */
    public static AuditService start(Map<String, Object> properties) {
        Map<String, Object> given = new HashMap<>(properties);
        given.put("freshet.service", NAME);
        ApplicationContext context = ApplicationContext.builder()
                .propertySources(
                        PropertySource.of("jdbc-defaults", JdbcDefaults.all(), AuditDefaults.ORDER - 1),
                        PropertySource.of("audit-defaults", AuditDefaults.all(), AuditDefaults.ORDER),
                        PropertySource.of("audit-given", given, AuditDefaults.GIVEN_ORDER))
                .banner(false)
                .build();
        try {
            context.start();
            AuditService service = new AuditService(context);
            service.server.start();
            return service;
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** The port that HTTP is served on. */
    public int port() {
        return server.getPort();
    }

    /** Whether it serves and reads. */
    public boolean isReady() {
        return server.isRunning() && context.getBean(Readiness.class).isReady();
    }

    /** False if it does not go on by itself and is to be started again. */
    public boolean isAlive() {
        return server.isRunning() && context.getBean(Readiness.class).isAlive();
    }

    @Override
    public void close() {
        context.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        AuditService service = start(Map.of());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            service.close();
            stopped.countDown();
        }));
        stopped.await();
    }
}
