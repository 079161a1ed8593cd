package io.freshet.launcher.process;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.id.TraceIds;
import io.freshet.launcher.attempt.Rig;
import io.freshet.launcher.domain.TaskTracing;
import io.freshet.testkit.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs of the guide, as tasks: what they report belongs to the attempt that they are. */
class TracesGuideIT {
    private static final Path GUIDE = Path.of("../docs/guides/traces.md");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"python, count.py, python3", "java, Count.java, java"})
    void a_program_of_the_guide_joins_the_trace_of_its_attempt(String language, String file, String program)
            throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path source = Files.writeString(directory.resolve(file), code(language));
        try (WebhookReceiver collector = WebhookReceiver.start();
                Rig rig = new Rig(directory)) {
            rig.tracing = new TaskTracing(1, collector.address());
            rig.start();

            LaunchAttempt order = Rig.order(rig.shell(language, path(program) + " " + source));
            rig.attempts().launch(order);
            rig.awaitIdle();

            AttemptFinished finish = rig.finish(order);
            assertInstanceOf(Outcome.Succeeded.class, finish.outcome(), () -> finish + rig.reports.log());
            assertEquals(order.trace(), finish.trace());
            eventually(Rig.PATIENCE, () -> assertEquals(1, collector.received().size()));
            JsonNode span = collector.received().getFirst().findValue("spans").get(0);
            assertEquals(order.trace(), span.get("traceId").asText());
            assertEquals(
                    TraceIds.attempt(order.attempt()), span.get("parentSpanId").asText());
            assertTrue(span.get("spanId").asText().matches("[0-9a-f]{16}"), span::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, -01", "0, -00"})
    void the_flag_says_whether_the_trace_is_recorded(double sampled, String flags) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Rig rig = new Rig(directory)) {
            rig.tracing = new TaskTracing(sampled, null);
            rig.start();

            rig.run(rig.shell("flags", "echo $TRACEPARENT:$OTEL_EXPORTER_OTLP_ENDPOINT:$OTEL_SERVICE_NAME"));

            assertTrue(rig.reports.log().contains(flags + "::"), rig.reports.log());
        }
    }

    private static String path(String program) {
        return program.equals("java") ? Path.of(System.getProperty("java.home"), "bin", "java") + "" : program;
    }

    private static String code(String language) throws IOException {
        List<String> blocks = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertEquals(1, blocks.size(), language);
        return blocks.getFirst();
    }
}
