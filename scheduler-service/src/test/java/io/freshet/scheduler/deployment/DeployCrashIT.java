package io.freshet.scheduler.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.scheduler.Bundles;
import io.freshet.scheduler.jdbc.SchedulerDatabase;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TestPostgres;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every point at which a deployment can be cut short: killed there and begun again, everything is as if nothing had happened.
 */
@WithKafka
@WithPostgres
class DeployCrashIT {
    private static final byte[] BUNDLE = Bundles.claims("echo clean");

    @TempDir
    Path directory;

    private static TestKafka kafka;
    private static TestDatabase empty;
    private static SchedulerDatabase database;
    private static DeployWorld.State undisturbed;

    @BeforeAll
    static void prepare(TestKafka broker, TestPostgres postgres, @TempDir Path storage) throws Exception {
        kafka = broker;
        kafka.createProductTopics(1);
        empty = postgres.newDatabase();
        database = SchedulerDatabase.open(empty, storage);
        DeployWorld world = new DeployWorld(kafka, database, storage, "undisturbed");
        world.deploy(BUNDLE, KillPoint.NEVER);
        world.publish(KillPoint.NEVER);
        undisturbed = world.state();
    }

    @AfterAll
    static void end() throws Exception {
        database.close();
        empty.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
    void killed_and_deployed_again(KillPoint point) throws Exception {
        DeployWorld world = new DeployWorld(kafka, database, directory, "again-" + name(point));

        assertThrows(Killed.class, () -> {
            world.deploy(BUNDLE, point);
            world.publish(point);
        });
        world.deploy(BUNDLE, KillPoint.NEVER);
        world.publish(KillPoint.NEVER);

        assertEquals(undisturbed, world.state());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
    void killed_and_only_restarted(KillPoint point) throws Exception {
        DeployWorld world = new DeployWorld(kafka, database, directory, "restarted-" + name(point));

        assertThrows(Killed.class, () -> {
            world.deploy(BUNDLE, point);
            world.publish(point);
        });
        world.publish(KillPoint.NEVER);

        if (point.isBeforeCommit()) {
            assertTrue(world.state().isNothingDeployed(), "no phantom: nobody sees what was not committed");
        } else {
            assertEquals(undisturbed, world.state(), "no loss: what was committed reaches the log");
        }
    }

    private static String name(KillPoint point) {
        return point.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
