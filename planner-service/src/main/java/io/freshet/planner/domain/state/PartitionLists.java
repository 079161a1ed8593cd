package io.freshet.planner.domain.state;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.planner.domain.metadata.Flag;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The chunks in which the edges of large gathers are listed. The chunks of a key cover all partitions there may be, without gap or overlap:
 * a partition belongs to the first chunk whose row is not before it. A key without rows has never been listed.
 */
public final class PartitionLists {
    public static final String END = ListedChunk.LAST;

    private final Table<ListedChunk> rows;
    private final Flag listed;

    PartitionLists(Table<ListedChunk> rows, Flag listed) {
        this.rows = rows;
        this.listed = listed;
    }

    /** Whether anything of the workflow is listed, or was. */
    public boolean hasAny() {
        return listed.isSet();
    }

    /** A key has no partitions any more. */
    public void forget(String prefix) {
        rows.deleteAll(prefix);
    }

    /** An edge changes: the chunk that it belongs to is no longer what it says. */
    void touch(String edge) {
        if (!hasAny()) {
            return;
        }
        String prefix = edge.substring(0, edge.lastIndexOf(Keys.SEPARATOR) + 1);
        rows.scan(prefix, edge, (row, chunk) -> {
            if (!chunk.stale()) {
                rows.put(row, chunk.asStale());
            }
            return false;
        });
    }

    /** The chunks of a key, in their order. */
    public List<ListedChunk> chunks(String prefix) {
        List<ListedChunk> chunks = new ArrayList<>();
        rows.scan(prefix, (_, chunk) -> chunks.add(chunk));
        return chunks;
    }

    /**
     * The last partition up to which all chunks behind a partition are current; that partition itself if already the next is not.
     *
     * @param measured whether they have to know how much they contain
     */
    public String currentUpTo(String prefix, String after, boolean measured) {
        String[] last = {after};
        behind(prefix, after, (end, chunk) -> {
            if (!chunk.isCurrent(measured)) {
                return false;
            }
            last[0] = end;
            return true;
        });
        return last[0];
    }

    /**
     * Puts a chunk in the place of those that there were from behind one partition up to another.
     *
     * @return the hashes of what was there
     */
    public Set<Fingerprint> replace(String prefix, String after, String end, ListedChunk chunk) {
        Set<Fingerprint> hashes = new HashSet<>();
        List<String> covered = new ArrayList<>();
        behind(prefix, after, (last, before) -> {
            hashes.add(before.hash());
            boolean isWithin = last.compareTo(end) <= 0;
            if (isWithin) {
                covered.add(last);
            } else if (!covered.contains(end) && !before.stale()) {
                // Its first partitions are in the new chunk now.
                rows.put(prefix + last, before.asStale());
            }
            return isWithin;
        });
        covered.forEach(last -> rows.delete(prefix + last));
        rows.put(prefix + end, chunk);
        listed.set();
        return hashes;
    }

    /** Visits the chunks of a key that have partitions, in their order: behind which partition each begins, and with which it ends. */
    public void filled(String prefix, BiConsumer<String, String> visitor) {
        String[] after = {""};
        rows.scan(prefix, (row, chunk) -> {
            String end = row.substring(prefix.length());
            if (chunk.partitions() > 0) {
                visitor.accept(after[0], end);
            }
            after[0] = end;
            return true;
        });
    }

    private interface Visitor {
        /** Returns whether to go on. */
        boolean visit(String end, ListedChunk chunk);
    }

    private void behind(String prefix, String after, Visitor visitor) {
        rows.scan(prefix, prefix + after, (row, chunk) -> {
            String end = row.substring(prefix.length());
            return end.equals(after) || visitor.visit(end, chunk);
        });
    }
}
