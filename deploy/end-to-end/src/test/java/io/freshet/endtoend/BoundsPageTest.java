package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of bounds says what the code does: each of these rows has the number of its constant. */
final class BoundsPageTest {
    private static final Path PAGE = Path.of("../../docs/reference/bounds.md");
    private static final List<Path> SOURCES = List.of(
            Path.of("../../contracts/src/main/java/io/freshet/contracts/spec"),
            Path.of("../../contracts/src/main/java/io/freshet/contracts/text"),
            Path.of("../../contracts/src/main/java/io/freshet/contracts/upstream"),
            Path.of("../../contracts/workflow-language/src/main/java/io/freshet/language"));
    private static final Pattern BOUND =
            Pattern.compile("static final (?:int|long) ((?:MAX|MOST|LONGEST|LARGEST)\\w*) =");

    /** By the beginning of a row, the constants whose numbers are in it. */
    private static final Map<String, List<String>> ROWS = Map.ofEntries(
            entry("a specification as text", "io.freshet.language.yaml.YamlDocument#MAX_BYTES"),
            entry("deadlines of a workflow", "io.freshet.language.check.DeadlineCheck#MAX_DEADLINES"),
            entry("partitions that a deadline", "io.freshet.language.schedule.Deadlines#MOST_PARTITIONS"),
            entry("alerts of a workflow", "io.freshet.language.check.AlertCheck#MAX_ALERTS"),
            entry("addresses that an alert", "io.freshet.language.check.AlertCheck#MAX_ADDRESSES"),
            entry("days in the files that the deadlines", "io.freshet.language.bundle.CalendarFiles#MAX_DEADLINE_DAYS"),
            entry("times of a deadline that nobody", "io.freshet.audit.alert.Deadline#MOST_MISSED"),
            entry("alerts of one message", "io.freshet.audit.delivery.AlertMessage#MOST_ALERTS"),
            entry("attempts to deliver a message", "io.freshet.audit.jdbc.alert.DeliveryQueue#MAX_ATTEMPTS"),
            entry("other causes that an attempt", "io.freshet.contracts.event.AttemptTrace#MOST_LINKS"),
            entry("a message of a span", "io.freshet.audit.trace.Span#MAX_MESSAGE"),
            entry("spans of a trace that are listed", "io.freshet.contracts.api.TraceDetail#MOST_SPANS"),
            entry("links to what attempts of a trace", "io.freshet.audit.jdbc.read.TraceQueries#MOST_LINKS"),
            entry("levels of nesting", "io.freshet.language.yaml.YamlDocument#MAX_DEPTH"),
            entry("aliases |", "io.freshet.language.yaml.YamlDocument#MAX_ALIASES"),
            entry("values, aliases replaced", "io.freshet.language.yaml.NodeConverter#MAX_NODES"),
            entry("characters of all values and keys", "io.freshet.language.yaml.NodeConverter#MAX_CHARACTERS"),
            entry("a key |", "io.freshet.language.yaml.NodeConverter#MAX_KEY_LENGTH"),
            entry(
                    "tasks, datasets",
                    "io.freshet.language.check.SizeCheck#MAX_TASKS",
                    "io.freshet.language.check.SizeCheck#MAX_DATASETS"),
            entry("a concurrency key", "io.freshet.contracts.spec.ConcurrencySpec#LONGEST_KEY"),
            entry("places of a pool that", "io.freshet.scheduler.admission.QueueReport#MOST_PLACES"),
            entry("inputs, outputs of a task", "io.freshet.language.check.SizeCheck#MAX_INPUTS"),
            entry("ranges of a backfill", "io.freshet.scheduler.domain.BackfillRanges#MOST_RANGES"),
            entry("attempts that a run's limit", "io.freshet.scheduler.domain.BackfillRanges#MOST_ACTIVE"),
            entry("priority of a backfill", "io.freshet.scheduler.domain.BackfillRanges#MOST_PRIORITY"),
            entry("ranges of offsets, datasets, workflows", "io.freshet.contracts.api.ReplayOrder#MOST_NAMED"),
            entry("records that a step of a replay", "io.freshet.scheduler.kafka.ReplayLogReader#MOST_RECORDS"),
            entry("partitions that a step of a replay", "io.freshet.scheduler.replay.FileChangesReplay#MOST_FACTS"),
            entry("rows of the outbox at which a replay", "io.freshet.scheduler.replay.ReplayStore#MOST_UNSENT"),
            entry("runs of a replay", "io.freshet.contracts.api.ReplayClient#MOST_RUNS"),
            entry("instances of a task without inputs", "io.freshet.contracts.event.RunRequest#MOST_NAMED"),
            entry("parameters of a workflow", "io.freshet.language.check.SizeCheck#MAX_PARAMS"),
            entry("a parameter's value", "io.freshet.contracts.spec.ParamSpec#MAX_VALUE_LENGTH"),
            entry("a task as JSON |", "io.freshet.language.check.SizeCheck#MAX_TASK_BYTES"),
            entry("a task as JSON, with path and layout", "io.freshet.language.check.SizeCheck#MAX_ORDER_BYTES"),
            entry("all parameters of a workflow as JSON", "io.freshet.language.check.SizeCheck#MAX_PARAM_BYTES"),
            entry("the path of a dataset, its layout", "io.freshet.language.check.SizeCheck#MAX_PLACE_CHARACTERS"),
            entry("the specification as JSON", "io.freshet.language.check.SizeCheck#MAX_SPEC_BYTES"),
            entry("the definition as an event", "io.freshet.language.check.SizeCheck#MAX_DEFINITION_BYTES"),
            entry("a condition as text", "io.freshet.language.expression.CelExpression#LONGEST"),
            entry(
                    "a path in a specification",
                    "io.freshet.language.grammar.PathValueReaders#LONGEST_PATH",
                    "io.freshet.language.grammar.PathValueReaders#LONGEST_SEGMENT"),
            entry("a cron expression", "io.freshet.language.schedule.CronExpression#LONGEST"),
            entry("event triggers of a workflow", "io.freshet.language.check.EventTriggerCheck#MAX_TRIGGERS"),
            entry("upstream events that triggers take", "io.freshet.scheduler.kafka.UpstreamLog#MOST_EVENTS"),
            entry("events of a trigger that one run", "io.freshet.contracts.spec.EventTriggerSpec#MOST_EVENTS"),
            entry("bytes of what a webhook is sent", "io.freshet.scheduler.webhook.Webhooks#MAX_BYTES"),
            entry(
                    "deliveries of a webhook that are remembered",
                    "io.freshet.scheduler.webhook.WebhookStore#MOST_TAKEN",
                    "io.freshet.scheduler.webhook.WebhookStore#MOST_REFUSED"),
            entry("rows of the outbox at which a webhook", "io.freshet.scheduler.webhook.WebhookStore#MOST_UNSENT"),
            entry("bytes of a secret's file", "io.freshet.servicekit.secret.SecretFiles#MAX_BYTES"),
            entry("events that the cause of a run", "io.freshet.scheduler.trigger.TriggeredRuns#MOST_NAMED"),
            entry("schedules of a workflow", "io.freshet.language.check.ScheduleCheck#MAX_SCHEDULES"),
            entry("what a schedule names", "io.freshet.language.check.ScheduleCheck#MAX_REQUEST_CHARACTERS"),
            entry("days that a calendar skips", "io.freshet.language.check.ScheduleCheck#MAX_SKIPPED_DAYS"),
            entry(
                    "days in the file of a calendar",
                    "io.freshet.language.bundle.CalendarFiles#MAX_DAYS",
                    "io.freshet.language.bundle.CalendarFiles#MAX_BYTES"),
            entry("missed firings that a schedule makes up for", "io.freshet.language.read.ScheduleKeys#MAX_CATCHUP"),
            entry("a duration as text", "io.freshet.contracts.text.DurationText#LONGEST_TEXT"),
            entry("retries of a task", "io.freshet.language.read.PolicyKeys#MOST_RETRIES"),
            entry("attempts that share a pod", "io.freshet.language.read.PolicyKeys#LARGEST_BATCH"),
            entry("a priority", "io.freshet.language.read.TaskKeys#MOST_PRIORITY"),
            entry(
                    "a window of an input",
                    "io.freshet.language.read.InputKeys#MOST_STEPS",
                    "io.freshet.language.check.InputDimensionCheck#MAX_WINDOW"),
            entry("combinations of the values", "io.freshet.language.check.InputDimensionCheck#MAX_EXPECTED"),
            entry("bundles that are deployed together", "io.freshet.language.bundle.BundleSet#MAX_BUNDLES"),
            entry("partitions that a batch of an input", "io.freshet.language.read.InputKeys#MOST_PARTITIONS"),
            entry("a pod template", "io.freshet.language.pod.PodTemplateRules#LARGEST"),
            entry("a pod's time to end", "io.freshet.language.pod.PodTemplateRules#LONGEST_GRACE_SECONDS"),
            entry("errors that are reported at once", "io.freshet.language.grammar.SpecErrors#MOST"),
            entry(
                    "a bundle, unpacked",
                    "io.freshet.language.bundle.Bundle#MAX_BYTES",
                    "io.freshet.language.bundle.Bundle#MAX_RATIO"),
            entry("a file of a bundle", "io.freshet.language.bundle.Bundle#MAX_FILE_BYTES"),
            entry("files of a bundle", "io.freshet.language.bundle.Bundle#MAX_FILES"),
            entry("steps of macros", "io.freshet.language.expression.CelExpression#MOST_ITERATIONS"),
            entry("one value that is made", "io.freshet.language.expression.EvaluationBudget#MAX_WEIGHT"),
            entry("all values that are made", "io.freshet.language.expression.EvaluationBudget#MAX_TOTAL_WEIGHT"),
            entry("characters and elements that all calls", "io.freshet.language.expression.EvaluationBudget#MAX_COST"),
            entry("a pattern of `matches`", "io.freshet.language.expression.EvaluationBudget#MAX_PATTERN_PROGRAM"),
            entry("attempts launched in one step", "io.freshet.scheduler.admission.Admission#MOST_PER_STEP"),
            entry("rows in memory in one step", "io.freshet.scheduler.admission.Admission#MOST_BYTES_PER_STEP"),
            entry("attempts given up in one step", "io.freshet.scheduler.admission.IsolatedAdmission#MOST_GIVEN_UP"),
            entry("characters of `id`", "io.freshet.contracts.upstream.UpstreamLimits#MAX_ID"),
            entry("characters of `source`", "io.freshet.contracts.upstream.UpstreamLimits#MAX_REFERENCE"),
            entry("characters of `type`", "io.freshet.contracts.upstream.UpstreamLimits#MAX_TYPE"),
            entry("extension attributes", "io.freshet.contracts.upstream.UpstreamLimits#MAX_EXTENSIONS"),
            entry(
                    "characters of an extension's name",
                    "io.freshet.contracts.upstream.UpstreamLimits#MAX_EXTENSION_NAME"),
            entry("characters of an extension's value", "io.freshet.contracts.upstream.UpstreamLimits#MAX_EXTENSION"),
            entry("all attributes of an event", "io.freshet.contracts.upstream.UpstreamLimits#MAX_ATTRIBUTE_BYTES"),
            entry("the data of an event", "io.freshet.contracts.upstream.UpstreamLimits#MAX_DATA_BYTES"),
            entry("an event in structured mode", "io.freshet.contracts.upstream.UpstreamLimits#MAX_EVENT_BYTES"),
            entry("levels of an event's JSON", "io.freshet.contracts.upstream.UpstreamLimits#MAX_DEPTH"),
            entry("characters of the path that an extract", "io.freshet.contracts.upstream.ExtractEvent#MAX_PATH"),
            entry("events of a batch", "io.freshet.contracts.upstream.UpstreamLimits#MAX_BATCH"),
            entry("a request with events", "io.freshet.contracts.upstream.UpstreamLimits#MAX_REQUEST_BYTES"),
            entry("errors of one request", "io.freshet.contracts.upstream.UpstreamLimits#MAX_ERRORS"),
            entry("what the pod of a batch reports", "io.freshet.launcher.batch.BatchFiles#MOST_REPORT_BYTES"),
            entry("notices of the kernel", "io.freshet.watcher.notify.FileEventQueue#MOST"),
            entry("files that are waited for", "io.freshet.watcher.watch.FileInspector#MOST_WAITING"),
            entry("names in the directories", "io.freshet.watcher.scan.NameBudget#MOST_BYTES"),
            entry("announcements of files that are open", "io.freshet.watcher.watch.AnnouncedFiles#MOST_OPEN"),
            entry("bytes that wait for Kafka", "io.freshet.watcher.kafka.EventLogWriter#MOST_BYTES"),
            entry("announcements on disk that wait", "io.freshet.watcher.intake.EventIntake#MOST_WAITING"),
            entry("contents of a file without an event", "io.freshet.watcher.domain.UnannouncedFile#MAX_CONTENTS"),
            entry("partitions of one batch of changes", "io.freshet.watcher.watch.BatchPublisher#MOST_PARTITIONS"),
            entry("entries of a page", "io.freshet.audit.http.Parameters#LARGEST_LIMIT"),
            entry("clients that follow events", "io.freshet.audit.http.EventController#MOST_FOLLOWERS"),
            entry("partitions of all public topics", "io.freshet.audit.feed.FeedPosition#MOST_PARTITIONS"),
            entry("last lines of a log", "io.freshet.audit.http.AttemptController#MOST_LINES"),
            entry("steps of a walk of lineage", "io.freshet.audit.http.DatasetController#LARGEST_DEPTH"),
            entry("nodes of a walk of lineage", "io.freshet.audit.http.DatasetController#MOST_NODES"),
            entry(
                    "partitions that are counted as not published",
                    "io.freshet.contracts.api.PublicationStatus#MOST_COUNTED"));

    /** Bounds of what authors never see: parts of formats, texts of messages, and depths within a bounded text. */
    private static final Set<String> INTERNAL = Set.of(
            "io.freshet.contracts.upstream.EventError#MAX_TEXT",
            "io.freshet.contracts.upstream.StructuredMode#MAX_MEMBERS",
            "io.freshet.language.bundle.TarReader#MOST_TRAILING",
            "io.freshet.language.bundle.TarReader#LONGEST_NAME",
            "io.freshet.language.bundle.ZipDirectory#MOST_COMMENT_BYTES",
            "io.freshet.language.expression.CompiledExpressions#MOST",
            "io.freshet.language.expression.PatternSize#MAX_DEPTH",
            "io.freshet.language.grammar.SpecErrors#LONGEST_MESSAGE",
            "io.freshet.language.schedule.CronExpression#MOST_TRANSITIONS",
            "io.freshet.contracts.text.Suggestion#LONGEST");

    private static Map.Entry<String, List<String>> entry(String row, String... constants) {
        return Map.entry(row, List.of(constants));
    }

    @Test
    void names_every_bound_of_what_an_author_writes() throws IOException {
        Set<String> named = ROWS.values().stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path directory : SOURCES) {
            try (Stream<Path> sources = Files.walk(directory).filter(Files::isRegularFile)) {
                for (Path source : sources.sorted().toList()) {
                    String path = source.toString();
                    String type = path.substring(path.indexOf("io/freshet"), path.length() - ".java".length())
                            .replace('/', '.');
                    for (MatchResult match :
                            BOUND.matcher(Files.readString(source)).results().toList()) {
                        String constant = "%s#%s".formatted(type, match.group(1));
                        found++;
                        if (!named.contains(constant) && !INTERNAL.contains(constant)) {
                            missing.add(constant);
                        }
                    }
                }
            }
        }

        assertEquals(List.of(), missing, "put them on the page and into this test");
        assertTrue(found > 30, "found " + found);
    }

    @Test
    void says_what_the_code_does() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(PAGE);
        for (Map.Entry<String, List<String>> row : ROWS.entrySet()) {
            List<String> found = lines.stream()
                    .filter(line -> line.startsWith("| " + row.getKey()))
                    .toList();
            if (found.size() != 1) {
                wrong.add("%d rows begin with '%s'".formatted(found.size(), row.getKey()));
                continue;
            }
            for (String constant : row.getValue()) {
                long value = value(constant);
                if (forms(value).stream().noneMatch(form -> found.getFirst().matches(".*[| ]" + form + "[ ,;].*"))) {
                    wrong.add("%s is %d: %s".formatted(constant, value, found.getFirst()));
                }
            }
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    void knows_the_forms_of_a_number() {
        assertTrue(forms(768 * 1024).contains("768 KiB"));
        assertTrue(forms(2 * 1024 * 1024).containsAll(List.of("2 MiB", "2 Mi")));
        assertTrue(forms(250_000).contains("250,000"));
    }

    private static List<String> forms(long value) {
        List<String> forms = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", value)));
        if (value % (1 << 20) == 0) {
            forms.add(value / (1 << 20) + " MiB");
            forms.add(value / (1 << 20) + " Mi");
        } else if (value % 1024 == 0) {
            forms.add(value / 1024 + " KiB");
        }
        return forms;
    }

    private static long value(String constant) throws ReflectiveOperationException {
        int hash = constant.indexOf('#');
        Field field = Class.forName(constant.substring(0, hash)).getDeclaredField(constant.substring(hash + 1));
        field.setAccessible(true);
        return ((Number) field.get(null)).longValue();
    }
}
