package io.freshet.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Whether the kernel has killed processes for want of memory, by its own count: of our control group, or else of the machine. Counted anew
 * at most once a second, because the file is long. Thread-safe.
 */
final class OutOfMemory {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Path file;
    private long lastCount;
    private Instant lastLook = Instant.MIN;

    OutOfMemory(InstantSource clock) throws IOException {
        this.clock = clock;
        Path own = ownEvents();
        this.file = Files.exists(own) ? own : Path.of("/proc/vmstat");
    }

    /** The count, at most a second old: what to compare with later. */
    synchronized long recentCount() throws IOException {
        Instant now = clock.instant();
        if (lastLook.isBefore(now.minus(FRESH))) {
            lastCount = count();
            lastLook = now;
        }
        return lastCount;
    }

    /** Whether there were kills since the count was {@code before}. */
    boolean happenedSince(long before) throws IOException {
        return count() > before;
    }

    private long count() throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .sum();
    }

    private static Path ownEvents() throws IOException {
        List<String> groups = Files.readAllLines(Path.of("/proc/self/cgroup"));
        String own = groups.stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::/".length()))
                .findFirst()
                .orElse("");
        return Path.of("/sys/fs/cgroup").resolve(own).resolve("memory.events");
    }
}
