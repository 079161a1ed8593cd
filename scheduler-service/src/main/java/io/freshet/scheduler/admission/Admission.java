package io.freshet.scheduler.admission;

import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when attempts are launched: each when its time has come and its pool, its namespace, its run and the limits of its task and
 * workflow have room, in the order of {@link FairQueue}. Holds all namespaces of one Kafka partition.
 *
 * <p><b>State.</b> What counts is in {@link AdmissionTables}; queues and counters are in memory and rebuilt from the tables, so an
 * instance that {@link #restored} makes decides as its predecessor would have.
 *
 * <p><b>Batches.</b> Where slots are shared, an attempt of a task with {@code batch} waits up to {@link #GATHERING} for others like it, and
 * takes as many of them with it when it gets a slot as may work one after the other.
 *
 * <p><b>Invariants.</b> No pool has more attempts (or batches of them) launched than slots, unless it was made smaller, and no namespace, run,
 * workflow, task or key more than its limit.
 * Every attempt that was asked for is launched once or withdrawn. No slot is free for an attempt that waits.
 *
 * <p><b>Failures.</b> An exception leaves what is in memory in an unknown state: {@link IsolatedAdmission} makes it anew.
 *
 * <p><b>Redelivery.</b> An attempt that is queued or launched is not taken again; ends and withdrawals of unknown attempts change
 * nothing. <b>Threads.</b> One.
 */
public final class Admission {
    /** How many attempts one call launches at most, so that a transaction stays small; {@link #proceed} goes on. */
    static final int MOST_PER_STEP = 500;

    /** How many bytes of rows one call has in memory at most before it leaves the rest to {@link #proceed}: 16 MiB. */
    static final long MOST_BYTES_PER_STEP = 16L << 20;

    /** How long the first attempt of a batch waits for others at the most. */
    static final Duration GATHERING = Duration.ofMillis(500);

    private final AdmissionTables tables;
    private final boolean sharesSlots;
    private final LongSupplier bytesInHand;
    private final Batches batches = new Batches();
    private final PoolQueues waiting;
    private final Slots slots;
    private final DelayedAttempts sleepers = new DelayedAttempts();
    private long nextSequence = 1;
    private @Nullable String inHand;

    private Admission(AdmissionTables tables, AdmissionPolicy policy, LongSupplier bytesInHand) {
        this.tables = tables;
        this.sharesSlots = policy.sharesSlots();
        this.bytesInHand = bytesInHand;
        this.slots = new Slots(tables, policy.defaultSlots());
        this.waiting = new PoolQueues(tables, new Ageing(policy.ageing()));
    }

    /** Admission with what the tables say at this time. */
    public static Admission restored(AdmissionTables tables, AdmissionPolicy policy, Instant now) {
        return restored(tables, policy, () -> 0, now);
    }

    /**
     * The same, where rows are large.
     *
     * @param bytesInHand how many bytes of rows the present call has in memory
     */
    static Admission restored(AdmissionTables tables, AdmissionPolicy policy, LongSupplier bytesInHand, Instant now) {
        Admission admission = new Admission(tables, policy, bytesInHand);
        tables.queued().forEach((attempt, queued) -> admission.restore(queued.restored(now)));
        admission.waiting.forgetEmptyLanes();
        admission.waiting.interruptedWhere(admission::canLaunch);
        return admission;
    }

    private void restore(Queued queued) {
        nextSequence = Math.max(nextSequence, queued.sequence() + 1);
        if (queued.isInLine()) {
            waiting.restore(queued.ticket());
        } else {
            sleepers.add(sleeper(queued));
        }
        if (sharesSlots && !queued.asleep()) {
            batches.add(queued);
        }
    }

    /** Takes in what happened; returns commands to the launcher and what is reported about it, in order. */
    public List<Event> apply(AdmissionInput input, Instant now) {
        List<Event> out = new ArrayList<>();
        inHand = null;
        switch (input) {
            case AdmissionInput.Asked(TaskReady ready) -> ask(ready, now, out);
            case AdmissionInput.Asked(TaskWithdrawn withdrawn) -> withdraw(withdrawn, now, out);
            case AdmissionInput.Ended(List<String> attempts) -> attempts.forEach(attempt -> end(attempt, now, out));
            case AdmissionInput.Resized(String namespace, String pool, Integer size) -> {
                slots.resize(new PoolKey(namespace, pool), size);
                fill(namespace, now, out);
            }
        }
        return out;
    }

    /** Admits what is due by now, and goes on where a step was cut short. */
    public List<Event> proceed(Instant now) {
        List<Event> out = new ArrayList<>();
        List<Ticket> woken = new ArrayList<>();
        inHand = null;
        while (woken.size() < MOST_PER_STEP && bytesInHand.getAsLong() < MOST_BYTES_PER_STEP) {
            Optional<DelayedAttempts.Sleeper> due = sleepers.wake(now);
            if (due.isEmpty()) {
                break;
            }
            woken.add(wake(due.get(), now));
        }
        // All first, so that among those that are due together the order is that of the queue and not of their times.
        woken.stream()
                .map(ticket -> ticket.lane().pool().namespace())
                .distinct()
                .forEach(each -> fill(each, now, out));
        woken.forEach(ticket -> reportWait(ticket, now, out));
        waiting.unfinished().ifPresent(namespace -> fill(namespace, now, out));
        return out;
    }

    private Ticket wake(DelayedAttempts.Sleeper due, Instant now) {
        inHand = due.attempt();
        return line(queued(due.attempt()).awake(), now);
    }

    /** From now on it waits for a slot. */
    private Ticket line(Queued queued, Instant now) {
        tables.queued().put(queued.ready().attempt(), queued);
        if (sharesSlots) {
            batches.add(queued);
        }
        Ticket ticket = queued.ticket();
        waiting.add(ticket, now);
        return ticket;
    }

    private void reportWait(Ticket ticket, Instant now, List<Event> out) {
        inHand = ticket.attempt();
        Queued queued = tables.queued().get(ticket.attempt());
        if (queued != null) {
            out.add(AdmissionEvents.waits(queued.ready(), slots, now));
        }
    }

    /** The attempt that the last call dealt with last: after a failure, the one that failed. Null if it got to none. */
    @Nullable
    String inHand() {
        return inHand;
    }

    /** When {@link #proceed} has something to do; empty: not before something happens. */
    public Optional<Instant> nextDue() {
        return waiting.unfinished().isPresent() ? Optional.of(Instant.MIN) : sleepers.nextDue();
    }

    /** What waits in a namespace. Changes nothing. */
    public QueueInfo queue(String namespace, QueueQuery query, Instant now) {
        return new QueueReport(tables, waiting, slots, now).of(namespace, query);
    }

    /** All pools in which an attempt runs or waits. */
    public List<QueueInfo.PoolUse> pools(Instant now) {
        return new QueueReport(tables, waiting, slots, now).pools();
    }

    /** How many attempts wait for a slot. */
    public int waiting() {
        return waiting.size();
    }

    /** How many attempts wait for their time. */
    public int sleeping() {
        return sleepers.size();
    }

    private void ask(TaskReady ready, Instant now, List<Event> out) {
        String attempt = ready.attempt();
        inHand = attempt;
        if (tables.launched().get(attempt) != null || tables.queued().get(attempt) != null) {
            return;
        }
        Queued queued = Queued.arrived(ready, nextSequence++);
        Duration wait = Queued.wait(ready);
        if (wait.isPositive()) {
            Queued asleep = queued.asleep(now.plus(wait));
            tables.queued().put(attempt, asleep);
            sleepers.add(sleeper(asleep));
            out.add(AdmissionEvents.asleep(ready, now));
        } else if (sharesSlots && BatchKey.of(ready).isPresent()) {
            gather(queued, now, out);
        } else {
            admit(queued, now, out);
        }
    }

    /** Waits for company; whoever makes the batch full has it wait no longer. */
    private void gather(Queued queued, Instant now, List<Event> out) {
        Queued gathering = queued.gathering(batches.gatheredBy(queued, now.plus(GATHERING)));
        tables.queued().put(queued.ready().attempt(), gathering);
        batches.add(gathering);
        sleepers.add(sleeper(gathering));
        if (batches.isFull(gathering)) {
            sleepers.remove(gathering.ready().attempt());
            Ticket ticket = line(gathering.awake(), now);
            fill(ticket.lane().pool().namespace(), now, out);
            reportWait(ticket, now, out);
        }
    }

    private boolean canLaunch(PoolKey pool) {
        return slots.isFree(pool) && waiting.next(pool, slots).isPresent();
    }

    /** Launches at once if there is a slot: by the third invariant nobody is passed over then. Else queues. */
    private void admit(Queued queued, Instant now, List<Event> out) {
        TaskReady ready = queued.ready();
        Ticket ticket = queued.ticket();
        PoolKey pool = ticket.lane().pool();
        if (slots.isFree(pool) && slots.isOpen(ticket.lane()) && !waiting.isUnfinished(pool.namespace())) {
            launch(ready, now, out);
        } else {
            tables.queued().put(ready.attempt(), queued);
            waiting.add(ticket, now);
            out.add(AdmissionEvents.waits(ready, slots, now));
        }
    }

    private void launch(TaskReady ready, Instant now, List<Event> out) {
        launch(ready, null, now, out);
    }

    private void launch(TaskReady ready, @Nullable String batch, Instant now, List<Event> out) {
        Launched launched = Launched.of(ready, batch, now);
        tables.launched().put(ready.attempt(), launched);
        slots.take(launched);
        out.add(AdmissionEvents.launch(ready, now));
        out.add(AdmissionEvents.admitted(ready, slots, now));
    }

    private void withdraw(TaskWithdrawn withdrawn, Instant now, List<Event> out) {
        String attempt = withdrawn.attempt();
        inHand = attempt;
        Queued queued = tables.queued().get(attempt);
        if (queued != null) {
            leave(queued);
            return;
        }
        Launched launched = tables.launched().get(attempt);
        if (launched != null && !launched.cancelled()) {
            tables.launched().put(attempt, launched.stopped());
            out.add(new CancelAttempt(launched.instance(), attempt, launched.run(), withdrawn.reason(), now));
        }
    }

    /** Takes an attempt out of wherever it waits. */
    private void leave(Queued queued) {
        tables.queued().delete(queued.ready().attempt());
        batches.remove(queued);
        if (queued.isInLine()) {
            waiting.remove(queued.ticket());
        } else {
            sleepers.remove(queued.ready().attempt());
        }
    }

    private void end(String attempt, Instant now, List<Event> out) {
        inHand = attempt;
        Launched launched = tables.launched().get(attempt);
        if (launched == null) {
            return;
        }
        tables.launched().delete(attempt);
        slots.giveBack(launched);
        fill(launched.instance().namespace(), now, out);
    }

    /** All pools of the namespace, because limits of tasks, workflows, runs and the namespace itself hold across them. */
    private void fill(String namespace, Instant now, List<Event> out) {
        int launches = 0;
        Optional<FairQueue.Next> next = next(namespace);
        while (next.isPresent()) {
            if (launches >= MOST_PER_STEP || (launches > 0 && bytesInHand.getAsLong() >= MOST_BYTES_PER_STEP)) {
                waiting.interrupted(namespace);
                return;
            }
            Ticket ticket = next.get().ticket();
            inHand = ticket.attempt();
            Queued queued = queued(ticket.attempt());
            waiting.serve(ticket, now);
            tables.queued().delete(ticket.attempt());
            batches.remove(queued);
            launches += launchWithCompanions(queued, now, out);
            next = next(namespace);
        }
        waiting.finished(namespace);
    }

    /** Of those that come first in each pool the one whose place is first of all: where the namespace has a quota, pools share it. */
    private Optional<FairQueue.Next> next(String namespace) {
        return waiting.poolsOf(namespace).stream()
                .filter(slots::isFree)
                .flatMap(pool -> waiting.next(pool, slots).stream())
                .min(Comparator.comparing(FairQueue.Next::place));
    }

    /** How many were launched in one slot. */
    private int launchWithCompanions(Queued first, Instant now, List<Event> out) {
        List<Queued> companions = sharesSlots ? batches.companions(first) : List.of();
        String batch = companions.isEmpty() ? null : first.ready().attempt();
        launch(first.ready(), batch, now, out);
        for (Queued companion : companions) {
            inHand = companion.ready().attempt();
            leave(companion);
            launch(companion.ready(), batch, now, out);
        }
        return companions.size() + 1;
    }

    private Queued queued(String attempt) {
        Queued queued = tables.queued().get(attempt);
        if (queued == null) {
            throw new IllegalStateException(attempt + " waits but has no row");
        }
        return queued;
    }

    private static DelayedAttempts.Sleeper sleeper(Queued queued) {
        Instant due = queued.until();
        if (due == null) {
            throw new IllegalStateException(queued.ready().attempt() + " sleeps without a time");
        }
        return new DelayedAttempts.Sleeper(
                due, queued.sequence(), queued.ready().attempt());
    }
}
