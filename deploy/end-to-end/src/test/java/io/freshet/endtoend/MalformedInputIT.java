package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.spec.CopyBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Poison stops only itself: whatever is malformed is refused with a reason, and a workflow beside it goes on. */
final class MalformedInputIT extends WithRunningSystem {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void an_event_that_cannot_be_read_goes_to_the_dead_letters_of_its_topic_and_the_rest_goes_on() throws Exception {
        List<String> topics = List.of(
                Topics.FILE_CHANGES,
                Topics.WORKFLOW_DEFINITIONS,
                Topics.RUN_REQUESTS,
                Topics.TASK_READY,
                Topics.TASK_LAUNCH,
                Topics.TASK_FINISHED,
                Topics.TASK_EVENTS);
        String kafka = system.standalone().endpoints().kafka();
        try (KafkaProducer<String, String> upstream = new KafkaProducer<>(
                KafkaSettings.of(kafka).producer("poison"), new StringSerializer(), new StringSerializer())) {
            for (String topic : topics) {
                upstream.send(new ProducerRecord<>(topic, "prod/poison", "{ this is no event of " + topic))
                        .get();
            }
        }

        for (String topic : topics) {
            try (TopicReader<String, String> letters = TopicReader.ofText(kafka, Topics.deadLetters(topic))) {
                ConsumerRecord<String, String> letter =
                        letters.atLeast(1, LIMIT).getFirst();
                assertEquals("{ this is no event of " + topic, letter.value());
                assertEquals("prod/poison", letter.key());
                String reason = new String(
                        letter.headers().lastHeader("__streams.errors.message").value(), StandardCharsets.UTF_8);
                assertTrue(reason.contains("ce_type"), reason);
            }
        }
        assertWorks("after-poison");
    }

    @Test
    void a_malformed_specification_is_refused_with_every_error_and_its_place() throws Exception {
        Path bundle = Files.createDirectories(directory.resolve("malformed"));
        WorkflowFile.write(bundle, "broken", """
                  datasets:
                    in: {path: ../outside}
                  tasks:
                    copy:
                      inptus: {in: {}}
                      outputs: {nowhere: {}}
                      run: {command: [true]}
                """);

        ProblemException refused = assertThrows(ProblemException.class, () -> system.deploy("prod", bundle));

        List<Problem.Detail> errors = refused.problem().errors();
        assertTrue(
                errors.stream().anyMatch(e -> e.line() == 6 && e.message().contains("../outside")), errors::toString);
        assertTrue(
                errors.stream()
                        .anyMatch(e -> e.line() == 9
                                && e.message().contains("inptus")
                                && e.hint().contains("inputs")),
                errors::toString);
        assertTrue(errors.stream().anyMatch(e -> e.line() == 10 && e.message().contains("nowhere")), errors::toString);
        assertWorks("after-refusal");
    }

    @Test
    void files_that_fit_nothing_or_have_odd_names_stop_no_others() throws Exception {
        Path in = Files.createDirectories(system.namespace("odd").resolve("in"));
        Files.writeString(in.resolve("no-layout-matches-this.bin"), "x");
        Files.createSymbolicLink(in.resolve("link.txt"), Path.of("/etc/hostname"));
        Files.writeString(in.resolve("with a space.txt"), "space");
        Files.writeString(in.resolve("with\nnewline.txt"), "newline");

        system.deploy("odd", CopyBundle.in(directory.resolve("bundle-odd")));

        Path out = system.namespace("odd").resolve("out");
        Eventually.eventually(
                LIMIT,
                () -> assertEquals(Map.of("with a space.txt", "space", "with\nnewline.txt", "newline"), contents(out)));
    }

    /** A workflow deployed now does its work. */
    private static void assertWorks(String namespace) throws Exception {
        Path in = Files.createDirectories(system.namespace(namespace).resolve("in"));
        Files.writeString(in.resolve("a.txt"), namespace);
        system.deploy(namespace, CopyBundle.in(directory.resolve("bundle-" + namespace)));
        Path out = system.namespace(namespace).resolve("out");
        Eventually.eventually(LIMIT, () -> assertEquals(Map.of("a.txt", namespace), contents(out)));
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new java.util.TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    contents.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return contents;
    }
}
