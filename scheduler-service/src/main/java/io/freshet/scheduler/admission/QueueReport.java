package io.freshet.scheduler.admission;

import io.freshet.contracts.api.QueueInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What waits, and why, for people. Looks only. */
final class QueueReport {
    /** How many places of a pool are worked out at the most; who is behind them is not found. */
    static final int MOST_PLACES = 10_000;

    private final Table<Queued> queued;
    private final PoolQueues waiting;
    private final Slots slots;
    private final Instant now;

    QueueReport(AdmissionTables tables, PoolQueues waiting, Slots slots, Instant now) {
        this.queued = tables.queued();
        this.waiting = waiting;
        this.slots = slots;
        this.now = now;
    }

    QueueInfo of(String namespace, QueueQuery query) {
        List<QueueInfo.PoolUse> pools = new ArrayList<>();
        List<QueueInfo.WaitingAttempt> attempts = new ArrayList<>();
        for (PoolKey pool :
                pools(waiting.poolsOf(namespace), each -> each.namespace().equals(namespace))) {
            if (query.asksForPool(pool.pool())) {
                pools.add(use(pool));
                addWaiting(pool, query, attempts);
            }
        }
        return new QueueInfo(namespace, slots.quota(namespace), slots.inUse(PoolKey.quota(namespace)), pools, attempts);
    }

    /** All pools in which an attempt runs or waits. */
    List<QueueInfo.PoolUse> pools() {
        return pools(waiting.pools(), _ -> true).stream().map(this::use).toList();
    }

    /**
     * @param ofThoseWaiting in which somebody waits
     * @param wanted of those in which an attempt runs
     */
    private NavigableSet<PoolKey> pools(List<PoolKey> ofThoseWaiting, Predicate<PoolKey> wanted) {
        NavigableSet<PoolKey> all = new TreeSet<>(PoolKey.ORDER);
        slots.inUse().filter(pool -> !pool.isImplied()).filter(wanted).forEach(all::add);
        all.addAll(ofThoseWaiting);
        return all;
    }

    private QueueInfo.PoolUse use(PoolKey pool) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        long waited = micros - waiting.oldestTurn(pool).orElse(micros);
        return new QueueInfo.PoolUse(
                pool.namespace(),
                pool.pool(),
                slots.size(pool),
                slots.inUse(pool),
                waiting.size(pool),
                Math.max(0, TimeUnit.MICROSECONDS.toSeconds(waited)));
    }

    private void addWaiting(PoolKey pool, QueueQuery query, List<QueueInfo.WaitingAttempt> attempts) {
        int position = 0;
        for (Ticket ticket : waiting.order(pool, slots::isOpen, now, MOST_PLACES)) {
            position++;
            if (attempts.size() >= query.limit()) {
                return;
            }
            if (!query.asksForRun(ticket.lane().run())) {
                continue;
            }
            Queued row = queued.get(ticket.attempt());
            if (row != null && query.asksForInstance(row.ready().instance().toString())) {
                attempts.add(new QueueInfo.WaitingAttempt(
                        pool.pool(),
                        position,
                        row.ready().instance(),
                        ticket.attempt(),
                        ticket.lane().run(),
                        ticket.lane().priority(),
                        AdmissionMessages.waits(ticket.lane(), slots)));
            }
        }
    }
}
