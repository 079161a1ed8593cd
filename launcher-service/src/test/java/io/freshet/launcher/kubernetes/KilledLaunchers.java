package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.launcher.attempt.CrashPoints;
import io.freshet.launcher.attempt.LauncherLock;
import io.freshet.launcher.attempt.Rig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two launchers of one installation, of which again and again one dies in the middle of whatever it does and comes back some time later.
 * {@code -Dfreshet.pods=N} and {@code -Dfreshet.kills=N} say how many attempts and how often; the seed is printed, and
 * {@code -Dfreshet.seed=N} takes another.
 */
abstract class KilledLaunchers {
    private static final long SEED = Long.getLong("freshet.seed", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int count;
    private final int kills;
    private final Random random = new Random(SEED);
    private TestCluster cluster;
    private List<Launcher> launchers;

    KilledLaunchers(int count, int kills) {
        this.count = Integer.getInteger("freshet.pods", count);
        this.kills = Integer.getInteger("freshet.kills", kills);
    }

    abstract TestCluster cluster() throws Exception;

    /** Of the pods. */
    String image() {
        return cluster.image();
    }

    /** A launcher that can be killed. */
    private final class Launcher {
        final PodRig pods = new PodRig(cluster);
        private LauncherLock lock;
        private AtomicBoolean dead;

        Launcher(String name) throws IOException {
            // A real node takes a hundred at a time.
            pods.pendingLimit = Duration.ofHours(1);
            pods.rig.instance = name;
            pods.image = image();
        }

        void start() throws IOException {
            lock = LauncherLock.acquire(pods.rig.root, pods.rig.instance);
            AtomicBoolean killed = new AtomicBoolean();
            dead = killed;
            CrashPoints crash = _ -> {
                if (killed.get()) {
                    throw new IllegalStateException("killed");
                }
            };
            pods.start(crash);
        }

        boolean isAlive() {
            return !dead.get();
        }

        void kill() throws Exception {
            dead.set(true);
            pods.stop();
            lock.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        cluster = cluster();
        launchers = List.of(new Launcher("launcher-0"), new Launcher("launcher-1"));
        for (Launcher launcher : launchers) {
            launcher.start();
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (Launcher launcher : launchers) {
            if (launcher.isAlive()) {
                launcher.kill();
            }
        }
        cluster.close();
    }

    @Test
    void every_attempt_has_one_end_and_no_pod_is_left() throws Exception {
        System.out.printf("%d pods, %d kills, seed %d%n", count, kills, SEED);
        Set<Integer> deaths =
                random.ints(0, count).distinct().limit(kills).boxed().collect(Collectors.toSet());
        List<LaunchAttempt> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LaunchAttempt order = Rig.order(launchers.getFirst().pods.rig.shell("copy-" + i, "true"));
            orders.add(order);
            alive().pods.rig.attempts().launch(order);
            if (deaths.contains(i)) {
                killOneAndLetTheOtherInherit();
            }
        }
        for (Launcher launcher : launchers) {
            if (!launcher.isAlive()) {
                launcher.start();
            }
        }

        awaitIdle();
        assertEnds(orders);
        assertNothingIsLeft();
    }

    /** Any launcher that lives; there always is one. */
    private Launcher alive() {
        List<Launcher> alive = launchers.stream().filter(Launcher::isAlive).toList();
        return alive.get(random.nextInt(alive.size()));
    }

    private void killOneAndLetTheOtherInherit() throws Exception {
        for (Launcher launcher : launchers) {
            if (!launcher.isAlive()) {
                launcher.start();
            }
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
        launchers.get(random.nextInt(2)).kill();
        if (random.nextBoolean()) {
            alive().pods.rig.attempts().inherit(alive().pods.rig.root);
        }
    }

    /** However long it takes, as long as it goes on. */
    private void awaitIdle() {
        for (int open = open(); open > 0; ) {
            int before = open;
            open = eventually(PATIENCE, this::open, now -> now < before);
        }
    }

    private int open() {
        return launchers.stream()
                .mapToInt(launcher -> launcher.pods.rig.attempts().open())
                .sum();
    }

    private void assertEnds(List<LaunchAttempt> orders) {
        var ends = launchers.stream()
                .flatMap(launcher -> launcher.pods.rig.reports.finished.stream())
                .collect(Collectors.groupingBy(AttemptFinished::attempt, Collectors.toSet()));
        assertEquals(orders.size(), ends.size());
        ends.forEach((attempt, different) -> {
            // A report may be repeated when its launcher died before it knew that it had arrived, in the same words.
            assertEquals(1, different.size(), attempt);
            assertInstanceOf(
                    Outcome.Succeeded.class, different.iterator().next().outcome(), different::toString);
        });
    }

    private void assertNothingIsLeft() throws IOException {
        try (var client = cluster.client()) {
            // A real kubelet takes a moment to end what is deleted.
            eventually(
                    PATIENCE,
                    () -> client.pods().inNamespace(cluster.namespace()).list().getItems(),
                    List::isEmpty);
            for (Launcher launcher : launchers) {
                assertTrue(launcher.pods.rig.isClosed());
            }
        }
    }
}
