package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.planner.domain.table.Keys;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the directories of datasets show: what tasks made, by dataset and partition, as the publisher does it. What is shown somewhere
 * else than a change says moves there.
 */
final class Published {
    /** A partition as it is shown. */
    record Shown(String path, String layout, Fingerprint fingerprint) {}

    private final Map<String, Shown> shown = new TreeMap<>();

    void apply(FileChanges changes) {
        // Whoever deletes or moves a file of a watched dataset deletes also what was published there once.
        boolean watched = changes.produced() == null;
        for (PartitionChange change : changes.changes()) {
            String row = Keys.of(changes.dataset().dataset(), change.partition());
            PartitionVersion after = change.after();
            if (after != null && !watched) {
                shown.put(row, new Shown(changes.path(), changes.layout(), after.fingerprint()));
            } else if (after == null) {
                shown.remove(row);
            }
        }
    }

    Map<String, Shown> of(String dataset) {
        Map<String, Shown> of = new TreeMap<>();
        shown.forEach((row, value) -> {
            if (row.startsWith(Keys.prefix(dataset))) {
                of.put(row, value);
            }
        });
        return of;
    }
}
