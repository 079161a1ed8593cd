package io.freshet.watcher.domain;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of one dataset that have changed and do not count yet: because they are not still, are being read, or cannot be read. A
 * partition with such a file is held back as a whole, so that none is ever reported with a part missing. Not thread-safe.
 */
public final class PendingFiles {
    private static final Comparator<PendingFile> BY_TIME =
            Comparator.comparing(PendingFile::due).thenComparing(PendingFile::path);

    /** Why a file cannot be read. */
    public record Held(PartitionKey partition, String reason) {}

    private final Map<RelativePath, PendingFile> pending = new HashMap<>();
    private final TreeSet<PendingFile> byTime = new TreeSet<>(BY_TIME);
    private final SortedMap<RelativePath, Held> held = new TreeMap<>();
    private final Map<RelativePath, PartitionKey> reading = new HashMap<>();
    private long heldChanges;
    private final Map<PartitionKey, Integer> blocked = new HashMap<>();

    public @Nullable PendingFile pending(RelativePath path) {
        return pending.get(path);
    }

    /** The file is looked at again when it is due. */
    public void await(PendingFile file) {
        settle(file.path());
        pending.put(file.path(), file);
        byTime.add(file);
        blocked.merge(file.partition(), 1, Integer::sum);
    }

    /** The file is still, and being read; whoever reads it says when to look again. Nothing else waits for that. */
    public void read(RelativePath path, PartitionKey partition) {
        settle(path);
        reading.put(path, partition);
        blocked.merge(partition, 1, Integer::sum);
    }

    /**
     * The file cannot be read; it is looked at again by the next scan, or when something happens to it.
     *
     * @return whether that was not yet known
     */
    public boolean hold(RelativePath path, PartitionKey partition, String reason) {
        Held before = held.get(path);
        settle(path);
        Held now = new Held(partition, reason);
        held.put(path, now);
        blocked.merge(partition, 1, Integer::sum);
        if (now.equals(before)) {
            heldChanges--; // it was taken out only to be put in again
            return false;
        }
        heldChanges++;
        return true;
    }

    /** The file no longer stands in the way. */
    public void settle(RelativePath path) {
        PendingFile waited = pending.remove(path);
        if (waited != null) {
            byTime.remove(waited);
            unblock(waited.partition());
        }
        PartitionKey read = reading.remove(path);
        if (read != null) {
            unblock(read);
        }
        Held closed = held.remove(path);
        if (closed != null) {
            unblock(closed.partition());
            heldChanges++;
        }
    }

    /** What is due, in order of time; it stays until {@link #settle} or a new {@link #await}. */
    public List<PendingFile> due(Instant now) {
        List<PendingFile> due = new ArrayList<>();
        for (PendingFile file : byTime) {
            if (file.due().isAfter(now)) {
                break;
            }
            due.add(file);
        }
        return due;
    }

    /** When the next file is due. */
    public Optional<Instant> next() {
        return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.first().due());
    }

    /** When the last file is due. */
    public Optional<Instant> last() {
        return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.last().due());
    }

    public boolean blocks(PartitionKey partition) {
        return blocked.containsKey(partition);
    }

    /** The files that could not be read. */
    public Collection<RelativePath> held() {
        return List.copyOf(held.keySet());
    }

    /** Goes over the files that could not be read, by path. */
    public void forEachHeld(BiConsumer<RelativePath, Held> visitor) {
        held.forEach(visitor);
    }

    /** Is another number when other files cannot be read than before. */
    public long heldChanges() {
        return heldChanges;
    }

    public int waiting() {
        return pending.size();
    }

    public void clear() {
        pending.clear();
        byTime.clear();
        held.clear();
        reading.clear();
        heldChanges++;
        blocked.clear();
    }

    private void unblock(PartitionKey partition) {
        blocked.computeIfPresent(partition, (key, count) -> count > 1 ? count - 1 : null);
    }
}
