package io.freshet.endtoend.simulation;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that come from outside: one for each partition, on the disk. */
final class SimulatedFiles {
    private final StorageRoot root;
    private final Map<DatasetRef, Layout> layouts = new TreeMap<>();
    private final Map<DatasetRef, SortedMap<PartitionKey, String>> contents = new TreeMap<>();
    private int changes;

    SimulatedFiles(StorageRoot root) {
        this.root = root;
    }

    void declare(DatasetRef dataset, Layout layout) {
        layouts.put(dataset, layout);
        contents.put(dataset, new TreeMap<>());
    }

    List<DatasetRef> datasets() {
        return List.copyOf(contents.keySet());
    }

    Layout layout(DatasetRef dataset) {
        return layouts.get(dataset);
    }

    /** What there is, or was: a partition that was deleted has no content. */
    SortedMap<PartitionKey, String> contents(DatasetRef dataset) {
        return contents.get(dataset);
    }

    /** How often anything was changed. */
    int changes() {
        return changes;
    }

    /** Writes a file, or deletes it if there is no content. */
    void write(DatasetRef dataset, PartitionKey partition, String content) {
        contents.get(dataset).put(partition, content);
        changes++;
        Path file = new RelativePath(path(dataset, partition)).resolveIn(root.dataset(dataset, directory(dataset)));
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            if (content != null) {
                Files.writeString(file, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Manifest manifest(DatasetRef dataset, PartitionKey partition) {
        byte[] content = contents.get(dataset).get(partition).getBytes(StandardCharsets.UTF_8);
        return new Manifest(List.of(
                new Manifest.Entry(new RelativePath(path(dataset, partition)), content.length, Sha256.of(content))));
    }

    static String directory(DatasetRef dataset) {
        return "data/" + dataset.dataset();
    }

    private String path(DatasetRef dataset, PartitionKey partition) {
        return SimulatedTask.path(layouts.get(dataset), partition);
    }
}
