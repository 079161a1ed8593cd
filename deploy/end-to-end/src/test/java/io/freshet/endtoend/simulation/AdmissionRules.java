package io.freshet.endtoend.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import io.freshet.scheduler.admission.Admission;
import io.freshet.scheduler.admission.AdmissionInput;
import io.freshet.scheduler.admission.AdmissionPolicy;
import io.freshet.scheduler.admission.AdmissionTables;
import io.freshet.scheduler.admission.Launched;
import io.freshet.scheduler.admission.Queued;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Admission, which is checked never to launch more than a pool has slots. */
final class AdmissionRules implements StreamsTask.Rules {
    /** Later than any time of the simulated clock. */
    private static final Instant NEVER_PUT_BACK = Instant.parse("9999-01-01T00:00:00Z");

    static final List<String> TOPICS = List.of(Topics.TASK_READY, Topics.SLOT_RELEASES, Topics.POOL_DEFINITIONS);

    final JournaledTable<Queued> queued;
    final JournaledTable<Launched> launched;
    private final JournaledTable<Integer> pools;
    private final AdmissionTables tables;
    private final int defaultSlots;
    private Admission admission;
    private Consumer<Event> out;

    AdmissionRules(Journal journal, int defaultSlots) {
        this.defaultSlots = defaultSlots;
        queued = new JournaledTable<>(journal);
        launched = new JournaledTable<>(journal);
        pools = new JournaledTable<>(journal);
        tables = new AdmissionTables(queued, launched, new JournaledTable<>(journal), pools);
    }

    @Override
    public void begin(Consumer<Event> sink) {
        out = sink;
        admission = Admission.restored(tables, new AdmissionPolicy(defaultSlots, false), NEVER_PUT_BACK);
    }

    @Override
    public void take(Entry entry, Instant now) {
        tell(admission.apply(
                switch (entry.event()) {
                    case ReadyCommand ready -> new AdmissionInput.Asked(ready);
                    case SlotsReleased released -> new AdmissionInput.Ended(released.attempts());
                    case PoolDefined pool -> new AdmissionInput.Resized(pool.namespace(), pool.pool(), pool.slots());
                    default -> throw new AssertionError("nothing for admission: " + entry);
                },
                now));
    }

    private void tell(List<Event> decided) {
        for (Event event : decided) {
            if (event instanceof LaunchAttempt launch) {
                checkSlots(launch);
            }
            out.accept(event);
        }
    }

    private void checkSlots(LaunchAttempt launch) {
        Launched held = launched.get(launch.attempt());
        assertTrue(held != null, () -> launch.attempt() + " is launched without a slot");
        Integer size = pools.get(launch.instance().namespace() + "/" + held.pool());
        long taken = launched.rows().values().stream()
                .filter(other -> other.pool().equals(held.pool())
                        && other.instance().namespace().equals(launch.instance().namespace()))
                .count();
        assertTrue(
                taken <= (size == null ? defaultSlots : size),
                () -> "%s makes %d attempts in pool %s of %s slots"
                        .formatted(launch.attempt(), taken, held.pool(), size));
    }

    @Override
    public Instant nextDue() {
        return admission.nextDue().orElse(null);
    }

    @Override
    public void wake(Instant now) {
        tell(admission.proceed(now));
    }

    @Override
    public void committed() {}

    @Override
    public void aborted() {}
}
