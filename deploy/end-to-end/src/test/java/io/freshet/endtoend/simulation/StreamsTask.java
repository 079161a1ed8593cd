package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.Event;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A task of a streams application: what it reads, keeps and writes becomes true together when it commits, or not at all. */
final class StreamsTask implements Component {
    /** What is decided in it. */
    interface Rules {
        /** Begins with what the tables hold, and nothing else. */
        void begin(Consumer<Event> out);

        void take(Entry entry, Instant now);

        /** When {@link #wake} has something to do; null: not unless something else happens. */
        Instant nextDue();

        void wake(Instant now);

        /** What was decided since the last time counts now. */
        void committed();

        /** What was decided since the last commit never was. */
        void aborted();
    }

    private static final int LONGEST_TRANSACTION = 4;

    private final String name;
    private final Rules rules;
    private final SimulatedLog log;
    private final SimulatedConsumer consumer;
    private final InstantSource clock;
    private final Random luck;
    private final Fuse fuse;
    private final Journal journal;
    private final List<Entry> outbox = new ArrayList<>();
    private Instant time = Instant.MIN;
    private int inTransaction;

    /** A task with its input; the journal is that of its rules' tables. */
    StreamsTask(
            String name,
            Rules rules,
            SimulatedLog log,
            SimulatedConsumer consumer,
            InstantSource clock,
            Random luck,
            Journal journal) {
        this.name = name;
        this.rules = rules;
        this.log = log;
        this.consumer = consumer;
        this.clock = clock;
        this.luck = luck;
        this.fuse = journal.fuse();
        this.journal = journal;
        rules.begin(this::send);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Fuse fuse() {
        return fuse;
    }

    @Override
    public void offer(Consumer<Step> steps) {
        if (inTransaction > 0) {
            steps.accept(new Step("commits", this::commit));
        }
        if (inTransaction < LONGEST_TRANSACTION) {
            if (consumer.hasNext()) {
                steps.accept(new Step("reads", this::read));
            }
            Instant due = rules.nextDue();
            if (due != null && !due.isAfter(clock.instant())) {
                steps.accept(new Step("goes on", this::wake));
            }
        }
    }

    /** When it has something to do without being told anything; null: never. */
    Instant nextDue() {
        return rules.nextDue();
    }

    private void read() {
        inTransaction++;
        Entry entry = consumer.next(luck);
        time = entry.at();
        rules.take(entry, clock.instant());
    }

    private void wake() {
        inTransaction++;
        time = clock.instant();
        rules.wake(time);
    }

    private void send(Event event) {
        fuse.burn();
        outbox.add(Route.of(event, time));
    }

    private void commit() {
        fuse.burn();
        inTransaction = 0;
        journal.commit();
        consumer.commit();
        rules.committed();
        outbox.forEach(log::append);
        outbox.clear();
    }

    @Override
    public void restart() {
        inTransaction = 0;
        journal.abort();
        consumer.rewind();
        outbox.clear();
        rules.aborted();
        rules.begin(this::send);
    }
}
