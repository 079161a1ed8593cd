package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.event.PartitionIndex.ChunkRef;
import io.freshet.servicekit.storage.ContentStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which files of the inputs of one attempt changed. What both versions have in common, chunks of lists or partitions, is not looked into.
 * Not thread-safe.
 */
final class InputChanges {
    private final InputLists lists;
    private final ContentStore contents;
    private int left;

    /** @param most files that are compared, of all inputs */
    InputChanges(InputLists lists, ContentStore contents, int most) {
        this.lists = lists;
        this.contents = contents;
        this.left = most;
    }

    /**
     * @param before what was read of the input then; none if it was not there
     * @return empty if there are more files to compare than may be
     */
    Optional<ChangeList> between(List<AttemptSpec.Input> before, AttemptSpec.Input after) throws IOException {
        Set<Fingerprint> common = new HashSet<>();
        for (AttemptSpec.Input known : before) {
            common.addAll(hashes(lists.index(known)));
        }
        common.retainAll(hashes(lists.index(after)));
        ChangeList.Builder changes = new ChangeList.Builder();
        try {
            Set<AttemptSpec.InputPartition> old = partitions(before, common);
            List<AttemptSpec.InputPartition> next = new ArrayList<>();
            lists.visit(after, common, partition -> {
                if (!old.remove(partition)) {
                    take();
                    next.add(partition);
                }
            });
            for (AttemptSpec.InputPartition partition : old) {
                visit(partition, changes::before);
            }
            for (AttemptSpec.InputPartition partition : next) {
                visit(partition, changes::now);
            }
            return Optional.of(changes.build());
        } catch (TooManyException e) {
            return Optional.empty();
        }
    }

    private Set<AttemptSpec.InputPartition> partitions(List<AttemptSpec.Input> before, Set<Fingerprint> common)
            throws IOException, TooManyException {
        Set<AttemptSpec.InputPartition> partitions = new HashSet<>();
        for (AttemptSpec.Input known : before) {
            lists.visit(known, common, partition -> {
                take();
                partitions.add(partition);
            });
        }
        return partitions;
    }

    private void visit(AttemptSpec.InputPartition partition, Consumer<Manifest.Entry> visitor)
            throws IOException, TooManyException {
        contents.visitManifest(partition.fingerprint(), entry -> {
            take();
            visitor.accept(entry);
        });
    }

    private void take() throws TooManyException {
        if (left == 0) {
            throw new TooManyException();
        }
        left--;
    }

    private static Set<Fingerprint> hashes(PartitionIndex index) {
        return index.chunks().stream().map(ChunkRef::hash).collect(Collectors.toSet());
    }

    /** Ends a comparison that would take too much memory. */
    private static final class TooManyException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
