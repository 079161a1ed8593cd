package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.ContentStore;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.event.PartitionIndex;
import io.freshet.contracts.event.PartitionIndex.ChunkRef;
import io.freshet.contracts.event.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which files of an input changed. What both versions have in common, chunks of lists or partitions, is not looked into. */
final class InputChanges {
    private final InputLists lists;
    private final ContentStore contents;

    InputChanges(InputLists lists, ContentStore contents) {
        this.lists = lists;
        this.contents = contents;
    }

    /**
     * @param before what was read of the input then; none if it was not there
     */
    ChangeList between(List<Work.Input> before, Work.Input after) throws IOException {
        Set<Fingerprint> common = new HashSet<>();
        for (Work.Input known : before) {
            common.addAll(hashes(lists.index(known)));
        }
        common.retainAll(hashes(lists.index(after)));
        Set<Work.InputPartition> old = new HashSet<>();
        for (Work.Input known : before) {
            lists.visit(known, common, old::add);
        }
        List<Work.InputPartition> next = new ArrayList<>();
        lists.visit(after, common, partition -> {
            if (!old.remove(partition)) {
                next.add(partition);
            }
        });
        ChangeList.Builder changes = new ChangeList.Builder(manifests(old));
        for (Work.InputPartition partition : next) {
            contents.manifest(partition.fingerprint()).ifPresent(changes::now);
        }
        return changes.build();
    }

    private static Set<Fingerprint> hashes(PartitionIndex index) {
        return index.chunks().stream().map(ChunkRef::hash).collect(Collectors.toSet());
    }

    private List<Manifest> manifests(Set<Work.InputPartition> partitions) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (Work.InputPartition partition : partitions) {
            contents.manifest(partition.fingerprint()).ifPresent(manifests::add);
        }
        return manifests;
    }
}
