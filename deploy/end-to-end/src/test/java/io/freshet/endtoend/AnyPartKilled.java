package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.local.RunObserver;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.endtoend.installation.Installation;
import io.freshet.endtoend.installation.Part;
import io.freshet.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Each service, the broker and the database are killed by themselves in the middle of a load. Every instance reaches one end, and the
 * directories show what tasks make of the files that are there. Every event of an upstream system that was accepted meanwhile is on the
 * log, too.
 *
 * <p>{@code -Dfreshet.killed.days=N} says of how many dates; a date is four instances.
 */
abstract class AnyPartKilled {
    private static final Duration LIMIT = PartsKilledAloneIT.LIMIT;
    private static final WorkflowRef WORKFLOW = WorkflowRef.parse("prod/er");
    private static final int DAYS = Integer.getInteger("freshet.killed.days", 14);

    private final Installation installation = PartsKilledAloneIT.installation();

    @Test
    void any_part_may_be_killed_by_itself_at_any_moment() throws Exception {
        Path namespace = installation.storage().resolve("prod");
        ErFixture files = new ErFixture(namespace, DAYS);
        files.deliverAll();
        installation.deploy("prod", ErFixture.bundle(PartsKilledAloneIT.scratch("er"), 1));

        try (PostedEvents posted = new PostedEvents(installation.uri(Part.WATCHER))) {
            List<Part> victims = victims();
            for (int i = 0; i < victims.size(); i++) {
                awaitLaunches((i + 1) * DAYS * 3 / (victims.size() + 1));
                installation.kill(victims.get(i));
            }
            for (Part part : Part.values()) {
                installation.awaitReady(part);
            }
            posted.end();
            refusesEventsThatTheBrokerDoesNotTake(posted);
            assertTrue(posted.accepted() > 0);
            assertEquals(Set.of(), posted.missing(installation.kafka()), "accepted, and not on the log");
        }
        installation.awaitSettled(WORKFLOW, LIMIT);
        Eventually.eventually(LIMIT, () -> assertEquals(files.expected(), Trees.texts(namespace)));
    }

    /** A broker that is there and does not answer. */
    private void refusesEventsThatTheBrokerDoesNotTake(PostedEvents posted) throws Exception {
        installation.signal(Part.BROKER, "STOP");
        try {
            assertEquals(429, posted.post(-1));
        } finally {
            installation.signal(Part.BROKER, "CONT");
        }
        Eventually.eventually(LIMIT, () -> posted.post(-1), status -> status == 202);
    }

    private static List<Part> victims() {
        List<Part> victims = new ArrayList<>();
        Random random = new Random(PartsKilledAloneIT.SEED);
        for (int round = 0; round < PartsKilledAloneIT.ROUNDS; round++) {
            List<Part> all = new ArrayList<>(List.of(Part.values()));
            Collections.shuffle(all, random);
            victims.addAll(all);
        }
        return victims;
    }

    private void awaitLaunches(int count) {
        try (RunObserver seen = new RunObserver(installation.kafka())) {
            Eventually.eventually(LIMIT, () -> {
                installation.restartEnded();
                assertTrue(seen.total() >= count, () -> seen.total() + " launches");
            });
        }
    }
}
