package io.freshet.language.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.schedule.Deadlines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The files with the days of calendars. */
class CalendarFilesTest {
    private static final String WORKFLOW = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: w}
            spec:
              datasets: {a: {}, b: {}}
              tasks: {t: {inputs: [a], outputs: [b], run: {command: ["true"]}}}
              triggers:
                - schedule: {cron: "0 6 * * *", calendar: {only: days/business.txt}}
            """;

    private static final String DEADLINES = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: w}
            spec:
              datasets: {a: {}, b: {}}
              tasks: {t: {inputs: [a], outputs: [b], run: {command: ["true"]}}}
              deadlines:
                - {name: one, dataset: b, by: "07:30", calendar: {only: days/business.txt}}
                - {name: two, dataset: a, by: "07:30", calendar: {only: days/business.txt}}
                - {name: three, run: any, cron: "0 8 * * *", calendar: {only: days/business.txt}}
            """;

    @Test
    void a_file_has_a_date_a_line_and_comments() throws IOException {
        String file = "# 2026\n2026-01-02\n\n  2026-01-05  # Monday\r\n2026-01-02\n";

        DeployableBundle.Valid valid = assertInstanceOf(DeployableBundle.Valid.class, check(file));

        assertEquals(
                Map.of("days/business.txt", List.of(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 5))),
                valid.calendars());
    }

    @Test
    void what_is_no_date_is_named_with_its_line() throws IOException {
        SpecError error = error("2026-01-02\n02.01.2026\n");

        assertEquals(SpecErrorCode.BAD_TIME, error.code());
        assertEquals("line 2 of 'days/business.txt' is no date: '02.01.2026'", error.message());
        assertEquals(8, error.line());
    }

    @Test
    void a_file_is_there_and_has_days_but_not_too_many() throws IOException {
        assertEquals(SpecErrorCode.MISSING_FILE, error(null).code());
        assertEquals(SpecErrorCode.BAD_VALUE, error("# none\n").code());
        assertEquals(
                SpecErrorCode.TOO_LARGE,
                error("#".repeat(CalendarFiles.MAX_BYTES + 1)).code());
        assertEquals(
                SpecErrorCode.TOO_LARGE, error(days(CalendarFiles.MAX_DAYS + 1)).code());
        assertInstanceOf(DeployableBundle.Valid.class, check(days(CalendarFiles.MAX_DAYS)));
    }

    @Test
    void the_days_of_deadlines_are_a_part_of_the_workflow() throws IOException {
        DeployableBundle.Valid valid =
                assertInstanceOf(DeployableBundle.Valid.class, check(DEADLINES, "2026-01-05\n2026-01-02\n"));

        DeadlineSpec.At first = assertInstanceOf(
                DeadlineSpec.At.class,
                valid.workflow().spec().deadlines().getFirst().due());
        assertEquals(
                new DeadlineSpec.Days("days/business.txt", List.of(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 5))),
                first.only());
        assertEquals(
                Optional.of(Instant.parse("2026-01-05T07:30:00Z")),
                Deadlines.times(first).next(Instant.parse("2026-01-02T08:00:00Z")));
        assertEquals(Optional.empty(), Deadlines.times(first).next(Instant.parse("2026-01-05T08:00:00Z")));
        assertEquals(
                SpecErrorCode.MISSING_FILE, errors(DEADLINES, null).getFirst().code());
    }

    @Test
    void the_days_of_all_deadlines_together_have_a_bound() throws IOException {
        assertInstanceOf(DeployableBundle.Valid.class, check(DEADLINES, days(CalendarFiles.MAX_DEADLINE_DAYS / 3)));

        List<SpecError> errors = errors(DEADLINES, days(CalendarFiles.MAX_DEADLINE_DAYS / 3 + 1));

        assertEquals(
                List.of("spec.deadlines[2].calendar.only too-large"),
                errors.stream()
                        .map(error -> error.path() + " " + error.code().text())
                        .toList());
    }

    private static String days(int count) {
        return IntStream.range(0, count)
                .mapToObj(day -> LocalDate.EPOCH.plusDays(day).toString())
                .collect(Collectors.joining("\n"));
    }

    private static SpecError error(@Nullable String file) throws IOException {
        List<SpecError> errors = errors(WORKFLOW, file);
        assertEquals(1, errors.size(), errors.toString());
        return errors.getFirst();
    }

    private static List<SpecError> errors(String workflow, @Nullable String file) throws IOException {
        List<SpecError> errors = assertInstanceOf(DeployableBundle.Invalid.class, check(workflow, file))
                .errors();
        assertTrue(errors.stream().allMatch(error -> error.path().endsWith(".calendar.only")), errors.toString());
        return errors;
    }

    private static DeployableBundle check(@Nullable String file) throws IOException {
        return check(WORKFLOW, file);
    }

    private static DeployableBundle check(String workflow, @Nullable String file) throws IOException {
        Map<RelativePath, byte[]> files = new TreeMap<>();
        files.put(new RelativePath(Bundle.WORKFLOW_FILE), workflow.getBytes(StandardCharsets.UTF_8));
        if (file != null) {
            files.put(new RelativePath("days/business.txt"), file.getBytes(StandardCharsets.UTF_8));
        }
        return DeployableBundle.of(Bundle.of(files));
    }
}
