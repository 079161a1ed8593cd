package io.freshet.scheduler.admission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that may share a slot and have none yet, in memory: those that wait for company, and those that wait for a slot. One step
 * is logarithmic in what waits. Not thread-safe.
 */
final class Batches {
    private static final class Group {
        final NavigableMap<Ticket, Queued> all = new TreeMap<>(Ticket.ORDER);
        final NavigableMap<Ticket, Queued> gathering = new TreeMap<>(Ticket.ORDER);
    }

    private final Map<BatchKey, Group> groups = new HashMap<>();

    /** Adds an attempt, which may be in already; what was said of it before is replaced. */
    void add(Queued queued) {
        BatchKey.of(queued.ready()).ifPresent(key -> {
            Group group = groups.computeIfAbsent(key, any -> new Group());
            group.all.put(queued.ticket(), queued);
            if (queued.until() == null) {
                group.gathering.remove(queued.ticket());
            } else {
                group.gathering.put(queued.ticket(), queued);
            }
        });
    }

    void remove(Queued queued) {
        BatchKey.of(queued.ready())
                .ifPresent(key -> groups.computeIfPresent(key, (any, group) -> {
                    group.all.remove(queued.ticket());
                    group.gathering.remove(queued.ticket());
                    return group.all.isEmpty() ? null : group;
                }));
    }

    /** When those that wait for company with this attempt go on; its own time if there are none. */
    Instant gatheredBy(Queued queued, Instant own) {
        return group(queued)
                .filter(group -> !group.gathering.isEmpty())
                .map(group -> Objects.requireNonNull(
                        group.gathering.firstEntry().getValue().until()))
                .filter(until -> until.isBefore(own))
                .orElse(own);
    }

    /** Whether as many wait as may share a slot. */
    boolean isFull(Queued queued) {
        int waiting = group(queued).map(group -> group.all.size()).orElse(0);
        return BatchKey.of(queued.ready()).filter(key -> waiting >= key.max()).isPresent();
    }

    /** Those that share a slot with this one, in order, without it. */
    List<Queued> companions(Queued queued) {
        @Nullable BatchKey key = BatchKey.of(queued.ready()).orElse(null);
        List<Queued> companions = new ArrayList<>();
        if (key == null) {
            return companions;
        }
        group(queued)
                .ifPresent(group -> group.all.values().stream()
                        .filter(other ->
                                !other.ready().attempt().equals(queued.ready().attempt()))
                        .limit(key.max() - 1L)
                        .forEach(companions::add));
        return companions;
    }

    private Optional<Group> group(Queued queued) {
        return BatchKey.of(queued.ready()).map(groups::get);
    }
}
