package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.WithKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The step that makes topics, on a real broker. */
@WithKafka
final class TopicsCommandIT {
    @Test
    void creates_what_is_missing_and_again_nothing_and_refuses_other_partitions(
            TestKafka kafka, @TempDir Path directory) throws Exception {
        Path properties = directory.resolve("client.properties");
        // As in the chart: Kafka takes the value from the environment itself.
        Files.writeString(properties, """
                bootstrap.servers=%s
                config.providers=env
                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                client.rack=${env:PATH}
                """.formatted(kafka.bootstrapServers()));
        String file = "--client-properties=" + properties;

        Answer first = run("topics", "apply", file, "--partitions=3", "--replication=1");
        Answer second = run("topics", "apply", file, "--partitions=3", "--replication=1");
        Answer other = run("topics", "apply", file, "--partitions=4", "--replication=1");

        assertEquals(0, first.code(), first::toString);
        assertTrue(first.text().contains("created " + Topics.TASK_LAUNCH), first::toString);
        assertTrue(
                first.text()
                        .contains("%d created, 0 were there"
                                .formatted(Topics.all().size())),
                first::toString);
        assertEquals("0 created, %d were there\n".formatted(Topics.all().size()), second.text());
        assertEquals(ExitCode.REFUSED, other.code());
        assertTrue(other.text().contains("freshet.task-launch has 3"), other::toString);
        assertEquals(
                3,
                kafka.admin()
                        .describeTopics(List.of(Topics.TASK_LAUNCH))
                        .allTopicNames()
                        .get()
                        .get(Topics.TASK_LAUNCH)
                        .partitions()
                        .size());
    }

    @Test
    void says_what_is_missing_on_the_command_line() {
        assertEquals(ExitCode.USAGE, run("topics", "apply").code());
        assertEquals(
                ExitCode.USAGE, run("topics", "remove", "--kafka=localhost:1").code());
    }

    private record Answer(int code, String text) {}

    private static Answer run(String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine commandLine = Freshet.commandLine();
        commandLine.setOut(new PrintWriter(text));
        commandLine.setErr(new PrintWriter(text));
        int code = commandLine.execute(arguments);
        return new Answer(code, text.toString());
    }
}
