package io.freshet.audit.jdbc.write;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.freshet.testkit.TestDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.BeanConfiguration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** A migrated audit database of a test. */
public final class Database implements AutoCloseable {
    private static final List<String> TABLES = List.of(
            "events",
            "decisions",
            "spans",
            "log_chunks",
            "instances",
            "attempts",
            "runs",
            "datasets",
            "partitions",
            "partition_versions",
            "named_inputs",
            "listed_inputs",
            "list_chunks",
            "chunk_partitions",
            "attempt_outputs",
            "workflows",
            "workflow_versions",
            // Their rows, that is: what these add up to.
            "(SELECT namespace, workflow, task, state, sum(instances) AS instances FROM instance_totals"
                    + " GROUP BY namespace, workflow, task, state HAVING sum(instances) <> 0)",
            "(SELECT namespace, dataset, sum(partitions) AS partitions, sum(files) AS files, sum(bytes) AS bytes"
                    + " FROM partition_totals GROUP BY namespace, dataset HAVING sum(partitions) <> 0)",
            "dead_letters");

    private final TestDatabase database;
    private final HikariDataSource source;
    private @Nullable ApplicationContext context;

    private Database(TestDatabase database, HikariDataSource source) {
        this.database = database;
        this.source = source;
    }

    public static Database migrated(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(4);
        HikariDataSource pool = new HikariDataSource(config);
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/audit")
                .load()
                .migrate();
        return new Database(database, pool);
    }

    public DataSource source() {
        return source;
    }

    /** One of the repositories, or what stands on them, put together as the service puts them together. */
    public <T> T bean(Class<T> type) {
        if (context == null) {
            context = repositories(database);
        }
        return context.getBean(type);
    }

    /** Without the rest of the service, which would read a log. */
    private static ApplicationContext repositories(TestDatabase database) {
        return ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .beanConfigurations(
                        BeanConfiguration.disabled("io.freshet.audit.config"),
                        BeanConfiguration.disabled("io.freshet.audit.http"),
                        BeanConfiguration.disabled("io.freshet.audit.kafka"))
                .properties(Map.of(
                        "freshet.service", "audit",
                        "datasources.default.url", database.jdbcUrl(),
                        "datasources.default.username", database.user(),
                        "datasources.default.password", database.password(),
                        "datasources.default.maximum-pool-size", 2))
                .start();
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
        source.close();
    }

    /** Every row of every table as text, sorted. */
    public SortedMap<String, List<String>> dump() throws SQLException {
        SortedMap<String, List<String>> dump = new TreeMap<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                List<String> rows = new ArrayList<>();
                try (ResultSet row = statement.executeQuery("SELECT t::text FROM " + table + " t ORDER BY 1")) {
                    while (row.next()) {
                        rows.add(row.getString(1));
                    }
                }
                dump.put(table, rows);
            }
        }
        return dump;
    }
}
