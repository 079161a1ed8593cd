package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Some instances fail, are mended, and only they and what they blocked run then. And nothing is taken in twice. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class Repaired {
    private static final List<String> GOOD = List.of("good-1", "good-2", "good-3");
    private static final List<String> BROKEN =
            IntStream.rangeClosed(1, 7).mapToObj(i -> "broken-" + i).toList();

    private final Scene scene = AcceptanceIT.scene("databricks", "repair");
    private final FragileTasks tasks = new FragileTasks(scene);

    @Test
    @Order(1)
    void seven_fail_and_block_what_follows_from_them() throws Exception {
        for (String name : BROKEN) {
            tasks.fail(name);
        }
        for (String name : List.of(GOOD, BROKEN).stream().flatMap(List::stream).toList()) {
            scene.drop("raw/%s.txt".formatted(name), name + " of the repair\n");
        }

        tasks.deploy("repair", "all: {path: all, layout: all.txt}", """
                collect:
                  inputs: {sent: {}}
                  outputs: {all: {}}
                  run: {command: [sh, -c, 'cat "$FRESHET_IN_SENT"/*.txt > "$FRESHET_OUT_ALL/all.txt"']}
                """);

        scene.launched(Map.of("make", 10, "send", 3));
        assertEquals(Map.of("make", 7, "send", 7, "collect", 1), unhappy());
    }

    @Test
    @Order(2)
    void mended_and_run_unforced_the_seven_and_their_followers_are_launched() throws Exception {
        for (String name : BROKEN) {
            tasks.mend(name);
        }

        JsonNode counts = scene.run().endedWith(ExitCode.OK).json().get("counts");

        scene.launched(Map.of("make", 7, "send", 7, "collect", 1));
        assertEquals(15, counts.get("executed").asInt());
        assertEquals(6, counts.get("skipped").asInt());
        assertEquals(Map.of(), unhappy());
        assertEquals(10, scene.content("all/all.txt").lines().count());
    }

    @Test
    @Order(3)
    void run_once_more_nothing_is_launched() throws Exception {
        scene.run().endedWith(ExitCode.OK);

        scene.launched(Map.of());
    }

    @Test
    @Order(4)
    void a_file_that_is_written_twice_is_taken_in_once() throws Exception {
        scene.drop("raw/good-1.txt", "good-1 of the repair\n");
        // Its launches show that the watcher has looked, and that the other file led to none.
        scene.drop("raw/later.txt", "later than the repair\n");

        scene.launched(Map.of("make", 1, "send", 1, "collect", 1));
        PartitionKey partition = PartitionKey.of("name", "good-1");
        for (String dataset : List.of("raw", "made", "sent")) {
            assertEquals(
                    1,
                    scene.system()
                            .audit()
                            .versions(new DatasetRef("databricks", dataset), partition, Filter.ANY)
                            .items()
                            .size());
        }
    }

    /** How many instances of each task have failed or are blocked. */
    private Map<String, Integer> unhappy() throws Exception {
        return scene.count(InstanceState.FAILED, InstanceState.BLOCKED);
    }
}
