package io.freshet.cli.kafka;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Session;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes the topics of an installation, before its services start. Doing it again changes nothing, so it may be repeated at every
 * upgrade and after any failure.
 */
@Command(
        name = "topics",
        description =
                "Create the topics that are missing in Kafka ('topics apply'). Topics with another number of partitions are refused: it cannot be changed.")
public final class TopicsCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "ACTION", description = "apply")
    private String action;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "where Kafka is; wins over --client-properties")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--client-properties",
            paramLabel = "FILE",
            description = "properties of a Kafka client, such as bootstrap.servers and security")
    private @Nullable Path clientProperties;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "12",
            description = "of each topic (default: ${DEFAULT-VALUE})")
    private int partitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "3",
            description = "copies of each topic (default: ${DEFAULT-VALUE})")
    private short replication;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!action.equals("apply")) {
            throw new CommandException(ExitCode.USAGE, "there is no action '%s': use apply".formatted(action));
        }
        try {
            TopicAdmin admin = new TopicAdmin(settings());
            Map<String, Integer> before = admin.partitions();
            refuseOther(before);
            admin.createMissing(partitions, replication);
            return report(before);
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandException(ExitCode.UNREACHABLE, "Kafka did not do it: " + cause);
        }
    }

    private void refuseOther(Map<String, Integer> before) {
        String other = before.entrySet().stream()
                .filter(topic -> topic.getValue() != partitions)
                .map(topic -> "%s has %d".formatted(topic.getKey(), topic.getValue()))
                .sorted()
                .collect(Collectors.joining(", "));
        if (!other.isEmpty()) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "%s partitions, not %d: say --partitions as they were created".formatted(other, partitions));
        }
    }

    private int report(Map<String, Integer> before) throws IOException {
        List<String> created = Topics.all().stream()
                .map(Topic::name)
                .filter(topic -> !before.containsKey(topic))
                .toList();
        return session.answer(Map.of("created", created, "existed", before.size()), () -> {
            created.forEach(topic -> session.out().printf("created %s%n", topic));
            session.out().printf("%d created, %d were there%n", created.size(), before.size());
        });
    }

    private KafkaSettings settings() throws IOException {
        Properties properties = new Properties();
        if (clientProperties != null) {
            try (Reader reader = Files.newBufferedReader(clientProperties, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        String servers = bootstrapServers != null
                ? bootstrapServers
                : properties.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (servers == null) {
            throw new CommandException(
                    ExitCode.USAGE, "say where Kafka is: --kafka, or bootstrap.servers in --client-properties");
        }
        properties.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new KafkaSettings(
                servers,
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toMap(name -> name, properties::getProperty)));
    }
}
