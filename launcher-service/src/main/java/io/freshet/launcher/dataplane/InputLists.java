package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.event.PartitionIndex.ChunkRef;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The partitions of inputs, whether an order names them or a list does. Of a list one chunk at a time is in memory. Thread-safe. */
final class InputLists {
    private final StorageRoot root;
    private final ContentStore contents;

    InputLists(StorageRoot root, ContentStore contents) {
        this.root = root;
        this.contents = contents;
    }

    /** Sees one partition after the other. */
    interface Visitor<E extends Exception> {
        void visit(AttemptSpec.InputPartition partition) throws IOException, E;
    }

    /** A list, or a chunk of one, is not on the storage root. */
    static final class MissingListException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        MissingListException(AttemptSpec.Input input, Fingerprint hash) {
            this("the list %s of the partitions of %s is not on the storage root"
                    .formatted(hash.brief(), input.name()));
        }

        private MissingListException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** In words. */
        String reason() {
            return reason;
        }
    }

    /** What of the lists is not there, in words; empty if nothing lacks. Says nothing of damage. */
    Optional<String> missing(List<AttemptSpec.Input> inputs) throws IOException {
        try {
            for (AttemptSpec.Input input : inputs) {
                for (ChunkRef chunk : index(input).chunks()) {
                    if (!Files.exists(root.list(chunk.hash()))) {
                        throw new MissingListException(input, chunk.hash());
                    }
                }
            }
            return Optional.empty();
        } catch (MissingListException e) {
            return Optional.of(e.reason());
        }
    }

    /**
     * Visits the partitions of an input in their order.
     *
     * @throws MissingListException if a part of the list is missing or damaged
     */
    <E extends Exception> void visit(AttemptSpec.Input input, Visitor<E> visitor) throws IOException, E {
        visit(input, Set.of(), visitor);
    }

    /** As {@link #visit(Work.Input, Visitor)}, without the chunks with these hashes. */
    <E extends Exception> void visit(AttemptSpec.Input input, Set<Fingerprint> without, Visitor<E> visitor)
            throws IOException, E {
        for (AttemptSpec.InputPartition partition : input.partitions()) {
            visitor.visit(partition);
        }
        for (ChunkRef ref : index(input).chunks()) {
            if (!without.contains(ref.hash())) {
                for (AttemptSpec.InputPartition partition :
                        PartitionChunk.parse(text(input, ref.hash())).partitions()) {
                    visitor.visit(partition);
                }
            }
        }
    }

    /** The chunks of an input's list; none if it has no list. */
    PartitionIndex index(AttemptSpec.Input input) throws IOException {
        AttemptSpec.ListRef list = input.list();
        return list == null ? new PartitionIndex(List.of()) : PartitionIndex.parse(text(input, list.index()));
    }

    private String text(AttemptSpec.Input input, Fingerprint hash) throws IOException {
        return contents.list(hash).orElseThrow(() -> new MissingListException(input, hash));
    }
}
