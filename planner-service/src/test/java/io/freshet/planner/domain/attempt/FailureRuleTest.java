package io.freshet.planner.domain.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.Specs;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.ActionHistory;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.DirtyFlags;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Phase;
import io.freshet.planner.domain.instance.Waits;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from a failed attempt is a function of the instance, the failure and the task: no tables, no clock. */
class FailureRuleTest {
    private static final int MANY = 10_000;

    private static TaskModel task(int retries, boolean withFallback) {
        FailureSpec policy = new FailureSpec(withFallback ? List.of("instead") : null, false, false);
        Specs specs = new Specs().dataset("raw", "{site}.csv").dataset("made", "{site}.csv");
        specs.task(
                "make",
                List.of(Specs.input("raw")),
                List.of("made"),
                Specs.retries(retries),
                policy,
                TaskSpec.OnChange.QUEUE,
                "1");
        return WorkflowModel.of(specs.build(new WorkflowRef("prod", "w"), 1)).requireTask("make");
    }

    private static Instance inFlight(Attempt attempt, boolean changed) {
        DirtyFlags dirt = changed ? DirtyFlags.NEW.withInput() : DirtyFlags.NEW;
        return new Instance(
                new Phase.InFlight(attempt, Accepted.NOTHING),
                new Waits(0, 0),
                dirt,
                new ActionHistory(1, null, null, false),
                "");
    }

    /** Fails the same way again and again; what followed from each. */
    private static List<FailureConsequence> untilNoneIsLeft(FailureKind kind, TaskModel task) {
        List<FailureConsequence> consequences = new ArrayList<>();
        Attempt attempt = Attempt.first(false);
        while (consequences.size() < MANY) {
            FailureConsequence next = FailureRule.decide(inFlight(attempt, false), attempt, kind, task);
            consequences.add(next);
            if (!(next instanceof FailureConsequence.Retry retry)) {
                return consequences;
            }
            assertEquals(attempt.number() + 1, retry.next().number(), "no attempt has the number of another");
            attempt = retry.next();
        }
        return consequences;
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void every_evaluation_ends_whatever_fails(FailureKind kind) {
        for (boolean withFallback : List.of(false, true)) {
            List<FailureConsequence> consequences = untilNoneIsLeft(kind, task(2, withFallback));

            assertTrue(consequences.size() < MANY, () -> kind + " is tried for ever");
            if (kind == FailureKind.CANCELLED) {
                assertEquals(List.of(new FailureConsequence.Cancelled()), consequences);
            } else {
                assertInstanceOf(FailureConsequence.Failed.class, consequences.getLast());
                assertEquals(withFallback ? 1 : 0, fallbacks(consequences), "the fallback has one turn");
            }
        }
    }

    private static long fallbacks(List<FailureConsequence> consequences) {
        Attempt before = Attempt.first(false);
        long fallbacks = 0;
        for (FailureConsequence consequence : consequences) {
            if (consequence instanceof FailureConsequence.Retry retry) {
                fallbacks += retry.next().fallback() && !before.fallback() ? 1 : 0;
                before = retry.next();
            }
        }
        return fallbacks;
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void a_failure_says_nothing_of_what_changed_meanwhile(FailureKind kind) {
        Attempt attempt = Attempt.first(false);

        FailureConsequence consequence = FailureRule.decide(inFlight(attempt, true), attempt, kind, task(2, false));

        assertEquals(
                kind == FailureKind.CANCELLED ? new FailureConsequence.Cancelled() : new FailureConsequence.Outdated(),
                consequence);
    }

    @Test
    void lists_are_sent_again_only_where_they_were_missing() {
        for (FailureKind kind : FailureKind.values()) {
            boolean resends = untilNoneIsLeft(kind, task(2, false)).stream()
                    .anyMatch(next -> next instanceof FailureConsequence.Retry retry && retry.resendsLists());

            assertEquals(kind == FailureKind.INPUT_LIST_MISSING, resends, kind::name);
        }
    }

    @Test
    void an_attempt_that_vanishes_too_often_is_parked() {
        assertEquals(
                new FailureConsequence.Failed(Reason.PARKED),
                untilNoneIsLeft(FailureKind.LOST, task(2, false)).getLast());
    }

    @Test
    void an_instance_in_flight_is_ready_first_and_retrying_then() {
        Attempt first = Attempt.first(false);

        assertEquals(InstanceState.READY, inFlight(first, false).state());
        assertEquals(
                InstanceState.RETRYING, inFlight(first.afterOwnFailure(), false).state());
    }
}
