package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A history with what makes spans difficult: attempts that die or are taken back, retries, backfills, runs that are opened again. */
final class TracedHistory extends PlausibleHistory {
    private static final RunFinished.Summary SUMMARY = new RunFinished.Summary(2, 0, 0, 0, 0, 0, 0, 0);

    TracedHistory(Instant start) {
        super(start);
    }

    static TracedHistory random(Instant start, Random random, int stories) {
        TracedHistory history = new TracedHistory(start);
        history.deployed(1);
        for (int i = 0; i < stories; i++) {
            PartitionKey partition =
                    extract(random.nextBoolean() ? "north" : "south", "2026-01-0" + (1 + random.nextInt(5)));
            switch (random.nextInt(5)) {
                case 0 -> history.failingDelivery(partition, "bad-" + i);
                case 1 -> history.backfill(random, i);
                case 2 -> history.openedAgain(partition, i);
                default -> history.delivery(partition, "content-" + i);
            }
        }
        return history;
    }

    /** Two extracts are delivered by one cause and gathered. Returns the run. */
    String fanIn() {
        PartitionKey north = extract("north", "2026-01-01");
        PartitionKey south = extract("south", "2026-01-01");
        Cause cause = arrived(List.of(north, south), "both");
        String run = begin(cause);
        for (PartitionKey source : List.of(north, south)) {
            InstanceRef clean = cleanOf(source);
            String attempt =
                    attempt(clean, run, Reason.NEW, List.of(input("extracts", extracts(), true, List.of(source))));
            succeed(clean, attempt, run, cleaned(), source, "clean of " + source);
        }
        InstanceRef aggregate = aggregateOf("2026-01-01");
        String attempt =
                attempt(aggregate, run, Reason.NEW, List.of(input("cleaned", cleaned(), false, List.of(north, south))));
        succeed(aggregate, attempt, run, daily(), PartitionKey.of("date", "2026-01-01"), "daily");
        end(run, cause, RunFinished.State.SUCCEEDED, SUMMARY);
        return run;
    }

    private void backfill(Random random, int number) {
        Cause cause = new Cause("backfill-" + number, Cause.Kind.BACKFILL, now(), "alice asked for some days");
        String run = begin(cause);
        for (int day = 1; day <= 3; day++) {
            PartitionKey partition = extract("north", "2026-02-0" + day);
            InstanceRef clean = cleanOf(partition);
            String attempt = attempt(clean, run, Reason.FORCED, List.of());
            switch (random.nextInt(4)) {
                case 0 -> dies(clean, attempt, run, FailureKind.LOST, false);
                case 1 -> dies(clean, attempt, run, FailureKind.CANCELLED, true);
                case 2 -> {
                    dies(clean, attempt, run, FailureKind.EXIT, true);
                    withdrawn(clean, retry(clean, run, now()), run);
                }
                default -> succeed(clean, attempt, run, cleaned(), partition, "backfilled " + number);
            }
        }
        end(run, cause, RunFinished.State.SUCCEEDED, SUMMARY);
    }

    private void openedAgain(PartitionKey partition, int number) {
        Cause cause = arrived(partition, "again " + number);
        for (int opening = 0; opening < 3; opening++) {
            String run = begin(cause);
            InstanceRef clean = cleanOf(partition);
            if (opening == 1) {
                decide(clean, InstanceState.SKIPPED, Reason.CUT_OFF, "cut off", run, null, List.of());
            } else {
                String attempt = attempt(clean, run, Reason.INPUT_CHANGED, List.of());
                succeed(clean, attempt, run, cleaned(), partition, "opened " + number + opening);
            }
            end(run, cause, RunFinished.State.SUCCEEDED, SUMMARY);
        }
    }

    private void withdrawn(InstanceRef instance, String attempt, String run) {
        tell(
                Topics.TASK_READY,
                instance.namespace(),
                new TaskWithdrawn(instance, attempt, run, Reason.SUPERSEDED, now().plusMillis(3)));
    }

    private void dies(InstanceRef instance, String attempt, String run, FailureKind kind, boolean started) {
        tell(
                Topics.TASK_FINISHED,
                workflow().toString(),
                new AttemptFinished(
                        instance,
                        attempt,
                        1,
                        run,
                        Sha256.of(attempt),
                        new Outcome.Failed(kind, "it ended", null),
                        Usage.UNKNOWN,
                        started ? now() : null,
                        null,
                        now().plusMillis(5)));
    }
}
