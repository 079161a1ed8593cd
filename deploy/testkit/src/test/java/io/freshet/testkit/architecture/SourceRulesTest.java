package io.freshet.testkit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRulesTest {
    private static final Path REPOSITORY = Path.of("../..");
    private static final String DOMAIN = "planner-service/src/main/java/io/freshet/planner/domain/";

    @TempDir
    private Path root;

    @Test
    void no_file_or_method_of_freshet_is_larger_than_it_may_be() throws IOException {
        List<SourceFile> sources = SourceReader.mainSources(REPOSITORY);

        assertTrue(sources.size() > 500, "found " + sources.size());
        assertEquals(List.of(), SizeRules.violations(sources, larger()));
    }

    @Test
    void names_of_topics_and_event_types_are_written_in_one_place() throws IOException {
        assertEquals(List.of(), WireNameRules.violations(SourceReader.mainSources(REPOSITORY)));
    }

    @Test
    void a_file_that_is_too_long_is_found() throws IOException {
        write(DOMAIN + "Long.java", "package io.freshet.planner.domain;\n" + "//\n".repeat(400) + "class Long {}\n");

        assertFound("402 lines of " + DOMAIN + "Long.java are too many");
    }

    @Test
    void a_method_that_is_too_long_is_found() throws IOException {
        write("deploy/cli/src/main/java/io/freshet/cli/Slow.java", """
                package io.freshet.cli;
                class Slow {
                    void run() {
                %s    }
                }
                """.formatted("        System.gc();\n".repeat(59)));

        assertFound("61 lines of deploy/cli/src/main/java/io/freshet/cli/Slow.java#run are too many");
    }

    @Test
    void a_method_of_the_planners_rules_is_at_most_half_as_long() throws IOException {
        write(DOMAIN + "graph/Slow.java", """
                package io.freshet.planner.domain.graph;
                class Slow {
                    void run() {
                %s    }
                }
                """.formatted("        System.gc();\n".repeat(29)));

        assertFound("31 lines of " + DOMAIN + "graph/Slow.java#run are too many");
    }

    @Test
    void only_a_domain_may_not_take_six_parameters() throws IOException {
        String type = "class Wide { void decide(int a, int b, int c, int d, int e, int f) {} }";
        write(DOMAIN + "Wide.java", "package io.freshet.planner.domain; " + type);
        write("cli/src/main/java/Wide.java", "package io.freshet.cli; " + type);

        assertFound("6 parameters of " + DOMAIN + "Wide.java#decide are too many");
    }

    @Test
    void what_is_larger_may_shrink_and_not_grow() throws IOException {
        write(DOMAIN + "Long.java", "package io.freshet.planner.domain;\n" + "//\n".repeat(449) + "class Long {}\n");
        String what = "lines of " + DOMAIN + "Long.java";

        List<SourceFile> sources = SourceReader.mainSources(root);
        assertEquals(List.of(), SizeRules.violations(sources, Map.of(what, 500)));
        assertEquals(List.of(), SizeRules.violations(sources, Map.of(what, 451)));
        assertEquals(
                List.of("451 " + what + " are more than the 450 it had: what is too large may only shrink"),
                SizeRules.violations(sources, Map.of(what, 450)));
    }

    @Test
    void what_is_no_longer_too_large_leaves_the_list() throws IOException {
        String what = "lines of " + DOMAIN + "Short.java";
        write(DOMAIN + "Short.java", "package io.freshet.planner.domain; class Short {}");

        assertEquals(
                List.of(what + " are within the limit now: take them off the list of what is larger"),
                SizeRules.violations(SourceReader.mainSources(root), Map.of(what, 500)));
    }

    @Test
    void a_name_of_the_wire_that_is_written_again_is_found() throws IOException {
        write("audit/src/main/java/Asks.java", """
                package io.freshet.audit;
                class Asks {
                    static final String TYPE = "io.freshet.task.ready.v1";
                    static final String LETTERS = "freshet.task-ready.dlq";
                }
                """);

        assertEquals(
                List.of(
                        "audit/src/main/java/Asks.java:3 writes 'io.freshet.task.ready.v1': take it from EventTypes",
                        "audit/src/main/java/Asks.java:4 writes 'freshet.task-ready': take it from Topics"),
                WireNameRules.violations(SourceReader.mainSources(root)));
    }

    @Test
    void codes_of_errors_are_written_in_their_registries() throws IOException {
        assertEquals(List.of(), ErrorCodeRules.violations(SourceReader.mainSources(REPOSITORY)));
    }

    @Test
    void a_code_that_is_written_elsewhere_is_found() throws IOException {
        write("audit/src/main/java/Logs.java", """
                package io.freshet.audit;
                class Logs {
                    void log() {
                        LOG.atError().addKeyValue("errorCode", "DISK_ODD").log("odd");
                        LOG.atError().addKeyValue("errorCode", LogCode.LOG_GAP).addKeyValue("reason", "gone").log("a gap");
                        throw refused("not-found", "LOG_GAP", "a log-gap");
                    }
                }
                """);

        assertEquals(
                List.of(
                        "audit/src/main/java/Logs.java:6 writes the error code 'not-found': take it from ProblemCode",
                        "audit/src/main/java/Logs.java:6 writes the error code 'LOG_GAP': take it from LogCode",
                        "audit/src/main/java/Logs.java:4 writes 'DISK_ODD' as errorCode: make it a constant of LogCode"),
                ErrorCodeRules.violations(SourceReader.mainSources(root)));
    }

    private void assertFound(String beginning) throws IOException {
        List<String> violations = SizeRules.violations(SourceReader.mainSources(root), Map.of());
        assertEquals(1, violations.size(), violations::toString);
        assertTrue(violations.getFirst().startsWith(beginning), violations::toString);
    }

    private void write(String path, String source) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
    }

    /** Each line of the list is a size and what it is the size of. */
    private static Map<String, Integer> larger() throws IOException {
        Map<String, Integer> larger = new TreeMap<>();
        try (InputStream list = SourceRulesTest.class.getResourceAsStream("larger-than-allowed.txt")) {
            for (String line : new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                int space = line.indexOf(' ');
                larger.put(line.substring(space + 1), Integer.valueOf(line.substring(0, space)));
            }
        }
        return larger;
    }
}
