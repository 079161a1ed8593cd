package io.freshet.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every place where a connection to another process is made, and what bounds its waits: no network that was cut and no server that hangs
 * holds a thread for ever. A new place takes its settings from one of these, or says here what bounds it.
 */
final class Connections {
    private static final Set<String> CONNECTING = Set.of(
            "io.freshet.servicekit.kafka.BytesConsumer.<init>",
            "io.fabric8.kubernetes.client.KubernetesClientBuilder.build",
            "java.net.Socket.<init>",
            "java.net.URL.openConnection",
            "java.net.URL.openStream",
            "java.net.http.HttpClient.newBuilder",
            "java.net.http.HttpClient.newHttpClient",
            "java.nio.channels.SocketChannel.open",
            "java.sql.DriverManager.getConnection",
            "org.apache.kafka.clients.admin.Admin.create",
            "org.apache.kafka.clients.admin.AdminClient.create",
            "org.apache.kafka.clients.consumer.KafkaConsumer.<init>",
            "org.apache.kafka.clients.producer.KafkaProducer.<init>",
            "org.apache.kafka.streams.KafkaStreams.<init>");

    private static final String KAFKA =
            "KafkaSettings, of which KafkaSettingsTimeoutsTest says how long each client waits";
    private static final String STREAMS = "StreamsSettings, with the clients' own bounds";
    private static final String LOCAL = "a process on this machine that this one has started and ends";

    /** By class. */
    private static final Map<String, String> ALLOWED = allowed();

    private Connections() {}

    private static Map<String, String> allowed() {
        Map<String, String> allowed = new TreeMap<>();
        allowed.put("io.freshet.audit.delivery.HttpPoster", "connect and answer, as HttpPoster says");
        allowed.put("io.freshet.audit.kafka.DeadLetterIngestion", KAFKA);
        allowed.put("io.freshet.audit.kafka.EndOffsets", KAFKA);
        allowed.put("io.freshet.audit.kafka.FeedReader", KAFKA);
        allowed.put("io.freshet.contracts.api.RestCall", "connect, and each piece of an answer, as RestServer says");
        allowed.put("io.freshet.contracts.api.RestServer", "connect; the calls bound the answer");
        allowed.put("io.freshet.scheduler.kafka.DeadLetterTopics", KAFKA);
        allowed.put("io.freshet.servicekit.kafka.BytesConsumer", KAFKA);
        allowed.put("io.freshet.servicekit.kafka.DeadLetterSender", KAFKA);
        allowed.put("io.freshet.servicekit.kafka.EventLoop", KAFKA);
        allowed.put("io.freshet.servicekit.kafka.EventPublisher", KAFKA);
        allowed.put("io.freshet.servicekit.kafka.TopicAdmin", KAFKA);
        allowed.put("io.freshet.servicekit.streams.SourceLogReader", KAFKA);
        allowed.put("io.freshet.servicekit.streams.ForwardTime", STREAMS);
        allowed.put("io.freshet.servicekit.streams.StreamClients", STREAMS);
        allowed.put("io.freshet.servicekit.streams.StreamClients$MainConsumer", STREAMS);
        allowed.put("io.freshet.servicekit.streams.TransactionalProducer", STREAMS);
        allowed.put("io.freshet.embedded.EmbeddedBroker", LOCAL);
        allowed.put("io.freshet.embedded.EmbeddedPostgres", LOCAL);
        allowed.put("io.freshet.embedded.PostgresProcess", LOCAL);
        allowed.put("io.freshet.embedded.StaleRegistration", LOCAL);
        allowed.put("io.freshet.kubernetes.image.Training", LOCAL);
        allowed.put("io.freshet.launcher.kubernetes.ApiServer", "connect and answer, as ApiServerTest says");
        allowed.put("io.freshet.scheduler.kafka.ReplayLogReader", KAFKA);
        allowed.put("io.freshet.scheduler.kafka.UpstreamLog", KAFKA);
        allowed.put("io.freshet.scheduler.outbox.TransactionalSender", KAFKA);
        allowed.put("io.freshet.watcher.kafka.ChangeLogReader", KAFKA);
        allowed.put("io.freshet.watcher.kafka.ChangeSender", KAFKA);
        allowed.put("io.freshet.watcher.kafka.EventLogWriter", KAFKA);
        allowed.put("io.freshet.watcher.kafka.TopicFollower", KAFKA);
        return allowed;
    }

    /** Connections that nobody has accounted for, each in a sentence. */
    static List<String> violations(JavaClasses classes) {
        return AccountedCalls.violations(
                classes,
                type -> List.of("io.freshet.benchmarks", "io.freshet.testkit").stream()
                        .noneMatch(part -> AccountedCalls.isWithin(type, part)),
                CONNECTING,
                ALLOWED.keySet(),
                "every wait for another process has a bound, and Connections says which");
    }
}
