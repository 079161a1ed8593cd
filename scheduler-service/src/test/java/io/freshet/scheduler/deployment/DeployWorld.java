package io.freshet.scheduler.deployment;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.jdbc.SchedulerDatabase;
import io.freshet.scheduler.outbox.Outbox;
import io.freshet.scheduler.outbox.OutboxBatch;
import io.freshet.scheduler.outbox.OutboxRow;
import io.freshet.scheduler.outbox.RecordSender;
import io.freshet.scheduler.outbox.TransactionalSender;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The parts of the service that deploy and publish, on real servers, each life with a point where it ends. */
final class DeployWorld {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-05T06:00:00Z"));

    /**
     * What is left, without the namespace's name.
     *
     * @param versions definitions in the database
     * @param log different definitions on the log, as JSON
     * @param bundle the stored zip
     * @param files below the storage root, outside of staging
     * @param unsent how many rows of the outbox wait
     */
    record State(List<String> versions, List<String> log, String bundle, Set<String> files, int unsent) {
        boolean isNothingDeployed() {
            return versions.isEmpty() && log.isEmpty() && bundle.isEmpty() && unsent == 0;
        }
    }

    private final TestKafka kafka;
    private final Path storage;
    private final String namespace;
    private final SchedulerDatabase database;
    private final DefinitionStore definitions;

    DeployWorld(TestKafka kafka, SchedulerDatabase database, Path storage, String namespace) {
        this.kafka = kafka;
        this.storage = storage;
        this.namespace = namespace;
        this.database = database;
        this.definitions = database.definitions();
    }

    void deploy(byte[] bundle, KillPoint point) throws IOException {
        UploadSpace uploads = new UploadSpace(storage.getParent().resolve("uploads"), FreeSpace.withoutReserve());
        try (Upload upload = uploads.open()) {
            upload.receive(new ByteArrayInputStream(bundle));
            CodeStore code = (target, valid) -> {
                point.reached(KillPoint.BEFORE_CODE);
                var stored = new CodeUploader(new StorageRoot(storage)).store(target, valid);
                point.reached(KillPoint.AFTER_CODE);
                return stored;
            };
            PublishedAwaiter publication = new PublishedAwaiter(id -> PublicationState.PUBLISHED, Duration.ZERO);
            new Deployer(code, killedAtCommit(point), publication, CLOCK, DeployIdentities.NO_POLICY)
                    .deploy(namespace, upload, "alice", false);
        }
    }

    /** One life of the publisher: takes the lease, opens a sender, which fences the one before, and sends what there is. */
    void publish(KillPoint point) {
        try (Outbox.Lease lease = database.outbox("test").tryLease().orElseThrow();
                RecordSender sender = new TransactionalSender(
                        KafkaSettings.of(kafka.bootstrapServers()), "test-outbox", lease.outbox())) {
            OutboxBatch.takeOver(killedAtMark(lease, point), sender);
            OutboxBatch.all(killedAtMark(lease, point), killedAtSend(sender, point));
        }
    }

    State state() throws IOException {
        WorkflowRef workflow = new WorkflowRef(namespace, "claims");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        definitions.writeBundle(workflow, null, zip);
        try (Outbox.Lease lease = database.outbox("test").tryLease().orElseThrow()) {
            return new State(
                    definitions.versions(workflow, null, 10).items().stream()
                            .map(this::json)
                            .toList(),
                    log(workflow),
                    HexFormat.of().formatHex(zip.toByteArray()),
                    files(),
                    lease.unsent(10).size());
        }
    }

    private List<String> log(WorkflowRef workflow) {
        try (TopicReader<String, WorkflowDefinition> reader = new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new EventDeserializer<>(WorkflowDefinition.class),
                Topics.WORKFLOW_DEFINITIONS)) {
            return reader.toEnd(Duration.ofSeconds(30)).stream()
                    .filter(record -> record.key().equals(workflow.toString()))
                    .map(record -> json(record.value()))
                    .toList();
        }
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> tree = Files.walk(storage)) {
            return new TreeSet<>(
                    tree.map(path -> storage.relativize(path).toString().replace(namespace, "NS"))
                            .filter(path -> !path.startsWith(".freshet/staging"))
                            .toList());
        }
    }

    /** The cause's id is derived from the namespace as well, so that it is left out. */
    private String json(WorkflowDefinition definition) {
        return EventJson.mapper()
                .valueToTree(definition)
                .toString()
                .replace(definition.cause().id(), "CAUSE")
                .replace(namespace, "NS");
    }

    private DefinitionStore killedAtCommit(KillPoint point) {
        return (DefinitionStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DefinitionStore.class}, (proxy, method, arguments) -> {
                    boolean commits = method.getName().equals("deploy");
                    if (commits) {
                        point.reached(KillPoint.BEFORE_COMMIT);
                    }
                    try {
                        Object result = method.invoke(definitions, arguments);
                        if (commits) {
                            point.reached(KillPoint.AFTER_COMMIT);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static RecordSender killedAtSend(RecordSender sender, KillPoint point) {
        return new RecordSender() {
            @Override
            public List<OutboxRow> writtenBefore(List<OutboxRow> rows) {
                return sender.writtenBefore(rows);
            }

            @Override
            public void send(List<OutboxRow> rows) {
                point.reached(KillPoint.BEFORE_SEND);
                sender.send(rows);
                point.reached(KillPoint.AFTER_SEND);
            }

            @Override
            public void close() {
                sender.close();
            }
        };
    }

    private static Outbox.Lease killedAtMark(Outbox.Lease lease, KillPoint point) {
        return new Outbox.Lease() {
            @Override
            public String outbox() {
                return lease.outbox();
            }

            @Override
            public List<OutboxRow> unsent(int limit) {
                return lease.unsent(limit);
            }

            @Override
            public void markSent(List<OutboxRow> rows) {
                point.reached(KillPoint.BEFORE_MARK);
                lease.markSent(rows);
                point.reached(KillPoint.AFTER_MARK);
            }

            @Override
            public void markRefused(OutboxRow row, String error) {
                lease.markRefused(row, error);
            }

            @Override
            public void purge(Duration kept) {
                lease.purge(kept);
            }

            @Override
            public boolean awaitCommit(Duration limit) {
                return lease.awaitCommit(limit);
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }
}
