package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.Event;
import io.freshet.scheduler.deployment.DefinitionStore;
import io.freshet.scheduler.outbox.Outbox;
import io.freshet.servicekit.jdbc.JdbcDefaults;
import io.freshet.servicekit.service.ServiceDefinition;
import io.freshet.testkit.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A migrated database of a test with the stores on it, put together as the service puts them together. */
public record SchedulerDatabase(ApplicationContext context) implements AutoCloseable {
    /**
     * @param directory for what the service keeps beside the database
     */
    public static SchedulerDatabase open(TestDatabase database, Path directory) {
        return open(database.jdbcUrl(), database.user(), database.password(), directory);
    }

    static SchedulerDatabase open(String url, String user, String password, Path directory) {
        Map<String, Object> properties = new HashMap<>(JdbcDefaults.all());
        properties.putAll(new ServiceDefinition("scheduler", true, true).defaults());
        properties.put("freshet.service", "scheduler");
        properties.put("freshet.storage.root", directory.toString());
        properties.put("datasources.default.url", url);
        properties.put("datasources.default.username", user);
        properties.put("datasources.default.password", password);
        return new SchedulerDatabase(ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .properties(properties)
                .start());
    }

    public DefinitionStore definitions() {
        return context.getBean(DefinitionStore.class);
    }

    /** The outbox as an instance of the service has it. */
    public Outbox outbox(String instance) {
        return new OutboxTable(context.getBean(Database.class), context.getBean(OutboxRepository.class), instance);
    }

    /** Commits an event to the outbox. */
    void commit(String topic, String key, Event event) {
        var _ = context.getBean(Database.class)
                .transact(() -> context.getBean(OutboxWriter.class).append(topic, key, event));
    }

    /** Runs a statement that no code of ours would. */
    void update(String sql, Object... arguments) throws SQLException {
        try (Connection connection = context.getBean(Database.class).connect()) {
            new Session(connection).update(sql, arguments);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
