package io.freshet.benchmarks;

import io.freshet.contracts.data.Sha256;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What this machine can do without Freshet, so that a figure can be read as a ratio to what is possible. */
final class MachineLimits {
    private static final int SPAWN_ROUNDS = 10;
    private static final int SPAWNS = 50;
    private static final int SYNCS = 200;
    private static final int HASH_MEBIBYTES = 256;
    private static final int WAKE_UPS = 1_000;
    private static final Duration SLEEP = Duration.ofMillis(2);

    private MachineLimits() {}

    /**
     * @param directory on the file system that the system under test uses
     */
    static Map<String, Object> measure(Path directory) throws IOException, InterruptedException {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("cores", Runtime.getRuntime().availableProcessors());
        limits.put(
                "loadAverage",
                Samples.rounded(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        limits.put("spawn", spawn().figures());
        limits.put("fsync", sync(directory).figures());
        limits.put("sha256MebibytesPerSecond", Samples.rounded(hash()));
        limits.put("wakeUp", wakeUp().figures());
        limits.putAll(KafkaHops.measure(directory));
        return limits;
    }

    /**
     * A process that does nothing, from start to seen exit, started by a shell: a parent that is small and has nothing else to do. A large JVM that
     * has just started takes ten times as long.
     */
    private static Samples spawn() throws IOException, InterruptedException {
        Samples samples = new Samples();
        for (int i = 0; i < SPAWN_ROUNDS; i++) {
            long shellAlone = nanosOfShell(0);
            samples.add(Math.max(0, nanosOfShell(SPAWNS) - shellAlone) / SPAWNS);
        }
        return samples;
    }

    private static long nanosOfShell(int processes) throws IOException, InterruptedException {
        String script = "i=0; while [ $i -lt %d ]; do /bin/true; i=$((i + 1)); done".formatted(processes);
        long start = System.nanoTime();
        int status = new ProcessBuilder("/bin/sh", "-c", script).start().waitFor();
        if (status != 0) {
            throw new IOException("a shell that starts %d processes ended with %d".formatted(processes, status));
        }
        return System.nanoTime() - start;
    }

    private static Samples sync(Path directory) throws IOException {
        Samples samples = new Samples();
        Path file = Files.createTempFile(directory, "fsync", null);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(4096);
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                channel.write(block.clear());
                channel.force(false);
                samples.add(System.nanoTime() - start);
            }
        } finally {
            Files.delete(file);
        }
        return samples;
    }

    /** A thread that waits for two milliseconds: how much longer it waits than that. */
    private static Samples wakeUp() throws InterruptedException {
        Samples samples = new Samples();
        for (int i = 0; i < WAKE_UPS; i++) {
            long due = System.nanoTime() + SLEEP.toNanos();
            Thread.sleep(SLEEP);
            samples.add(Math.max(0, System.nanoTime() - due));
        }
        return samples;
    }

    private static double hash() {
        byte[] block = new byte[1024 * 1024];
        MessageDigest digest = Sha256.digest();
        long start = System.nanoTime();
        for (int i = 0; i < HASH_MEBIBYTES; i++) {
            digest.update(block);
        }
        digest.digest();
        return HASH_MEBIBYTES / ((System.nanoTime() - start) / 1e9);
    }
}
