package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.embedded.DeletedTree;
import io.freshet.endtoend.installation.Installation;
import io.freshet.endtoend.installation.Part;
import io.freshet.endtoend.installation.PromiseCheck;
import io.freshet.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One installation, each part of which is a process of its own that is killed with SIGKILL and started again, in the middle of what it
 * does. The last looks at what all scenarios have left. The watcher gets no notifications of the kernel and scans only when it starts, as
 * on a network file system, so that events of upstream systems have work to do.
 *
 * <p>{@code -Dfreshet.killed.rounds=N} says how often each part is killed; the seed of their order is printed, {@code -Dfreshet.seed=N}
 * takes another.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
final class PartsKilledAloneIT {
    static final Duration LIMIT = Duration.ofMinutes(4);
    static final int ROUNDS = Integer.getInteger("freshet.killed.rounds", 1);
    static final long SEED = Long.getLong("freshet.seed", System.nanoTime());

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path directory;

    private static Installation installation;

    @BeforeAll
    static void start() throws Exception {
        System.out.printf("each part killed %d times, seed %d%n", ROUNDS, SEED);
        Path secrets = Files.createDirectories(secrets());
        installation = new Installation(
                directory.resolve("installation"),
                EnumSet.allOf(Part.class),
                Map.of(
                        Part.WATCHER,
                        Map.of("freshet.watcher.notifications", false, "freshet.watcher.reconcile-interval", "1h"),
                        Part.AUDIT,
                        Map.of("freshet.secrets.directory", secrets, "freshet.audit.alerts.local-addresses", true)),
                Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        if (installation != null) {
            installation.close();
        }
        DeletedTree.delete(directory);
    }

    static Installation installation() {
        return installation;
    }

    /** A directory of a scenario, outside of the installation. */
    static Path scratch(String name) {
        return directory.resolve(name);
    }

    /** Where the audit service looks for secrets. */
    static Path secrets() {
        return directory.resolve("secrets");
    }

    @Nested
    @Order(1)
    final class Loaded extends AnyPartKilled {}

    @Nested
    @Order(2)
    final class Replaying extends SchedulerKilledInReplay {}

    @Nested
    @Order(3)
    final class Alerting extends AuditKilledWhileSending {}

    @Nested
    @Order(4)
    final class Losing extends LossyUpstream {}

    @Nested
    @Order(5)
    final class InTheEnd {
        @Test
        void every_promise_was_kept() {
            Eventually.eventually(LIMIT, () -> assertEquals(List.of(), PromiseCheck.violations(installation)));
        }
    }
}
