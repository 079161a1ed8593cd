package io.freshet.watcher.watch;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How quick scans are. No test: run it by name, {@code -Dtest=ScanMeasurement}. Prints files per second of the first scan, which
 * reads everything, and of scans with nothing changed.
 */
class ScanMeasurement {
    private static final int FILES = Integer.getInteger("files", 100_000);
    private static final int FILES_PER_DIRECTORY = 100;
    private static final int RUNS = 5;
    private static final PrintStream OUT = System.out;

    @TempDir
    Path temporary;

    @Test
    void scans() throws Exception {
        try (WatchBench bench = new WatchBench(temporary, "{site}/{part}/*.csv", WatchBench.settling(Duration.ZERO))) {
            for (int i = 0; i < FILES; i++) {
                int directory = i / FILES_PER_DIRECTORY;
                Path parent = bench.directory().resolve("site" + directory % 10).resolve("part" + directory);
                if (i % FILES_PER_DIRECTORY == 0) {
                    Files.createDirectories(parent);
                }
                Files.writeString(parent.resolve("file-" + i + ".csv"), "content of file " + i);
            }
            bench.clock.advance(Duration.ofSeconds(5));

            measure("first scan, all hashed and told", bench::settle);
            for (int i = 0; i < RUNS; i++) {
                measure("re-scan, nothing changed", bench::reconcile);
            }
            bench.restart();
            measure("start with a full ledger, nothing changed", bench::settle);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void measure(String what, Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        OUT.printf("%s: %.3f s, %,.0f files/s%n", what, seconds, FILES / seconds);
    }
}
