package io.freshet.audit.explain;

import static io.freshet.audit.history.PlausibleHistory.extract;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.Explanation;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an explanation says of each way an instance can end, whoever keeps the facts. */
public abstract class ExplainerContract {
    private static final Instant START = Instant.parse("2026-01-10T08:00:00Z");
    private static final String DAY = "2026-01-01";
    private static final PartitionKey NORTH = extract("north", DAY);
    private static final PartitionKey SOUTH = extract("south", DAY);

    private final PlausibleHistory history = new PlausibleHistory(START);
    private final InstanceRef clean = history.cleanOf(NORTH);
    private final InstanceRef aggregate = history.aggregateOf(DAY);
    private Cause deployment;

    /** Keeps a history. */
    protected abstract HistoryQueries facts(PlausibleHistory told);

    @BeforeEach
    void deploy() {
        deployment = history.deployed(1);
    }

    @Test
    void a_success_names_its_run_its_cause_and_the_way_back_to_the_file() {
        String run = history.delivery(NORTH, "one");

        Explanation why = why(aggregate);

        assertEquals(List.of(run), ExplanationParts.runs(why));
        assertEquals(Cause.Kind.FILES_CHANGED, why.causes().getFirst().cause().kind());
        assertEquals(
                List.of("prod/extracts/" + NORTH),
                ExplanationParts.changed(why.causes().getFirst()));
        assertEquals(List.of("prod/cleaned/" + NORTH, "prod/extracts/" + NORTH), ExplanationParts.chain(why));
        ExplanationParts.assertSays(
                why,
                "It belongs to run %s, triggered by: 1 file(s) of extracts changed (files changed, ".formatted(run));
        ExplanationParts.assertSays(why, ", namely prod/extracts/" + NORTH + ".");
        ExplanationParts.assertSays(why, "It became ready at ");
        ExplanationParts.assertSays(why, "`freshet run prod/claims --task aggregate --force`");
    }

    @Test
    void an_output_that_no_directory_shows_is_named_with_the_reason_until_one_does() {
        history.delivery(NORTH, "one");
        String run = history.begin(history.arrived(NORTH, "two"));
        String attempt = history.attempt(clean, run, Reason.INPUT_CHANGED, List.of());
        PartitionPublished published = history.accepted(clean, attempt, run, history.cleaned(), NORTH, "two");
        history.tell(
                Topics.PARTITION_PUBLISHED,
                history.cleaned().toString(),
                new PublicationFailed(
                        published.dataset(),
                        NORTH,
                        published.version(),
                        "its directory cannot be written now: it belongs to root",
                        published.produced(),
                        history.now()));

        ExplanationParts.assertSays(
                why(clean),
                "Its output prod/cleaned/%s is not published yet: its directory cannot be written now: it belongs to root. Publishing is retried."
                        .formatted(NORTH));
        ExplanationParts.assertSaysNothingOf(why(aggregate), "is not published");

        history.published(published);

        ExplanationParts.assertSaysNothingOf(why(clean), "is not published");
    }

    @Test
    void what_was_cut_off_tells_of_the_change_that_came_to_nothing_and_of_the_run_before() {
        String first = history.delivery(NORTH, "one");
        String second = correctedToTheSame("one, with a comment");
        history.decide(aggregate, InstanceState.SKIPPED, Reason.CUT_OFF, "No change.", second, null, List.of());

        Explanation why = why(aggregate);

        assertEquals(List.of(second), ExplanationParts.runs(why));
        assertEquals(Reason.CUT_OFF, why.decision().reason());
        assertEquals(1, why.upstream().size());
        assertEquals(clean, why.upstream().getFirst().last().instance());
        assertEquals(Reason.INPUT_CHANGED, why.upstream().getFirst().ran().reason());
        assertEquals(false, why.upstream().getFirst().changed());
        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
        assertEquals(
                Sha256.of("one, with a comment"),
                why.chain().getFirst().change().version().fingerprint());
        assertEquals(first, why.ran().decision().run());
        ExplanationParts.assertSays(why, "Upstream, " + clean + " ran: input changed; its outputs are unchanged.");
        ExplanationParts.assertSays(why, "It last became ready earlier, at ");
        ExplanationParts.assertSays(why, "That run was triggered by: 1 file(s) of extracts changed");
    }

    @Test
    void what_is_unchanged_as_something_upstream_did_not_run_leads_through_that() {
        history.delivery(NORTH, "one");
        Cause cause = history.arrived(NORTH, "touched");
        String run = history.begin(cause);
        history.decide(clean, InstanceState.SKIPPED, Reason.UNCHANGED, "Same key.", run, null, List.of());
        history.decide(aggregate, InstanceState.SKIPPED, Reason.CUT_OFF, "No change.", run, null, List.of());

        Explanation why = why(aggregate);

        assertNull(why.upstream().getFirst().ran());
        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
        assertEquals(cause.id(), why.chain().getFirst().change().cause().id());
        ExplanationParts.assertSays(why, "Upstream, " + clean + " was skipped: Same key.");
    }

    @Test
    void what_was_asked_for_and_is_unchanged_leads_back_from_its_last_run() {
        history.delivery(NORTH, "one");
        String run =
                history.begin(new Cause("asked", Cause.Kind.REQUESTED, history.now(), "alice asked for prod/claims"));
        history.decide(clean, InstanceState.SKIPPED, Reason.UNCHANGED, "Same key.", run, null, List.of());

        Explanation why = why(clean);

        assertEquals(List.of(), ExplanationParts.changed(why.causes().getFirst()));
        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
        ExplanationParts.assertSays(why, "triggered by: alice asked for prod/claims (requested, ");
    }

    @Test
    void what_waits_for_its_next_attempt_says_when_that_begins() {
        String run = history.begin(history.arrived(NORTH, "one"));
        cleaning(run, Reason.NEW);
        Instant due = history.now().plusSeconds(300);
        String attempt = history.retry(clean, run, due);
        String next = "The next attempt starts automatically, at %s or as soon after that as there is a slot for it."
                .formatted(due);

        assertEquals(next, why(clean).next());

        history.decide(clean, InstanceState.READY, Reason.NOT_BEFORE, "Waits.", run, attempt, List.of());
        assertEquals(next, why(clean).next());

        history.decide(clean, InstanceState.READY, Reason.NO_SLOT, "Waits for a slot.", run, attempt, List.of());
        assertEquals("It runs as soon as there is a slot for it.", why(clean).next());
    }

    @Test
    void what_is_blocked_leads_back_from_what_failed() {
        String run = history.failingDelivery(NORTH, "bad");

        Explanation why = why(aggregate);

        assertEquals(List.of(run), ExplanationParts.runs(why));
        assertEquals(clean, why.blockedBy().getLast().instance());
        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
        assertNull(why.ran());
        assertEquals(Reason.NEW, why.upstream().getFirst().ran().reason());
        ExplanationParts.assertSays(why, clean + " failed: clean.sh ended with status 3.");
        ExplanationParts.assertSays(why, "It became ready at ");
        ExplanationParts.assertSays(
                why, "prod/extracts/" + NORTH + " " + Sha256.of("bad").brief() + " arrived from outside at ");
        ExplanationParts.assertSays(
                why, "It runs when " + clean + " has succeeded: correct what failed, or run it again with");
    }

    @Test
    void what_is_blocked_by_something_cancelled_before_it_ran_leads_back_all_the_same() {
        String run = history.begin(history.arrived(NORTH, "one"));
        history.decide(clean, InstanceState.CANCELLED, Reason.CANCEL_REQUESTED, "Bob.", run, null, List.of());
        history.decide(aggregate, InstanceState.BLOCKED, Reason.UPSTREAM_FAILED, "Blocked.", run, null, List.of(clean));

        Explanation why = why(aggregate);

        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
        ExplanationParts.assertSays(why, clean + " was cancelled: Bob.");
    }

    @Test
    void what_has_a_false_condition_and_never_ran_names_run_cause_and_files() {
        String run = history.begin(history.arrived(NORTH, "one"));
        String attempt = cleaning(run, Reason.NEW);
        history.succeed(clean, attempt, run, history.cleaned(), NORTH, "clean one");
        history.decide(aggregate, InstanceState.SKIPPED, Reason.CONDITION, "It is false.", run, null, List.of());

        Explanation why = why(aggregate);

        assertNull(why.ran());
        assertEquals(List.of(run), ExplanationParts.runs(why));
        assertEquals(true, why.upstream().getFirst().changed());
        assertEquals(List.of("prod/cleaned/" + NORTH, "prod/extracts/" + NORTH), ExplanationParts.chain(why));
        ExplanationParts.assertSays(why, "Upstream, " + clean + " ran: input changed; its outputs changed.");
        ExplanationParts.assertSays(why, "It runs when its condition is true");
    }

    @Test
    void what_waits_and_never_ran_names_what_is_missing_and_what_came() {
        String run = history.begin(history.arrived(NORTH, "one"));
        String attempt = cleaning(run, Reason.NEW);
        history.succeed(clean, attempt, run, history.cleaned(), NORTH, "clean one");
        String lacks = "cleaned/" + SOUTH;
        history.decide(
                aggregate, InstanceState.WAITING, Reason.MISSING_INPUT, "Waits.", run, null, List.of(), List.of(lacks));

        Explanation why = why(aggregate);

        assertEquals(List.of(run), ExplanationParts.runs(why));
        assertEquals(lacks, why.missing().getFirst().input());
        assertEquals(List.of("prod/cleaned/" + NORTH, "prod/extracts/" + NORTH), ExplanationParts.chain(why));
        ExplanationParts.assertSays(
                why, "It runs once this has arrived: " + lacks + ", written by task prod/claims/clean.");
    }

    @Test
    void what_is_late_or_expected_of_what_it_lacks_and_of_what_it_makes_is_named_with_its_deadline() {
        String run = history.begin(history.arrived(NORTH, "one"));
        String lacks = "cleaned/" + SOUTH;
        history.decide(
                aggregate, InstanceState.WAITING, Reason.MISSING_INPUT, "Waits.", run, null, List.of(), List.of(lacks));
        DeadlineInfo late = deadline("sources", history.cleaned(), SOUTH, DeadlineInfo.State.LATE);
        DeadlineInfo expected =
                deadline("report", history.daily(), PartitionKey.of("date", DAY), DeadlineInfo.State.EXPECTED);

        Explanation why = why(
                aggregate,
                (dataset, partition, _) -> Stream.of(expected, late)
                        .filter(each ->
                                dataset.equals(each.dataset()) && each.missing().contains(partition))
                        .toList());

        assertEquals(List.of(late, expected), why.deadlines());
        ExplanationParts.assertSays(
                why,
                "Late since 2026-01-10T07:30:00Z: prod/cleaned/" + SOUTH + ", by deadline 'sources' of prod/claims.");
        ExplanationParts.assertSays(
                why,
                "Expected by 2026-01-10T07:30:00Z: prod/daily/date=2026-01-01, by deadline 'report' of prod/claims.");
        ExplanationParts.assertSaysNothingOf(why(aggregate), "deadline");
    }

    private DeadlineInfo deadline(String name, DatasetRef dataset, PartitionKey partition, DeadlineInfo.State state) {
        return new DeadlineInfo(
                history.workflow(),
                name,
                "dataset " + dataset.dataset(),
                Instant.parse("2026-01-10T07:30:00Z"),
                dataset,
                List.of(partition),
                List.of(partition),
                state,
                null,
                null);
    }

    @Test
    void what_waits_since_a_deployment_names_what_is_there() {
        history.arrived(NORTH, "one");
        String run = history.begin(deployment);
        history.decide(
                clean, InstanceState.WAITING, Reason.MISSING_INPUT, "Waits.", run, null, List.of(), List.of("codes"));

        Explanation why = why(clean);

        assertEquals(Cause.Kind.DEPLOYED, why.causes().getFirst().cause().kind());
        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
        ExplanationParts.assertSays(why, "triggered by: alice deployed version 1 (deployed, ");
    }

    @Test
    void all_causes_that_met_in_an_instance_are_named() {
        String north = history.begin(history.arrived(NORTH, "one"));
        String attempt = cleaning(north, Reason.NEW);
        history.succeed(clean, attempt, north, history.cleaned(), NORTH, "clean one");
        String south = history.begin(history.arrived(SOUTH, "two"));
        InstanceRef other = history.cleanOf(SOUTH);
        String second = history.attempt(
                other, south, Reason.NEW, List.of(history.input("extracts", history.extracts(), true, List.of(SOUTH))));
        history.succeed(other, second, south, history.cleaned(), SOUTH, "clean two");
        history.decideForRuns(
                aggregate,
                InstanceState.SKIPPED,
                Reason.CONDITION,
                "It is false.",
                List.of(north, south),
                null,
                List.of(),
                List.of());

        Explanation why = why(aggregate);

        assertEquals(List.of(north, south), ExplanationParts.runs(why));
        assertEquals(
                List.of(
                        "prod/cleaned/" + NORTH,
                        "prod/extracts/" + NORTH,
                        "prod/cleaned/" + SOUTH,
                        "prod/extracts/" + SOUTH),
                ExplanationParts.chain(why));
        ExplanationParts.assertSays(why, "It also belongs to run %s, triggered by: ".formatted(south));
    }

    @Test
    void what_the_run_did_elsewhere_is_not_told() {
        PartitionKey elsewhere = extract("north", "2026-01-02");
        String run = history.begin(history.arrived(List.of(elsewhere, NORTH, SOUTH), "one"));
        for (PartitionKey partition : List.of(elsewhere, SOUTH)) {
            InstanceRef cleaning = history.cleanOf(partition);
            String attempt = history.attempt(
                    cleaning,
                    run,
                    Reason.NEW,
                    List.of(history.input("extracts", history.extracts(), true, List.of(partition))));
            history.succeed(cleaning, attempt, run, history.cleaned(), partition, "clean " + partition);
        }
        history.decide(aggregate, InstanceState.SKIPPED, Reason.CONDITION, "It is false.", run, null, List.of());

        Explanation why = why(aggregate);

        assertEquals(
                List.of(history.cleanOf(SOUTH)),
                why.upstream().stream()
                        .map(upstream -> upstream.last().instance())
                        .toList());
        assertEquals(List.of("prod/cleaned/" + SOUTH, "prod/extracts/" + SOUTH), ExplanationParts.chain(why));
    }

    @Test
    void what_is_blocked_by_something_blocked_names_it_and_the_failure() {
        String run = history.failingDelivery(NORTH, "bad");
        InstanceRef next = history.aggregateOf("2026-01-02");
        history.decide(next, InstanceState.BLOCKED, Reason.UPSTREAM_FAILED, "Blocked.", run, null, List.of(aggregate));

        Explanation why = why(next);

        assertEquals(
                List.of(aggregate, clean),
                why.blockedBy().stream().map(InstanceInfo::instance).toList());
        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
        assertTrue(why.next().startsWith("It runs when " + clean + " has succeeded"), why::next);
    }

    @Test
    void a_cause_that_changed_many_partitions_names_the_first_and_counts_the_rest() {
        List<PartitionKey> days = IntStream.rangeClosed(1, 7)
                .mapToObj(day -> extract("north", "2026-01-0" + day))
                .toList();
        String run = history.begin(history.arrived(days, "one"));
        history.decide(
                clean, InstanceState.WAITING, Reason.MISSING_INPUT, "Waits.", run, null, List.of(), List.of("codes"));

        Explanation why = why(clean);

        assertEquals(5, why.causes().getFirst().changed().size());
        assertEquals(2, why.causes().getFirst().more());
        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
        ExplanationParts.assertSays(why, "; prod/extracts/%s; and 2 more.".formatted(days.get(4)));
    }

    @Test
    void partitions_that_came_alike_are_told_in_few_sentences() {
        List<PartitionKey> days = IntStream.rangeClosed(1, 7)
                .mapToObj(day -> extract("north", "2026-01-0" + day))
                .toList();
        String run = history.begin(history.arrived(days, "one"));
        AttemptSpec.Input extracts = history.input("extracts", history.extracts(), true, days);
        history.attempt(clean, run, Reason.INPUT_CHANGED, List.of(extracts));

        Explanation why = why(clean);

        long named = why.sentences().stream()
                .filter(sentence -> sentence.contains(" arrived from outside at "))
                .count();
        assertEquals(3, named, () -> String.join("\n", why.sentences()));
        ExplanationParts.assertSays(
                why,
                "%d more partitions of prod/extracts arrived from outside."
                        .formatted(why.chain().size() - 3));
    }

    @Test
    void what_ran_although_nothing_it_reads_changed_leads_back_from_all_it_read() {
        history.delivery(NORTH, "one");
        String run = history.begin(history.deployed(2));
        String attempt = cleaning(run, Reason.CODE_CHANGED);
        history.succeedAsBefore(clean, attempt, run, history.cleaned(), NORTH);

        Explanation why = why(clean);

        assertEquals(List.of(run), ExplanationParts.runs(why));
        assertEquals(List.of(), why.ran().changes());
        assertEquals(List.of("prod/extracts/" + NORTH), ExplanationParts.chain(why));
    }

    @Test
    void one_of_which_nothing_was_decided_has_no_explanation() {
        history.delivery(NORTH, "one");

        HistoryQueries facts = facts(history);

        assertTrue(new Explainer(facts, OpenDeadlines.NONE)
                .of(history.cleanOf(SOUTH))
                .isEmpty());
    }

    /** The extract changes, and what is made of it does not. */
    private String correctedToTheSame(String content) {
        String run = history.begin(history.arrived(NORTH, content));
        history.succeedAsBefore(clean, cleaning(run, Reason.INPUT_CHANGED), run, history.cleaned(), NORTH);
        return run;
    }

    private String cleaning(String run, Reason reason) {
        AttemptSpec.Input extracts = history.input("extracts", history.extracts(), true, List.of(NORTH));
        return history.attempt(clean, run, reason, List.of(extracts));
    }

    private Explanation why(InstanceRef instance) {
        return why(instance, OpenDeadlines.NONE);
    }

    private Explanation why(InstanceRef instance, OpenDeadlines deadlines) {
        Explanation why = new Explainer(facts(history), deadlines).of(instance).orElseThrow();
        assertEquals(why.next(), why.sentences().getLast());
        assertNotEquals("", why.next());
        return why;
    }
}
