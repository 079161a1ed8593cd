package io.freshet.language.bundle;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.contracts.spec.TriggerSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the files with the days of calendars of schedules and deadlines: a date a line; {@code #} begins a comment. */
final class CalendarFiles {
    /** Days of one file: those of business in 15 years. */
    static final int MAX_DAYS = 4_000;

    /** Days of the files that deadlines name, of all deadlines together: they become a part of the definition. */
    static final int MAX_DEADLINE_DAYS = 10_000;

    /** Bytes of one file. */
    static final int MAX_BYTES = 256 * 1024;

    private final Bundle bundle;
    private final ParseResult.Parsed workflow;
    private final Map<String, List<LocalDate>> days = new HashMap<>();
    private final List<SpecError> errors = new ArrayList<>();

    CalendarFiles(Bundle bundle, ParseResult.Parsed workflow) {
        this.bundle = bundle;
        this.workflow = workflow;
    }

    void read() throws IOException {
        readSchedules();
        readDeadlines();
    }

    private void readSchedules() throws IOException {
        List<TriggerSpec> triggers = workflow.spec().triggers();
        for (int i = 0; i < triggers.size(); i++) {
            if (triggers.get(i) instanceof ScheduleSpec schedule) {
                String file = schedule.times().calendar().only();
                if (file != null) {
                    read(file, "spec.triggers[%d].schedule.calendar.only".formatted(i));
                }
            }
        }
    }

    private void readDeadlines() throws IOException {
        List<DeadlineSpec> deadlines = workflow.spec().deadlines();
        int sum = 0;
        for (int i = 0; i < deadlines.size(); i++) {
            if (deadlines.get(i).due() instanceof DeadlineSpec.At at && at.only() != null) {
                String path = "spec.deadlines[%d].calendar.only".formatted(i);
                read(at.only().file(), path);
                sum += days.getOrDefault(at.only().file(), List.of()).size();
                if (sum > MAX_DEADLINE_DAYS) {
                    report(
                            path,
                            SpecErrorCode.TOO_LARGE,
                            "the files of deadlines have %,d days up to here, and may have %,d"
                                    .formatted(sum, MAX_DEADLINE_DAYS),
                            "leave out days that are past");
                    return;
                }
            }
        }
    }

    Map<String, List<LocalDate>> days() {
        return days;
    }

    /** What the file says, with the days that deadlines are due on. */
    ParseResult.Parsed workflow() {
        return new ParseResult.Parsed(workflow.spec().withDays(days), workflow.source());
    }

    List<SpecError> errors() {
        return errors;
    }

    private void read(String name, String path) throws IOException {
        Optional<BundleFile> file = bundle.file(new RelativePath(name));
        if (file.isEmpty()) {
            report(
                    path,
                    SpecErrorCode.MISSING_FILE,
                    "'%s' is not in the bundle".formatted(name),
                    "add the file next to %s".formatted(Bundle.WORKFLOW_FILE));
        } else if (file.get().size() > MAX_BYTES) {
            report(
                    path,
                    SpecErrorCode.TOO_LARGE,
                    "'%s' has %,d bytes, and may have %,d"
                            .formatted(name, file.get().size(), MAX_BYTES),
                    "leave out days that are past");
        } else {
            days.put(name, dates(name, text(file.get()), path));
        }
    }

    private static String text(BundleFile file) throws IOException {
        try (InputStream content = file.open()) {
            return new String(content.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    private List<LocalDate> dates(String name, String text, String path) {
        List<LocalDate> dates = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].replaceFirst("#.*", "").strip();
            try {
                if (!line.isEmpty()) {
                    dates.add(LocalDate.parse(line));
                }
            } catch (DateTimeException e) {
                report(
                        path,
                        SpecErrorCode.BAD_TIME,
                        "line %d of '%s' is no date: '%.50s'".formatted(i + 1, name, line),
                        "write a date a line: 2026-12-28");
                return dates;
            }
        }
        if (dates.isEmpty() || dates.size() > MAX_DAYS) {
            report(
                    path,
                    dates.isEmpty() ? SpecErrorCode.BAD_VALUE : SpecErrorCode.TOO_LARGE,
                    "'%s' has %,d days, and may have 1 to %,d".formatted(name, dates.size(), MAX_DAYS),
                    "write the days that count");
        }
        return dates.stream().distinct().sorted().toList();
    }

    private void report(String path, SpecErrorCode code, String message, String hint) {
        errors.add(workflow.source().error(path, code, message, hint));
    }
}
