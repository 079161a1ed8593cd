package io.freshet.scheduler;

import io.freshet.servicekit.service.RunningService;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TestPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A scheduler on real servers, with a database of its own. */
public record RunningScheduler(RunningService service, TestDatabase database) implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Starts one on empty topics and returns when it is ready. */
    public static RunningScheduler start(TestKafka kafka, TestPostgres postgres, Path directory) {
        return start(kafka, postgres, directory, Map.of());
    }

    /** As {@link #start(TestKafka, TestPostgres, Path)}, with further properties. */
    public static RunningScheduler start(
            TestKafka kafka, TestPostgres postgres, Path directory, Map<String, Object> further) {
        kafka.createProductTopics(2);
        TestDatabase database = postgres.newDatabase();
        Map<String, Object> properties = properties(kafka, database, directory, "scheduler-0");
        properties.putAll(further);
        RunningService service = SchedulerService.start(properties);
        awaitReady(service);
        return new RunningScheduler(service, database);
    }

    static void awaitReady(RunningService service) {
        Eventually.eventually(SOON, service::isReady, ready -> ready);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + service.port());
    }

    static Map<String, Object> properties(TestKafka kafka, TestDatabase database, Path directory, String instance) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.server.port", -1);
        properties.put("freshet.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("freshet.kafka.partitions", 2);
        properties.put("freshet.kafka.replication", 1);
        properties.put("freshet.storage.root", directory.resolve("storage").toString());
        properties.put("freshet.state.dir", directory.resolve(instance).toString());
        properties.put("freshet.scheduler.instance", instance);
        // What an earlier test left in internal topics is none of this one's business.
        properties.put("freshet.admission.application-id", "admission-" + database.name());
        properties.put("datasources.default.url", database.jdbcUrl());
        properties.put("datasources.default.username", database.user());
        properties.put("datasources.default.password", database.password());
        return properties;
    }

    @Override
    public void close() throws Exception {
        service.close();
        database.close();
    }
}
