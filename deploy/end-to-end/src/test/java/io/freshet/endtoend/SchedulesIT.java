package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.event.Cause;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A workflow that starts every two seconds, with real processes: from the schedule to the task's environment and the history. */
final class SchedulesIT extends WithRunningSystem {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int FIRINGS = 3;

    @Test
    void a_schedule_starts_a_run_for_each_of_its_times_and_the_task_knows_which() throws Exception {
        deploy();

        String first = Eventually.eventually(LIMIT, this::written, text -> !text.isEmpty());
        String later = Eventually.eventually(LIMIT, this::written, text -> !text.equals(first));
        for (String line : List.of(first, later)) {
            String[] words = line.split(" ");
            assertEquals("often", words[0], line);
            assertEquals(words[2], words[1], "the parameter is the nominal time");
            assertEquals(0, Instant.parse(words[1]).getEpochSecond() % 2, line);
        }
        Eventually.eventually(LIMIT, this::scheduledRuns, runs -> runs.size() >= FIRINGS);

        system.terminal().say("schedules", "pause", "prod/rates", "often").endedWith(ExitCode.OK);

        JsonNode listed = system.terminal()
                .say("schedules", "--json")
                .endedWith(ExitCode.OK)
                .json()
                .get(0);
        assertEquals("prod/rates", listed.get("workflow").asText());
        assertTrue(listed.has("pausedBy"), listed.toString());
        Instant last = Instant.parse(listed.get("last").get("nominalTime").asText());
        List<RunInfo> runs = Eventually.eventually(
                LIMIT,
                this::scheduledRuns,
                all -> all.stream().allMatch(run -> run.state() == RunState.SUCCEEDED)
                        && nominalTimes(all).contains(last));
        assertEquals(
                everyTwoSeconds(nominalTimes(runs).getFirst(), last), nominalTimes(runs), "none twice, none left out");
        assertEquals(last.toString(), written().split(" ")[1]);
        assertTrue(system.terminal().say("runs", "-n", "prod").out().contains("schedule 'often' for "));
        assertTrue(system.terminal().say("schedules").out().contains("paused by "));
        assertEquals(
                5,
                system.terminal()
                        .say("schedules", "next", "prod/rates", "often", "--count", "5", "--json")
                        .json()
                        .get("next")
                        .size());
    }

    private static void deploy() throws IOException {
        Path bundle = Files.createDirectories(directory.resolve("bundle"));
        for (Map.Entry<String, String> file :
                Scene.bundle("scheduled", "workflow.yaml", "fetch.sh").entrySet()) {
            Files.writeString(bundle.resolve(file.getKey()), file.getValue());
        }
        system.terminal().say("deploy", bundle.toString()).endedWith(ExitCode.OK);
    }

    /** What the last attempt wrote; empty if none did yet. */
    private String written() throws IOException {
        Path rates = system.namespace("prod").resolve("rates");
        if (!Files.isDirectory(rates)) {
            return "";
        }
        try (Stream<Path> files = Files.list(rates)) {
            List<Path> sorted = files.sorted().toList();
            return sorted.isEmpty() ? "" : Files.readString(sorted.getLast()).strip();
        }
    }

    private List<RunInfo> scheduledRuns() throws IOException {
        return system.audit().runs(Filter.ANY.workflow("rates").namespace("prod")).items().stream()
                .filter(run -> run.cause() != null && run.cause().kind() == Cause.Kind.SCHEDULED)
                .toList();
    }

    private static List<Instant> nominalTimes(List<RunInfo> runs) {
        return runs.stream()
                .map(run -> run.cause().firing().nominalTime())
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static List<Instant> everyTwoSeconds(Instant first, Instant last) {
        List<Instant> times = new ArrayList<>();
        for (Instant time = first; !time.isAfter(last); time = time.plusSeconds(2)) {
            times.add(time);
        }
        return times;
    }
}
