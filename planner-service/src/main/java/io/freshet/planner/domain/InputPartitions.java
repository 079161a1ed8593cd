package io.freshet.planner.domain;

import io.freshet.contracts.action.ActionKey;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.ListedChunk.Size;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;

/** The partitions of an input that an instance reads. */
sealed interface InputPartitions {
    int size();

    /** What an action key depends on. */
    ActionKey.Content content();

    default boolean isEmpty() {
        return size() == 0;
    }

    /**
     * One by one.
     *
     * @param fingerprints by the partition's text
     */
    record Named(NavigableMap<String, Fingerprint> fingerprints) implements InputPartitions {
        @Override
        public int size() {
            return fingerprints.size();
        }

        @Override
        public ActionKey.Content content() {
            return new ActionKey.Content.Partitions(fingerprints);
        }
    }

    /**
     * As a list.
     *
     * @param keys under which they are
     * @param hash of the index
     * @param chunks that are not empty
     */
    record Listed(List<PartitionKey> keys, PartitionIndex index, Fingerprint hash, List<ListedChunk> chunks)
            implements InputPartitions {
        static Listed of(List<PartitionKey> keys, List<ListedChunk> chunks) {
            List<ListedChunk> filled =
                    chunks.stream().filter(chunk -> chunk.partitions() > 0).toList();
            PartitionIndex index = new PartitionIndex(filled.stream()
                    .map(chunk -> new PartitionIndex.ChunkRef(chunk.hash(), chunk.partitions()))
                    .toList());
            return new Listed(keys, index, index.hash(), filled);
        }

        @Override
        public int size() {
            return index.partitions();
        }

        @Override
        public ActionKey.Content content() {
            return new ActionKey.Content.Listed(size(), hash);
        }

        /** How much they contain, if all chunks know it. */
        Size measured() {
            return chunks.stream()
                    .map(ListedChunk::size)
                    .filter(Objects::nonNull)
                    .reduce(Size.NONE, (sum, size) -> sum.plus(size.files(), size.bytes()));
        }
    }
}
