package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.launcher.inprocess.InProcessExecutor;
import io.freshet.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Measures, by hand, the launcher without Kafka: from the order until the process was started and until it was reported, one after the other
 * and as many as go. Arguments: how many attempts.
 */
final class LaunchSpeed {
    private LaunchSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        Path directory = Files.createTempDirectory("launch-speed");
        try (Rig rig = new Rig(directory)) {
            rig.start();
            oneByOne(rig, "warm", count);
            oneByOne(rig, "single", count);
            allAtOnce(rig, "many", count);
            allAtOnce(rig, "more", count);
            rig.stop();
            rig.start(new InProcessExecutor("here", Clock.systemUTC()), CrashPoints.NONE);
            allAtOnce(rig, "in-process", count);
            allAtOnce(rig, "in-process-warm", count);
        }
    }

    private static void oneByOne(Rig rig, String name, int count) throws Exception {
        Map<String, Instant> ordered = new HashMap<>();
        List<Long> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LaunchAttempt order = Rig.order(work(rig, name, i));
            ordered.put(order.attempt(), Instant.now());
            rig.attempts().launch(order);
            Eventually.eventually(Duration.ofSeconds(5), () -> rig.attempts().open(), open -> open == 0);
            ends.add(Duration.between(ordered.get(order.attempt()), Instant.now())
                    .toNanos());
        }
        Map<String, AttemptStarted> started =
                rig.reports.started.stream().collect(Collectors.toMap(AttemptStarted::attempt, Function.identity()));
        List<Long> starts = ordered.entrySet().stream()
                .map(e -> Duration.between(e.getValue(), modified(rig, e.getKey()))
                        .toNanos())
                .toList();
        print(name + ": order -> wrapper running (claim's time, in jiffies)", starts);
        print(
                name + ": order -> spawn called",
                ordered.entrySet().stream()
                        .map(e -> Duration.between(
                                        e.getValue(), started.get(e.getKey()).at())
                                .toNanos())
                        .toList());
        print(name + ": order -> everything done", ends);
    }

    private static Instant modified(Rig rig, String attempt) {
        try {
            return Files.getLastModifiedTime(rig.root.attempt(attempt).resolve("start.1"))
                    .toInstant();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void allAtOnce(Rig rig, String name, int count) throws Exception {
        List<LaunchAttempt> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(Rig.order(work(rig, name, i)));
        }
        long[] before = ticks();
        long begin = System.nanoTime();
        for (LaunchAttempt order : orders) {
            rig.attempts().launch(order);
        }
        Eventually.eventually(Duration.ofMinutes(5), () -> rig.attempts().open(), open -> open == 0);
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] after = ticks();
        System.out.printf(
                "%s: %.0f attempts/s; processor time per attempt: launcher %.2f ms, its processes %.2f ms%n",
                name, count / seconds, (after[0] - before[0]) * 10.0 / count, (after[1] - before[1]) * 10.0 / count);
    }

    /** Processor time of this process and of its ended children, in hundredths of a second. */
    private static long[] ticks() throws Exception {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new long[] {
            Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
            Long.parseLong(fields[13]) + Long.parseLong(fields[14])
        };
    }

    private static AttemptSpec work(Rig rig, String name, int i) throws Exception {
        return rig.work(name + "-" + i, List.of("true"), Map.of(), null, null);
    }

    private static void print(String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                "%s: p50 %.2f ms, p99 %.2f ms%n",
                what, sorted.get(sorted.size() / 2) / 1e6, sorted.get((int) (sorted.size() * 0.99)) / 1e6);
    }
}
