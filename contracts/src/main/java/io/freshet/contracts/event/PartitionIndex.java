package io.freshet.contracts.event;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of an input's partitions, as the chunks that it consists of, in their order. Its text is the canonical form that is stored and
 * hashed: a header line, then {@code <sha256> <partitions>} per chunk, each line ended by a newline. Immutable.
 */
public record PartitionIndex(List<ChunkRef> chunks) {
    private static final String HEADER = "freshet-partition-index 1";

    /**
     * One chunk.
     *
     * @param hash see {@link PartitionChunk#hash}
     * @param partitions how many it has, at least one
     */
    public record ChunkRef(Fingerprint hash, int partitions) {
        public ChunkRef {
            if (partitions < 1) {
                throw new IllegalArgumentException("a chunk cannot have %d partitions".formatted(partitions));
            }
        }
    }

    public PartitionIndex {
        chunks = List.copyOf(chunks);
    }

    /**
     * Reads the canonical text.
     *
     * @throws IllegalArgumentException if it is not an index's text; the message names the line
     */
    public static PartitionIndex parse(String text) {
        List<ChunkRef> chunks = new ArrayList<>();
        ListText.read(
                HEADER,
                text,
                (hash, count) -> chunks.add(new ChunkRef(Fingerprint.parse(hash), Integer.parseInt(count))));
        return new PartitionIndex(chunks);
    }

    public String text() {
        ListText text = new ListText(HEADER);
        for (ChunkRef chunk : chunks) {
            text.add(chunk.hash(), Integer.toString(chunk.partitions()));
        }
        return text.toString();
    }

    /** The identity of the list; computed anew with each call. */
    public Fingerprint hash() {
        return Sha256.of(text());
    }

    /** How many partitions the list has. */
    public int partitions() {
        return chunks.stream().mapToInt(ChunkRef::partitions).sum();
    }
}
