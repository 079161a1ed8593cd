package io.freshet.planner.domain.graph;

import io.freshet.contracts.action.ActionKey;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.PartitionChunk;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.state.ListedChunk;
import io.freshet.planner.domain.state.ListedChunk.Size;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** The partitions of an input that an instance reads. */
public sealed interface InputPartitions {
    int size();

    /**
     * What an action key depends on: the same of the same partitions, whether they are remembered one by one or as a list.
     *
     * @param input of which they are
     * @param instance the partition of the instance that reads them
     */
    ActionKey.Content content(InputModel input, PartitionKey instance, ListBounds bounds);

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
        public ActionKey.Content content(InputModel input, PartitionKey instance, ListBounds bounds) {
            return input.isSingle() || size() <= bounds.inline()
                    ? new ActionKey.Content.Partitions(fingerprints)
                    : new ActionKey.Content.Listed(
                            size(), index(chunks(input, instance, bounds)).hash());
        }

        /** In the chunks in which {@link Listings} lists them: no chunk has partitions of two keys. */
        public List<PartitionChunk> chunks(InputModel input, PartitionKey instance, ListBounds bounds) {
            Map<PartitionKey, TreeMap<String, Fingerprint>> byKey = new HashMap<>();
            fingerprints.forEach((partition, fingerprint) -> byKey.computeIfAbsent(
                            input.keyOf(PartitionKey.parse(partition)), _ -> new TreeMap<>())
                    .put(partition, fingerprint));
            return input.keysReadBy(instance).stream()
                    .map(byKey::get)
                    .filter(Objects::nonNull)
                    .flatMap(list -> ChunkBuilder.split(list, bounds).stream())
                    .toList();
        }

        public static PartitionIndex index(List<PartitionChunk> chunks) {
            return new PartitionIndex(chunks.stream()
                    .map(chunk -> new PartitionIndex.ChunkRef(
                            chunk.hash(), chunk.partitions().size()))
                    .toList());
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
        public ActionKey.Content content(InputModel input, PartitionKey instance, ListBounds bounds) {
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
