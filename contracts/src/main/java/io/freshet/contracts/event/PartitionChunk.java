package io.freshet.contracts.event;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of consecutive partitions of an input, in the order of their text. Its text is the canonical form that is stored and hashed: a
 * header line, then {@code <sha256> <partition>} per partition, each line ended by a newline. Equal content, equal hash. Immutable.
 *
 * @param partitions sorted by the partition's text, each once
 */
public record PartitionChunk(List<AttemptSpec.InputPartition> partitions) {
    private static final String HEADER = "freshet-partitions 1";

    public PartitionChunk {
        partitions = List.copyOf(partitions);
    }

    /**
     * Reads the canonical text.
     *
     * @throws IllegalArgumentException if it is not a chunk's text; the message names the line
     */
    public static PartitionChunk parse(String text) {
        List<AttemptSpec.InputPartition> partitions = new ArrayList<>();
        ListText.read(
                HEADER,
                text,
                (hash, partition) -> partitions.add(
                        new AttemptSpec.InputPartition(PartitionKey.parse(partition), Fingerprint.parse(hash))));
        return new PartitionChunk(partitions);
    }

    public String text() {
        ListText text = new ListText(HEADER);
        for (AttemptSpec.InputPartition partition : partitions) {
            text.add(partition.fingerprint(), partition.partition().toString());
        }
        return text.toString();
    }

    /** The identity of the chunk; computed anew with each call. */
    public Fingerprint hash() {
        return Sha256.of(text());
    }
}
