package io.freshet.launcher.domain;

import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.id.DatasetRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Accepted changes that are to be published: in the order of the log within a dataset, datasets beside each other. A dataset that cannot be
 * published now waits by itself, with pauses that double from half a second to five minutes; the others go on. What it may keep in memory
 * meanwhile is bounded: beyond that its changes are only noted, and read from the log again when it has caught up. Not thread-safe.
 *
 * <p>Times are nanoseconds of a clock that only goes forward.
 */
public final class PublicationQueue {
    /** How many changes may wait before nothing more is read; of those that can be published. */
    static final int MOST_CHANGES = 20_000;
    /** How many changes a dataset that cannot be published may keep in memory. */
    static final int MOST_PARKED = 2_000;
    /** How many changes all datasets together may keep that cannot be published. */
    static final int MOST_PARKED_IN_ALL = 50_000;

    private static final long FIRST_PAUSE = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toNanos();

    private final Map<DatasetRef, Line> lines = new LinkedHashMap<>();
    private boolean hasCaughtUp;

    /**
     * A record of the log.
     *
     * @param partition of the topic
     */
    public record Item(int partition, long offset, FileChanges changes) {
        boolean isAt(int otherPartition, long otherOffset) {
            return partition == otherPartition && offset == otherOffset;
        }
    }

    /** What waits of one dataset. */
    private static final class Line {
        final Deque<Item> items = new ArrayDeque<>();
        /** The first offset, per partition, of what was noted only. */
        final Map<Integer, Long> noted = new HashMap<>();

        int changes;
        int failures;
        boolean isBusy;
        long due = Long.MIN_VALUE;
    }

    /** Takes a record; one that is here already changes nothing. */
    public void add(Item item) {
        Line line = lines.computeIfAbsent(item.changes().dataset(), dataset -> new Line());
        if (line.items.stream().anyMatch(known -> known.isAt(item.partition(), item.offset()))) {
            return;
        }
        int size = item.changes().changes().size();
        boolean isTooMuch = line.failures > 0
                && !line.items.isEmpty()
                && (line.changes + size > MOST_PARKED || parked() + size > MOST_PARKED_IN_ALL);
        if (isTooMuch || !line.noted.isEmpty()) {
            line.noted.merge(item.partition(), item.offset(), Math::min);
        } else {
            line.items.add(item);
            line.changes += size;
        }
    }

    /** The records that can be worked on now, at most one per dataset; each stays in hand until its end is reported. */
    public List<Item> take(long now) {
        List<Item> taken = new ArrayList<>();
        for (Line line : lines.values()) {
            if (!line.isBusy && !line.items.isEmpty() && line.due <= now) {
                line.isBusy = true;
                taken.add(line.items.element());
            }
        }
        return taken;
    }

    /** It is done with. */
    public void published(Item item) {
        Line line = lines.get(item.changes().dataset());
        if (line == null) {
            return;
        }
        line.isBusy = false;
        line.failures = 0;
        line.due = Long.MIN_VALUE;
        if (line.items.remove(item)) {
            line.changes -= item.changes().changes().size();
        }
        if (line.items.isEmpty()) {
            // What was noted only is read again from the first of it on.
            hasCaughtUp |= !line.noted.isEmpty();
            if (line.noted.isEmpty()) {
                lines.remove(item.changes().dataset());
            }
        }
    }

    /**
     * It cannot be done now.
     *
     * @param jitter between 0 and 1, by which pauses of datasets that failed together come apart
     * @return how many times in a row something of the dataset has failed
     */
    public int failed(Item item, long now, double jitter) {
        Line line = lines.get(item.changes().dataset());
        if (line == null) {
            return 0;
        }
        line.isBusy = false;
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(20, line.failures));
        line.due = now + (long) (pause * (0.8 + 0.4 * jitter));
        line.failures++;
        return line.failures;
    }

    /** The first offset per partition that is not done with. */
    public Map<Integer, Long> unfinished() {
        Map<Integer, Long> first = new HashMap<>();
        for (Line line : lines.values()) {
            for (Item item : line.items) {
                first.merge(item.partition(), item.offset(), Math::min);
            }
            line.noted.forEach((partition, offset) -> first.merge(partition, offset, Math::min));
        }
        return first;
    }

    /** Whether to read again from what is unfinished; true once for each time. */
    public boolean takeCaughtUp() {
        if (!hasCaughtUp) {
            return false;
        }
        hasCaughtUp = false;
        lines.values().removeIf(line -> {
            if (line.items.isEmpty()) {
                line.noted.clear();
            }
            return line.items.isEmpty();
        });
        return true;
    }

    /** These partitions of the topic are somebody else's now. */
    public void drop(Set<Integer> partitions) {
        for (Line line : lines.values()) {
            line.items.removeIf(item -> partitions.contains(item.partition()));
            line.changes = line.items.stream()
                    .mapToInt(item -> item.changes().changes().size())
                    .sum();
            line.noted.keySet().removeAll(partitions);
        }
        lines.values().removeIf(line -> line.items.isEmpty() && line.noted.isEmpty() && !line.isBusy);
    }

    /** Whether so much waits that nothing more is to be read for now. */
    public boolean isFull() {
        return lines.values().stream()
                        .filter(line -> line.failures == 0)
                        .mapToInt(line -> line.changes)
                        .sum()
                >= MOST_CHANGES;
    }

    /** How many datasets cannot be published now. */
    public int parkedDatasets() {
        return (int) lines.values().stream().filter(line -> line.failures > 0).count();
    }

    private int parked() {
        return lines.values().stream()
                .filter(line -> line.failures > 0)
                .mapToInt(line -> line.changes)
                .sum();
    }
}
