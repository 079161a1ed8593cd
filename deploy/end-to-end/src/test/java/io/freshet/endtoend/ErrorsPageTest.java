package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.error.ErrorCode;
import io.freshet.contracts.error.LogCode;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.pod.PodRule;
import io.freshet.testkit.Golden;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of errors is made from the codes, each code is used, and other pages name no code that is not there. */
final class ErrorsPageTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path REFERENCE = ROOT.resolve("docs/reference");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern AFTER_STATUS =
            Pattern.compile("\\b[45]\\d\\d(?: \\|)? (`[a-z-]+`(?:(?:, | or )`[a-z-]+`)*)");
    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");
    /** What no service answers with. */
    private static final Set<ProblemCode> OF_CLIENTS = Set.of(
            ProblemCode.WRONG_USAGE,
            ProblemCode.COMMAND_REFUSED,
            ProblemCode.COMMAND_FAILED,
            ProblemCode.SERVICE_UNREACHABLE,
            ProblemCode.UNEXPECTED_ANSWER);

    private static final List<ErrorCode> ALL = Stream.<ErrorCode[]>of(
                    ProblemCode.values(),
                    LogCode.values(),
                    SpecErrorCode.values(),
                    FailureKind.values(),
                    WorkflowFaulted.Code.values())
            .flatMap(Arrays::stream)
            .toList();

    @Test
    void the_page_has_every_code() {
        StringBuilder page = new StringBuilder("""
                <!-- Made by ErrorsPageTest; run it with -Dfreshet.golden.update=true. -->
                # Errors

                Every error has a code, which never changes its meaning: in answers and logs in lower case with hyphens, in events as any other
                value of an event.

                ## Exit codes of the command line

                | code | meaning | what to do |
                | --- | --- | --- |
                """);
        for (ExitCode.Explained code : ExitCode.ALL) {
            page.append("| %d | %s | %s |\n".formatted(code.number(), code.meaning(), code.remedy()));
        }
        page.append("""

                ## Answers of services

                The `code` of an `application/problem+json` answer, and of what `--json` prints of an error. The `detail` names what is
                meant and what would be right.

                | status | code | meaning | what to do |
                | --- | --- | --- | --- |
                """);
        Arrays.stream(ProblemCode.values())
                .sorted(Comparator.comparingInt(ProblemCode::status))
                .forEach(code -> page.append("| %d %s".formatted(code.status(), row(code, code.text()))));
        page.append("""

                ## Errors of a specification

                `freshet validate` and `freshet deploy` refuse the same: they show all errors of a bundle at once, one per line
                (a deployment also what does not fit into its namespace, and identities that may not be used):
                `file:line:column: what is wrong; what would be right [code]`.

                """).append(table(SpecErrorCode.values(), ErrorCode::text)).append("""

                ## Rules for pods

                What `run.pod` may not ask for. It is refused as `pod-not-allowed` when the workflow is deployed; the launcher looks again
                and reports an attempt as `DENIED`, with the same rule.

                | rule | what holds |
                | --- | --- |
                """);
        for (PodRule rule : PodRule.values()) {
            page.append("| `%s` | %s |\n".formatted(rule, rule.description()));
        }
        page.append("""

                ## Why an attempt failed

                The `failure` of an attempt. What is called *infrastructure* does not count against the retries of the task.

                | failure | infrastructure | meaning | what to do |
                | --- | --- | --- | --- |
                """);
        for (FailureKind kind : FailureKind.values()) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            kind.name(),
                            kind.isInfrastructure() ? "yes" : "",
                            kind.description().meaning(),
                            kind.description().remedy()));
        }
        page.append("""

                ## Why a workflow is faulted

                Nothing of a [faulted workflow](../operations/faulted-workflows.md) is decided until it is deployed anew or resumed. In the
                planner's log, `errorCode` is the same in lower case with hyphens.

                """)
                .append(table(WorkflowFaulted.Code.values(), ErrorCode::name))
                .append("""

                ## Entries of logs

                The `errorCode` of an entry in a service's log.

                """)
                .append(table(LogCode.values(), ErrorCode::text));
        Golden.check(REFERENCE.resolve("errors.md"), page.toString());
    }

    @Test
    void every_exit_code_is_explained() throws IllegalAccessException {
        List<Integer> numbers = new ArrayList<>();
        for (var field : ExitCode.class.getFields()) {
            if (field.getType() == int.class && Modifier.isStatic(field.getModifiers())) {
                numbers.add(field.getInt(null));
            }
        }

        assertEquals(
                numbers, ExitCode.ALL.stream().map(ExitCode.Explained::number).toList());
    }

    @Test
    void every_code_is_used() throws IOException {
        Map<String, List<String>> sources = mainSources();
        List<String> unused = new ArrayList<>();
        for (ErrorCode code : ALL) {
            Class<?> registry = ((Enum<?>) code).getDeclaringClass();
            long places = sources.entrySet().stream()
                    .filter(source -> source.getValue().contains(registry.getSimpleName()))
                    .mapToLong(source -> Collections.frequency(source.getValue(), code.name())
                            - (source.getKey().equals(fileOf(registry)) ? 1 : 0))
                    .sum();
            if (places == 0) {
                unused.add("%s.%s".formatted(registry.getSimpleName(), code.name()));
            }
        }

        assertEquals(List.of(), unused, "no service says these");
    }

    @Test
    void the_pages_of_the_services_name_the_codes_that_there_are() throws IOException {
        String pages = Files.readString(REFERENCE.resolve("rest-api.md"))
                + Files.readString(REFERENCE.resolve("rest-api-audit.md"))
                + Files.readString(REFERENCE.resolve("rest-api-watcher.md"));
        Set<String> codes = Arrays.stream(ProblemCode.values())
                .filter(code -> !OF_CLIENTS.contains(code))
                .map(ErrorCode::text)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> named = codes(AFTER_STATUS
                .matcher(pages)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining()));
        assertTrue(named.size() > 20, named::toString);
        named.removeAll(codes);
        assertEquals(Set.of(), named, "no service says these");
        codes.removeAll(codes(pages));
        assertEquals(Set.of(), codes, "no page of a service names these");
    }

    @Test
    void no_page_spells_a_code_of_an_answer_or_a_log_otherwise() throws IOException {
        Set<String> names = Stream.<ErrorCode[]>of(ProblemCode.values(), LogCode.values())
                .flatMap(Arrays::stream)
                .map(ErrorCode::name)
                .collect(Collectors.toSet());
        List<String> misspelled = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            for (Path page : pages.filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !page.startsWith(ROOT.resolve("docs/adr")))
                    .toList()) {
                WORD.matcher(Files.readString(page))
                        .results()
                        .map(MatchResult::group)
                        .filter(names::contains)
                        .forEach(name -> misspelled.add("%s: %s".formatted(page, name)));
            }
        }

        assertEquals(List.of(), misspelled);
    }

    private static String table(ErrorCode[] codes, Function<ErrorCode, String> written) {
        return Arrays.stream(codes)
                .map(code -> row(code, written.apply(code)))
                .collect(Collectors.joining("", "| code | meaning | what to do |\n| --- | --- | --- |\n", ""));
    }

    private static String row(ErrorCode code, String written) {
        return "| `%s` | %s | %s |\n"
                .formatted(
                        written,
                        code.description().meaning(),
                        code.description().remedy());
    }

    private static Set<String> codes(String text) {
        return CODE.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The words of each main source that names a registry, by the name of its file. */
    private static Map<String, List<String>> mainSources() throws IOException {
        Map<String, List<String>> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(ErrorsPageTest::isMainSource).toList()) {
                List<String> words = WORD.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .toList();
                sources.merge(
                        file.getFileName().toString(),
                        words,
                        (one, other) ->
                                Stream.of(one, other).flatMap(List::stream).toList());
            }
        }
        assertTrue(sources.size() > 500, "found " + sources.size());
        return sources;
    }

    private static boolean isMainSource(Path path) {
        return path.toString().contains("/src/main/java/") && path.toString().endsWith(".java");
    }

    private static String fileOf(Class<?> registry) {
        Class<?> outer = registry;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        return outer.getSimpleName() + ".java";
    }
}
