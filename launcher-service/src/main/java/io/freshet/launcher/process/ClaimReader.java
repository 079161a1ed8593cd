package io.freshet.launcher.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Reads a claim that may just be being written. */
final class ClaimReader {
    private static final long LIMIT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private ClaimReader() {}

    /** The claim, with the name of who took it if that is written within two seconds; it takes microseconds unless the machine stopped then. */
    static Claim settled(Path file) throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        Claim claim = Claim.read(file);
        while (claim instanceof Claim.Nameless && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
            claim = Claim.read(file);
        }
        return claim;
    }
}
