package io.freshet.planner.domain.state;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.planner.domain.model.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a chunk of the partitions that an input has under a key. Its row is named after the last partition that belongs to
 * it, and the row of the last chunk after {@link #LAST}.
 *
 * @param hash of the chunk as it was sent, see {@link io.freshet.contracts.event.PartitionChunk#hash}
 * @param partitions how many it has; none if nothing is there of what it was made of
 * @param size of the contents; null if it was not asked for
 * @param bad partitions whose producers failed, at most {@link Limits#LISTED} of them
 * @param stale whether an edge of it changed since it was made
 */
public record ListedChunk(
        Fingerprint hash, int partitions, @Nullable Size size, List<String> bad, boolean stale) {
    /** Behind every partition, whose text begins with the name of a dimension, and before what tables keep for themselves. */
    public static final String LAST = "}";

    /** How much the partitions of a chunk contain. */
    public record Size(long files, long bytes) {
        public static final Size NONE = new Size(0, 0);

        public Size plus(long moreFiles, long moreBytes) {
            return new Size(files + moreFiles, bytes + moreBytes);
        }
    }

    public ListedChunk {
        bad = List.copyOf(bad);
    }

    ListedChunk asStale() {
        return new ListedChunk(hash, partitions, size, bad, true);
    }

    /** Whether it is what it says. */
    public boolean isCurrent(boolean measured) {
        return !stale && (!measured || size != null);
    }
}
