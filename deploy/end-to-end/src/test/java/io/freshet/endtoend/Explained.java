package io.freshet.endtoend;

import static io.freshet.contracts.event.InstanceState.BLOCKED;
import static io.freshet.contracts.event.InstanceState.CANCELLED;
import static io.freshet.contracts.event.InstanceState.FAILED;
import static io.freshet.contracts.event.InstanceState.RUNNING;
import static io.freshet.contracts.event.InstanceState.SKIPPED;
import static io.freshet.contracts.event.InstanceState.SUCCEEDED;
import static io.freshet.contracts.event.InstanceState.WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation;
import io.freshet.contracts.api.Explanation.Step;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** However an instance ended, {@code freshet why} tells the reason and leads back to the file that began it. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class Explained {
    private final Scene scene = AcceptanceIT.scene("snakemake", "claims");

    @Test
    @Order(1)
    void a_success_and_a_failure_lead_back_to_their_files() throws Exception {
        scene.drop("raw/a.txt", "alpha\n");
        scene.drop("raw/quiet.txt", "hush\n");
        scene.drop("raw/bad.txt", "bad\n");

        scene.deploy(Scene.bundle("claims", "workflow.yaml", "clean.sh"));

        scene.launched(Map.of("clean", 4, "publish", 2, "letter", 1));
        Explanation published = why("publish/name=a", SUCCEEDED, Reason.COMPLETED);
        assertEquals(List.of("cleaned/name=a", "raw/name=a"), chain(published));
        assertEquals(
                instance("clean/name=a"), published.chain().getFirst().change().instance());
        assertBeganWithTheLoad(published);
        assertLeadsTo("raw/name=a", published);
        assertLeadsTo("raw/name=a", why("clean/name=a", SUCCEEDED, Reason.COMPLETED));
        assertLeadsTo("raw/name=bad", why("clean/name=bad", FAILED, Reason.RETRIES_SPENT));
    }

    @Test
    @Order(2)
    void what_did_not_run_names_what_stands_in_its_way() throws Exception {
        Explanation blocked = why("publish/name=bad", BLOCKED, Reason.UPSTREAM_FAILED);
        assertEquals(instance("clean/name=bad"), blocked.blockedBy().getLast().instance());
        assertTrue(said("publish/name=bad").contains("clean/name=bad failed: the command ended with status 3"));
        assertEquals(Reason.NEW, ran(blocked.upstream().getFirst()).reason());
        assertEquals(List.of("raw/name=bad"), chain(blocked));
        assertLeadsTo("raw/name=bad", blocked);
        assertBeganWithTheLoad(blocked);

        Explanation skipped = why("letter/name=quiet", SKIPPED, Reason.CONDITION);
        assertTrue(said("letter/name=quiet").contains("Its condition is false: partition.name != 'quiet'."));
        assertEquals(List.of("cleaned/name=quiet", "raw/name=quiet"), chain(skipped));
        assertLeadsTo("raw/name=quiet", skipped);
        assertBeganWithTheLoad(skipped);

        Explanation waiting = why("pair", WAITING, Reason.MISSING_INPUT);
        assertEquals(
                List.of("raw/name=absent"),
                waiting.missing().stream().map(Explanation.Missing::input).toList());
        assertTrue(said("pair").contains("raw/name=absent, expected under snakemake/raw"));
        assertEquals(List.of("raw/name=a", "raw/name=bad", "raw/name=quiet"), chain(waiting));
        assertBeganWithTheLoad(waiting);
    }

    @Test
    @Order(3)
    void what_was_cut_off_says_so_and_what_ran_names_the_new_version() throws Exception {
        scene.drop("raw/a.txt", "alpha\n# a comment is cleaned away\n");

        scene.launched(Map.of("clean", 1));

        Explanation cleaned = why("clean/name=a", SUCCEEDED, Reason.COMPLETED);
        assertLeadsTo("raw/name=a", cleaned);
        assertTrue(said("clean/name=a").contains("Its input 'raw' has snakemake/raw/name=a in version"));
        Fingerprint commented = version(cleaned);
        for (String name : List.of("publish/name=a", "letter/name=a")) {
            Explanation cut = why(name, SKIPPED, Reason.CUT_OFF);
            assertBegan(Cause.Kind.FILES_CHANGED, List.of("raw/name=a"), cut);
            assertEquals(
                    instance("clean/name=a"), cut.upstream().getFirst().last().instance());
            assertFalse(cut.upstream().getFirst().changed());
            assertEquals(List.of("raw/name=a"), chain(cut));
            assertEquals(commented, version(cut));
            assertEquals(Reason.NEW, ran(cut).decision().reason());
            assertTrue(said(name).contains("its outputs are unchanged"));
            assertTrue(said(name).contains("It last became ready earlier, at "));
        }
        Explanation waiting = why("pair", WAITING, Reason.MISSING_INPUT);
        assertBegan(Cause.Kind.FILES_CHANGED, List.of("raw/name=a"), waiting);
        assertEquals(List.of("raw/name=a"), chain(waiting));
        assertEquals(commented, version(waiting));
    }

    @Test
    @Order(4)
    void asked_for_what_failed_runs_again_and_the_rest_is_unchanged() throws Exception {
        scene.run().endedWith(ExitCode.FAILED);

        scene.launched(Map.of("clean", 2));
        Explanation failed = why("clean/name=bad", FAILED, Reason.RETRIES_SPENT);
        assertEquals(Reason.RERUN, ran(failed).decision().reason());
        assertLeadsTo("raw/name=bad", failed);
        Explanation unchanged = why("publish/name=a", SKIPPED, Reason.UNCHANGED);
        assertBegan(Cause.Kind.REQUESTED, List.of(), unchanged);
        assertLeadsTo("raw/name=a", unchanged);
        Explanation blocked = why("publish/name=bad", BLOCKED, Reason.UPSTREAM_FAILED);
        assertBegan(Cause.Kind.REQUESTED, List.of(), blocked);
        assertLeadsTo("raw/name=bad", blocked);
    }

    @Test
    @Order(5)
    void a_cancellation_names_who_asked_and_leads_back_to_its_file() throws Exception {
        scene.drop("raw/slow.txt", "slow\n");
        Eventually.eventually(Duration.ofMinutes(1), () -> assertEquals(Map.of("clean", 1), scene.count(RUNNING)));

        scene.say("cancel", instance("clean/name=slow").toString()).endedWith(ExitCode.OK);

        scene.launched(Map.of("clean", 1));
        assertLeadsTo("raw/name=slow", why("clean/name=slow", CANCELLED, Reason.CANCEL_REQUESTED));
        assertTrue(said("clean/name=slow").contains("Cancelled by "));
        Explanation blocked = why("publish/name=slow", BLOCKED, Reason.UPSTREAM_FAILED);
        assertEquals(instance("clean/name=slow"), blocked.blockedBy().getLast().instance());
        assertBegan(Cause.Kind.FILES_CHANGED, List.of("raw/name=slow"), blocked);
        assertLeadsTo("raw/name=slow", blocked);
    }

    @Test
    @Order(6)
    void the_history_of_every_instance_is_every_decision_that_was_told() throws Exception {
        Map<InstanceRef, List<String>> told = new LinkedHashMap<>();
        for (StateChanged decision : Decisions.of(scene.system().history().soFar())) {
            if (decision.instance().namespace().equals("snakemake")) {
                told.computeIfAbsent(decision.instance(), any -> new ArrayList<>())
                        .add(line(decision.state(), decision.reason(), decision.sentence()));
            }
        }

        assertEquals(13, told.size());
        for (Map.Entry<InstanceRef, List<String>> instance : told.entrySet()) {
            List<DecisionInfo> kept =
                    scene.system().audit().instance(instance.getKey()).decisions();
            assertEquals(
                    instance.getValue(),
                    kept.reversed().stream()
                            .map(decision -> line(decision.state(), decision.reason(), decision.sentence()))
                            .toList());
        }
    }

    @Test
    @Order(7)
    void every_decision_of_every_scenario_has_a_reason_that_fits_a_sentence_and_a_cause() {
        Decisions decisions = new Decisions(scene.system().history().soFar());

        assertEquals(List.of(), decisions.unexplained());
        assertEquals(
                List.of(),
                Decisions.STORY.stream()
                        .filter(reason -> !decisions.reasons().contains(reason))
                        .toList());
    }

    private Explanation why(String name, InstanceState state, Reason reason) throws IOException {
        Explanation why = scene.say("why", instance(name).toString(), "--json")
                .endedWith(ExitCode.OK)
                .as(Explanation.class);
        assertEquals(state, why.current().state());
        assertEquals(reason, why.current().reason());
        assertTrue(said(name).startsWith("%s  %s\n".formatted(instance(name), state)), () -> said(name));
        return why;
    }

    private String said(String name) {
        return scene.say("why", instance(name).toString())
                .endedWith(ExitCode.OK)
                .out();
    }

    /**
     * It was decided for the first load. That is the deployment's, or the change of the three files: whether the watcher has seen them by
     * the time that it answers the deployment is not determined.
     */
    private static void assertBeganWithTheLoad(Explanation why) {
        Cause cause = why.causes().getFirst().cause();
        if (cause != null && cause.kind() == Cause.Kind.DEPLOYED) {
            assertBegan(Cause.Kind.DEPLOYED, List.of(), why);
        } else {
            assertBegan(Cause.Kind.FILES_CHANGED, List.of("raw/name=a", "raw/name=bad", "raw/name=quiet"), why);
        }
    }

    /** It was decided for one cause, of this kind, which changed these partitions, and the sentences say so. */
    private static void assertBegan(Cause.Kind kind, List<String> changed, Explanation why) {
        assertEquals(1, why.causes().size());
        Explanation.Origin origin = why.causes().getFirst();
        Cause cause = origin.cause();
        if (cause == null) {
            throw new AssertionError("run %s has no cause".formatted(origin.run()));
        }
        assertEquals(kind, cause.kind());
        assertEquals(changed, origin.changed().stream().map(Explained::place).toList());
        assertTrue(
                why.sentences().get(1).startsWith("It belongs to run %s, triggered by: ".formatted(origin.run())),
                () -> why.sentences().toString());
    }

    private static List<String> chain(Explanation why) {
        return why.chain().stream().map(Step::change).map(Explained::place).toList();
    }

    private static String place(VersionInfo version) {
        return version.dataset().dataset() + "/" + version.partition();
    }

    /** Of the file that the chain ends with. */
    private static Fingerprint version(Explanation why) {
        PartitionVersion version = why.chain().getLast().change().version();
        if (version == null) {
            throw new AssertionError("it was removed: " + why.sentences());
        }
        return version.fingerprint();
    }

    /** The chain ends with a file of this place, which arrived from outside. */
    private static void assertLeadsTo(String place, Explanation why) {
        Step first = why.chain().getLast();
        assertEquals(
                "snakemake/" + place,
                first.change().dataset() + "/" + first.change().partition());
        assertTrue(
                why.sentences().stream()
                        .anyMatch(sentence -> sentence.startsWith("snakemake/" + place + " ")
                                && sentence.contains(" arrived from outside at ")),
                () -> why.sentences().toString());
    }

    private static Explanation.Evaluation ran(Explanation why) {
        Explanation.Evaluation ran = why.ran();
        if (ran == null) {
            throw new AssertionError("it never ran: " + why.sentences());
        }
        return ran;
    }

    private static DecisionInfo ran(Explanation.Upstream upstream) {
        DecisionInfo ran = upstream.ran();
        if (ran == null) {
            throw new AssertionError("it did not run: " + upstream.last());
        }
        return ran;
    }

    private static String line(InstanceState state, Reason reason, String sentence) {
        return state + " " + reason + " " + sentence;
    }

    private static InstanceRef instance(String name) {
        return InstanceRef.parse("snakemake/claims/" + name);
    }
}
