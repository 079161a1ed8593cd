package io.freshet.scheduler.admission;

import io.freshet.contracts.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A unit of work in memory, which fails when its test says so. */
final class MemoryUnit implements AdmissionWork {
    private final TreeTable<Queued> queued = new TreeTable<>();
    private final TreeTable<Launched> launched = new TreeTable<>();
    private final TreeTable<Long> turns = new TreeTable<>();
    private final TreeTable<Integer> pools = new TreeTable<>();
    private final List<Event> pending = new ArrayList<>();
    private final List<Event> sent = new ArrayList<>();
    private final Consumer<Event> onEmit;
    private long bytes;

    /**
     * @param onEmit throws what emitting an event throws
     */
    MemoryUnit(Consumer<Event> onEmit) {
        this.onEmit = onEmit;
    }

    @Override
    public AdmissionTables tables() {
        return new AdmissionTables(queued, launched, turns, pools);
    }

    /** How many rows say that somebody waits or runs. */
    int rows() {
        return queued.size() + launched.size() + turns.size();
    }

    /** What was sent since the last call. */
    List<Event> takeSent() {
        List<Event> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** From now on each event counts as so many bytes in memory. */
    void weigh(long bytesInHand) {
        bytes = bytesInHand;
    }

    @Override
    public void emit(Event event) {
        onEmit.accept(event);
        pending.add(event);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void commit() {
        queued.keep();
        launched.keep();
        turns.keep();
        pools.keep();
        sent.addAll(pending);
        pending.clear();
    }

    @Override
    public void rollback() {
        queued.undo();
        launched.undo();
        turns.undo();
        pools.undo();
        pending.clear();
    }
}
