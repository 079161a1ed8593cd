package io.freshet.benchmarks;

import io.freshet.contracts.api.BackfillOrder;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.ValueRange;
import io.freshet.contracts.spec.RunSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A forced backfill of everything, newest first: when its first attempt is launched, whether the order holds, also through a chain of two tasks,
 * and how long a daily load waits beside it.
 */
final class BackfillBenchmark implements Benchmark {
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
    private static final int FILES_A_DAY = 100;
    private static final int DAILY_LOADS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final String FIRST_TASK = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: %1$s}
            spec:
              datasets:
                %1$s-in: {path: %1$s-in, layout: "{date:yyyy-MM-dd}/{name}.txt", watch: {settle: 0s}}
                %1$s-mid: {path: %1$s-mid, layout: "{date:yyyy-MM-dd}/{name}.txt"}
                %1$s-out: {path: %1$s-out, layout: "{date:yyyy-MM-dd}/{name}.txt"}
              tasks:
                first:
                  inputs: {%1$s-in: {}}
                  outputs: {%1$s-mid: {}}
                  run: {command: [sh, -c, 'sleep 0.05; echo "$FRESHET_ATTEMPT" >"$FRESHET_OUTPUT_%2$s_MID"']}
            """;

    /** What the executor without processes never comes to, for it writes nothing. */
    private static final String SECOND_TASK = """
                second:
                  inputs: {%1$s-mid: {}}
                  outputs: {%1$s-out: {}}
                  run: {command: [sleep, "0.05"]}
            """;

    private final int instances;

    /**
     * @param instances without processes; at most 500 with them
     */
    BackfillBenchmark(int instances) {
        this.instances = instances;
    }

    @Override
    public String name() {
        return "backfill";
    }

    @Override
    public String workload() {
        return "%d instances without processes; %d of two tasks with a process each, four at a time, beside a daily load"
                .formatted(instances, withProcesses());
    }

    @Override
    public Optional<Benchmark> withInstances(int number) {
        return Optional.of(new BackfillBenchmark(Math.max(2, number)));
    }

    private static String workflow(String name, String text) {
        return text.formatted(name, name.toUpperCase(Locale.ROOT));
    }

    private int withProcesses() {
        return Math.min(500, instances);
    }

    @Override
    public Report run(PrintStream progress) throws Exception {
        Instant at = Instant.now();
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> limits;
        try (BenchmarkSystem system = BenchmarkSystem.withoutProcesses()) {
            limits = MachineLimits.measure(system.directory());
            system.deploy(workflow("history", FIRST_TASK));
            load(system, instances, instances);
            Backfill backfill = new Backfill(system);
            Map<String, Object> found = backfill.run();
            progress.printf("%s%n", found);
            figures.put("inProcess", found);
        }
        try (BenchmarkSystem system = new BenchmarkSystem(Map.of("freshet.admission.default-slots", 4))) {
            system.deploy(workflow("history", FIRST_TASK + SECOND_TASK));
            system.deploy(workflow("daily", FIRST_TASK));
            load(system, withProcesses() / 2, withProcesses());
            Backfill backfill = new Backfill(system);
            backfill.besideDailyLoads();
            Map<String, Object> found = backfill.run();
            progress.printf("%s%n", found);
            figures.put("processes", found);
        }
        return new Report(name(), workload(), at, figures, limits);
    }

    /** Makes everything once, as files arrive. */
    private static void load(BenchmarkSystem system, int files, int attempts) throws Exception {
        for (int i = 0; i < files; i++) {
            String day = FIRST_DAY.plusDays(i / FILES_A_DAY).toString();
            system.drop(system.file("history-in", day + "/" + i % FILES_A_DAY + ".txt"), day + i);
        }
        for (int done = 0; done < attempts; done++) {
            system.tap().next(AttemptFinished.class, any -> true, LIMIT);
        }
    }

    /** One backfill, from its request to its end. */
    private static final class Backfill {
        private final BenchmarkSystem system;
        private final LaunchOrder order = new LaunchOrder();
        private final Map<String, Instant> dailyReady = new HashMap<>();
        private final Samples dailyWaits = new Samples();
        private final Samples slotTimes = new Samples();
        private final Map<String, Instant> running = new HashMap<>();
        private int dailyLoads;
        private boolean besideDailyLoads;

        Backfill(BenchmarkSystem system) {
            this.system = system;
        }

        /** A file arrives for another workflow each time so many attempts have ended, in the same pool. */
        void besideDailyLoads() {
            besideDailyLoads = true;
        }

        Map<String, Object> run() throws Exception {
            Instant asked = Instant.now();
            String run;
            try (SchedulerClient scheduler = system.standalone().endpoints().schedulerClient("benchmark")) {
                BackfillOrder wanted = new BackfillOrder(
                        null,
                        List.of(new ValueRange(FIRST_DAY.toString(), "2099-12-31")),
                        null,
                        null,
                        new RunOrder(List.of(), List.of(), Map.of(), RunSettings.FORCED, "benchmark"));
                run = scheduler
                        .runs()
                        .backfill(new WorkflowRef(BenchmarkSystem.NAMESPACE, "history"), wanted, null)
                        .run();
            }
            Instant end = follow(run);
            double seconds = Duration.between(asked, end).toNanos() / 1e9;
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("instances", order.launches());
            figures.put("seconds", Samples.rounded(seconds));
            figures.put("perSecond", Samples.rounded(order.launches() / seconds));
            figures.put(
                    "firstLaunchMillis",
                    Samples.rounded(Duration.between(asked, order.firstLaunch()).toNanos() / 1e6));
            figures.put("orderViolations", order.violations());
            if (besideDailyLoads) {
                figures.put("dailyLoadWaits", dailyWaits.figures());
                figures.put("slotTime", slotTimes.figures());
            }
            return figures;
        }

        private Instant follow(String run) throws Exception {
            int ended = 0;
            while (true) {
                Event event = system.tap().next(Event.class, any -> true, LIMIT);
                switch (event) {
                    case TaskReady ready
                    when ready.runs().contains(run) -> order.ready(ready.attempt(), date(ready), ready.at());
                    case TaskReady ready -> dailyReady.put(ready.attempt(), ready.at());
                    case LaunchAttempt launch
                    when launch.runs().contains(run) -> {
                        order.launched(launch.attempt(), launch.at());
                        running.put(launch.attempt(), launch.at());
                    }
                    case LaunchAttempt launch -> daily(launch);
                    case AttemptFinished finished -> {
                        Instant since = running.remove(finished.attempt());
                        if (since != null) {
                            slotTimes.add(Duration.between(since, finished.at()).toNanos());
                        }
                        ended++;
                        if (besideDailyLoads && ended % 10 == 0 && dailyLoads < DAILY_LOADS) {
                            system.drop(system.file("daily-in", "2026-01-05/" + dailyLoads++ + ".txt"), "daily");
                        }
                    }
                    case RunFinished finished
                    when finished.run().equals(run) -> {
                        return finished.at();
                    }
                    default -> {
                        // Of no concern here.
                    }
                }
            }
        }

        private void daily(LaunchAttempt launch) {
            Instant since = dailyReady.remove(launch.attempt());
            if (since != null) {
                dailyWaits.add(Duration.between(since, launch.at()).toNanos());
            }
        }

        private static String date(TaskReady ready) {
            return ready.instance().partition().value("date").orElseThrow();
        }
    }
}
