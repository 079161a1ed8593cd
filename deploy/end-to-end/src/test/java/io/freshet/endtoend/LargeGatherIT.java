package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A gather of more partitions than an order names one by one, and a fan-out of more than the end of an attempt names, with real processes.
 *
 * <p>{@code -Dfreshet.gather.files=N} says of how many; more than 1,000.
 */
final class LargeGatherIT extends WithRunningSystem {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int STATIONS = Integer.getInteger("freshet.gather.files", 1_200);

    @BeforeAll
    static void start() throws Exception {
        Path bundle = Files.createDirectories(directory.resolve("bundle"));
        WorkflowFile.write(bundle, "weather", """
                  datasets:
                    readings: {path: readings, layout: "{station}.txt", watch: {settle: 0s}}
                    report: {path: report}
                    shares: {path: shares, layout: "{share}.txt"}
                    total: {path: total}
                  tasks:
                    report:
                      inputs: {readings: {}}
                      outputs: {report: {}}
                      run:
                        code: [report.sh]
                        command: [sh, report.sh]
                    share:
                      inputs: {readings: {}}
                      outputs: {shares: {}}
                      run:
                        code: [share.sh]
                        command: [sh, share.sh]
                    total:
                      inputs: {shares: {}}
                      outputs: {total: {}}
                      run:
                        code: [total.sh]
                        command: [sh, total.sh]
                """);
        Files.writeString(bundle.resolve("share.sh"), """
                find "$FRESHET_IN_READINGS" -name '*.txt' -exec cp -t "$FRESHET_OUT_SHARES" {} +
                """);
        Files.writeString(bundle.resolve("total.sh"), """
                find "$FRESHET_IN_SHARES" -name '*.txt' | wc -l > "$FRESHET_OUT_TOTAL/count.txt"
                """);
        Files.writeString(bundle.resolve("report.sh"), """
                find "$FRESHET_IN_READINGS" -name '*.txt' -exec cat {} + |
                    awk '{n++; s += $1} END {print n, s}' > "$FRESHET_OUT_REPORT/sum.txt"
                grep -o '"modified":\\[[^]]*\\]' "$FRESHET_CHANGES" > "$FRESHET_OUT_REPORT/modified.txt"
                """);
        Path readings = Files.createDirectories(system.namespace("prod").resolve("readings"));
        for (int station = 0; station < STATIONS; station++) {
            Files.writeString(readings.resolve("s%06d.txt".formatted(station)), "1\n");
        }
        system.deploy("prod", bundle);
    }

    @Test
    void reads_every_partition_and_is_told_of_the_one_that_changed() throws Exception {
        awaitReport("%d %d".formatted(STATIONS, STATIONS), "\"modified\":[]");

        system.drop("prod", "readings/s000777.txt", "41\n");

        awaitReport("%d %d".formatted(STATIONS, STATIONS + 40), "\"modified\":[\"s000777.txt\"]");
    }

    @Test
    void publishes_and_reads_every_partition_that_one_attempt_wrote() {
        Path namespace = system.namespace("prod");

        Eventually.eventually(LIMIT, () -> {
            assertEquals(
                    Integer.toString(STATIONS),
                    Files.readString(namespace.resolve("total/count.txt")).strip());
            try (Stream<Path> shares = Files.list(namespace.resolve("shares"))) {
                assertEquals(
                        STATIONS,
                        shares.filter(file -> file.toString().endsWith(".txt")).count());
            }
        });
    }

    private static void awaitReport(String sum, String modified) {
        Path report = system.namespace("prod").resolve("report");
        Eventually.eventually(LIMIT, () -> {
            assertEquals(sum, Files.readString(report.resolve("sum.txt")).strip());
            assertEquals(
                    modified, Files.readString(report.resolve("modified.txt")).strip());
        });
    }
}
