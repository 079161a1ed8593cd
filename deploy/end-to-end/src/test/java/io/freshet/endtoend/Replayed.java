package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.InstanceRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Replays of a topic launch what did not get through, and nothing else; the receipts add up. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class Replayed {
    private static final int FILES = 6;
    private static final int LATE = 3;

    private final Scene scene = AcceptanceIT.scene("replayed", "again");
    private final FragileTasks tasks = new FragileTasks(scene);

    @Test
    @Order(1)
    void some_get_through_and_one_does_not() throws Exception {
        tasks.fail("5");
        for (int number = 0; number < FILES; number++) {
            scene.drop("raw/%d.txt".formatted(number), number + " of the replay\n");
        }

        tasks.deploy("again");

        scene.launched(Map.of("make", FILES, "send", FILES - 1));
    }

    @Test
    @Order(2)
    void what_is_only_counted_changes_nothing() throws Exception {
        JsonNode receipt = replay("--dry-run");

        assertEquals(FILES, receipt.at("/replay/records/facts").asInt());
        assertEquals(0, receipt.get("workflows").size());
        scene.launched(Map.of());
    }

    @Test
    @Order(3)
    void what_failed_is_launched_and_nothing_else() throws Exception {
        tasks.mend("5");

        JsonNode receipt = replay("--wait", "--reason", "the disk was full");

        scene.launched(Map.of("make", 1, "send", 1));
        requireSum(receipt);
        assertEquals(2, receipt.at("/workflows/0/ran").asInt(), receipt::toString);
        InstanceRef mended = InstanceRef.parse("replayed/again/make/name=5");
        assertTrue(
                scene.say("why", mended.toString()).endedWith(ExitCode.OK).out().contains("the disk was full"));
    }

    @Test
    @Order(4)
    void three_replays_at_once_while_files_arrive_launch_what_arrived_and_nothing_else() throws Exception {
        List<String> replays = new ArrayList<>();
        for (int number = 0; number < LATE; number++) {
            replays.add(replay().get("replay").asText());
            scene.drop("raw/late-%d.txt".formatted(number), number + ", late\n");
        }
        // A file that is under way may be among what a replay looks at: then its run has it, too.
        for (String replay : replays) {
            requireSum(shown(replay));
        }

        scene.launched(Map.of("make", LATE, "send", LATE));
        assertEquals(Map.of(), scene.count(InstanceState.FAILED, InstanceState.BLOCKED));
    }

    @Test
    @Order(5)
    void requests_to_run_are_made_again_without_force() throws Exception {
        scene.run("--force", "--task", "make").endedWith(ExitCode.OK);
        scene.launched(Map.of("make", FILES + LATE));

        JsonNode receipt = scene.say(
                        "replay",
                        "--topic",
                        "run-requests",
                        "--since",
                        "1h",
                        "--workflow",
                        "replayed/again",
                        "--wait",
                        "--json")
                .endedWith(ExitCode.OK)
                .json();

        requireSum(receipt);
        assertEquals(0, receipt.at("/workflows/0/ran").asInt(), receipt::toString);
        assertEquals(1, receipt.at("/replay/records/facts").asInt());
        scene.launched(Map.of());
        List<RunInfo> runs = scene.system()
                .audit()
                .runs(Filter.ANY.namespace("replayed").limit(100))
                .items();
        assertEquals(
                5,
                runs.stream()
                        .filter(run -> run.cause().kind() == Cause.Kind.REPLAY)
                        .count());
        assertEquals(
                6,
                scene.say("replay", "list", "--json")
                        .endedWith(ExitCode.OK)
                        .json()
                        .get("items")
                        .size());
    }

    private JsonNode replay(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("replay", "--topic", "file-changes", "--since", "1h", "--dataset", "replayed/raw", "--json"));
        arguments.addAll(List.of(more));
        return scene.say(arguments.toArray(String[]::new))
                .endedWith(ExitCode.OK)
                .json();
    }

    private JsonNode shown(String replay) throws IOException {
        return scene.say("replay", "show", replay, "--wait", "--json")
                .endedWith(ExitCode.OK)
                .json();
    }

    /** What was read is what became of it, and what was considered as well. */
    private static void requireSum(JsonNode receipt) {
        JsonNode records = receipt.at("/replay/records");
        assertEquals(
                records.get("read").asInt(),
                records.get("replayed").asInt()
                        + records.get("leftOut").asInt()
                        + records.get("unreadable").asInt());
        JsonNode workflow = receipt.at("/workflows/0");
        assertTrue(workflow.get("considered").asInt() >= 2 * FILES - 1, receipt::toString);
        assertEquals(
                workflow.get("considered").asInt(),
                workflow.get("unchanged").asInt() + workflow.get("ran").asInt(),
                receipt::toString);
        assertTrue(receipt.get("complete").asBoolean());
    }
}
