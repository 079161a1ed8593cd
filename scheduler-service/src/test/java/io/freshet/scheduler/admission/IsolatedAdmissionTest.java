package io.freshet.scheduler.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.servicekit.decision.StoreFailedException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IsolatedAdmissionTest {
    private static final int STORIES = 300;
    private static final int STEPS = 120;

    private final Set<String> hostile = new HashSet<>();
    private final List<String> givenUp = new ArrayList<>();
    private final MemoryUnit unit = new MemoryUnit(this::failIfHostile);
    private Instant now = Asks.START;
    private IsolatedAdmission admission = admission(false);

    private IsolatedAdmission admission(boolean sharesSlots) {
        return new IsolatedAdmission(
                unit,
                new AdmissionPolicy(2, sharesSlots),
                (ready, reported, failure) -> givenUp.add(ready.attempt() + " " + reported),
                now);
    }

    private void failIfHostile(Event event) {
        if (event instanceof LaunchAttempt launch && hostile.contains(launch.attempt())) {
            throw new IllegalStateException("a rule is broken by " + launch.attempt());
        }
    }

    @Test
    void an_attempt_that_cannot_be_launched_fails_with_the_reason() {
        TaskReady ready = Asks.task("bad").ready();
        hostile.add(ready.attempt());

        assertTrue(admission.apply(new AdmissionInput.Asked(ready), now).isPresent());

        AttemptFinished finished = (AttemptFinished) unit.takeSent().getFirst();
        assertEquals(ready.work().actionKey(), finished.actionKey());
        Outcome.Failed failed = (Outcome.Failed) finished.outcome();
        assertEquals(FailureKind.INVALID, failed.kind());
        assertTrue(failed.message().contains("a rule is broken by bad-0"), failed.message());
        assertEquals(List.of("bad-0 true"), givenUp);
        assertEquals(0, unit.rows());
    }

    @Test
    void an_attempt_of_which_nobody_can_be_told_is_forgotten() {
        MemoryUnit mute = new MemoryUnit(event -> {
            throw new IllegalStateException("nothing can be written");
        });
        IsolatedAdmission none = new IsolatedAdmission(
                mute,
                new AdmissionPolicy(2, false),
                (ready, reported, failure) -> givenUp.add(ready.attempt() + " " + reported),
                now);

        assertTrue(none.apply(new AdmissionInput.Asked(Asks.task("bad").ready()), now)
                .isPresent());

        assertEquals(List.of("bad-0 false"), givenUp);
        assertEquals(0, mute.rows());
    }

    @Test
    void a_failure_of_the_store_costs_no_attempt() {
        MemoryUnit broken = new MemoryUnit(event -> {
            throw new StoreFailedException(new IllegalStateException("the disk is full"));
        });
        IsolatedAdmission none = new IsolatedAdmission(
                broken, new AdmissionPolicy(2, false), (ready, reported, failure) -> givenUp.add(ready.attempt()), now);

        assertThrows(
                StoreFailedException.class,
                () -> none.apply(new AdmissionInput.Asked(Asks.task("good").ready()), now));

        assertEquals(List.of(), givenUp);
    }

    @Test
    void a_companion_that_cannot_be_launched_leaves_the_batch_to_the_others() {
        admission = admission(true);
        hostile.add("t-2");
        for (int i = 1; i <= 3; i++) {
            admission.apply(new AdmissionInput.Asked(Asks.task("t").partition(i).inBatchesOf(3)), now);
        }
        now = now.plus(Admission.GATHERING);
        admission.proceed(now);

        assertEquals(Set.of("t-1", "t-3"), launched(unit.takeSent()));
        assertEquals(List.of("t-2 true"), givenUp);
    }

    @Test
    void a_step_ends_where_its_rows_fill_the_memory() {
        admission.apply(new AdmissionInput.Resized("prod", "default", 0), now);
        for (int i = 1; i <= 3; i++) {
            admission.apply(new AdmissionInput.Asked(Asks.task("t").partition(i).ready()), now);
        }
        unit.takeSent();
        unit.weigh(Admission.MOST_BYTES_PER_STEP);

        admission.apply(new AdmissionInput.Resized("prod", "default", 3), now);

        assertEquals(Set.of("t-1"), launched(unit.takeSent()));
        assertTrue(admission.nextDue().isPresent());
        admission.proceed(now);
        admission.proceed(now);
        assertEquals(Set.of("t-2", "t-3"), launched(unit.takeSent()));
    }

    /** Whatever fails and whenever: the others are launched, within their slots, and nothing is left of anybody. */
    @Test
    void whoever_fails_fails_alone() {
        for (int seed = 0; seed < STORIES; seed++) {
            new Story(seed).run();
        }
    }

    private static Set<String> launched(List<Event> events) {
        Set<String> attempts = new TreeSet<>();
        for (Event event : events) {
            if (event instanceof LaunchAttempt launch) {
                attempts.add(launch.attempt());
            }
        }
        return attempts;
    }

    /** One random story; one attempt in five fails, at its launch or when it is told of. */
    private static final class Story {
        private final int seed;
        private final Random random;
        private final Map<String, Class<? extends Event>> failsAt = new HashMap<>();
        private final MemoryUnit unit = new MemoryUnit(this::fail);
        private final Set<String> innocent = new TreeSet<>();
        private final Set<String> launched = new TreeSet<>();
        private final Set<String> reported = new TreeSet<>();
        private final Deque<String> running = new ArrayDeque<>();
        private final boolean sharesSlots;
        private IsolatedAdmission admission;
        private Instant now = Asks.START;

        Story(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.sharesSlots = random.nextBoolean();
            this.admission = begin();
        }

        private IsolatedAdmission begin() {
            return new IsolatedAdmission(unit, new AdmissionPolicy(2, sharesSlots), (ready, told, failure) -> {}, now);
        }

        private void fail(Event event) {
            String attempt = switch (event) {
                case LaunchAttempt launch -> launch.attempt();
                case StateChanged change -> change.attempt();
                default -> "";
            };
            if (event.getClass() == failsAt.get(attempt)) {
                throw new IllegalStateException("seed " + seed + " fails " + attempt);
            }
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3, 4 -> ask(i);
                    case 5, 6, 7 -> end();
                    case 8 -> admission = begin();
                    default -> now = now.plusMillis(random.nextInt(2_000));
                }
                proceed();
            }
            now = now.plusSeconds(100);
            proceed();
            while (!running.isEmpty()) {
                end();
                proceed();
            }
            Set<String> failed = new TreeSet<>(failsAt.keySet());
            assertEquals(innocent, launched, "launched, seed " + seed);
            assertEquals(failed, reported, "reported, seed " + seed);
            assertEquals(0, unit.rows(), "rows, seed " + seed);
        }

        private void ask(int number) {
            Asks asks = Asks.task("task-" + random.nextInt(3))
                    .partition(number)
                    .run("run-" + random.nextInt(2))
                    .priority(random.nextInt(2));
            if (random.nextInt(4) == 0) {
                asks = asks.notBefore(Asks.START.plusMillis(1 + random.nextInt(3_000)));
            }
            if (random.nextInt(5) == 0) {
                failsAt.put(asks.attempt(), random.nextBoolean() ? LaunchAttempt.class : StateChanged.class);
            } else {
                innocent.add(asks.attempt());
            }
            TaskReady ready = random.nextBoolean() ? asks.inBatchesOf(3) : asks.ready();
            admission.apply(new AdmissionInput.Asked(ready), now);
        }

        private void end() {
            if (!running.isEmpty()) {
                admission.apply(new AdmissionInput.Ended(running.removeFirst()), now);
            }
        }

        private void proceed() {
            while (admission.nextDue().filter(due -> !due.isAfter(now)).isPresent()) {
                admission.proceed(now);
            }
            for (Event event : unit.takeSent()) {
                if (event instanceof LaunchAttempt launch) {
                    assertTrue(launched.add(launch.attempt()), "launched twice, seed " + seed);
                    running.add(launch.attempt());
                } else if (event instanceof AttemptFinished finished) {
                    assertTrue(reported.add(finished.attempt()), "reported twice, seed " + seed);
                }
            }
        }
    }
}
