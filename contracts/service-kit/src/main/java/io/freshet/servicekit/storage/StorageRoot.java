package io.freshet.servicekit.storage;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.id.DatasetRef;
import java.nio.file.Path;

/**
 * Where everything lies below a storage root, the directory that watcher, scheduler, launcher and tasks share. Only names:
 * nothing here touches the disk.
 *
 * <pre>
 * root/namespace/dataset path/...          what people and tools read
 * root/.freshet/objects/ab/cdef...         file contents by SHA-256
 * root/.freshet/manifests/ab/cdef...       manifests by hash
 * root/.freshet/lists/ab/cdef...           lists of inputs' partitions by hash
 * root/.freshet/actions/namespace/ab/...    results of a namespace by action key
 * root/.freshet/attempts/attempt/          one attempt's view
 * </pre>
 */
public record StorageRoot(Path root) {
    public StorageRoot {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * The directory of a dataset.
     *
     * @param path as the workflow declares it, relative to the namespace's directory
     * @throws IllegalArgumentException if the path would lead out of the namespace
     */
    public Path dataset(DatasetRef dataset, String path) {
        return new RelativePath(path).resolveIn(root.resolve(dataset.namespace()));
    }

    public Path object(Fingerprint content) {
        return sharded("objects", content);
    }

    public Path manifest(Fingerprint fingerprint) {
        return sharded("manifests", fingerprint);
    }

    /** A list of an input's partitions, or a chunk of one. */
    public Path list(Fingerprint hash) {
        return sharded("lists", hash);
    }

    /** The result of an action, which answers only within its namespace: what a task may read besides its inputs is the namespace's. */
    public Path action(String namespace, Fingerprint actionKey) {
        return sharded("actions/" + namespace, actionKey);
    }

    public Path attempts() {
        return internal().resolve("attempts");
    }

    public Path attempt(String attempt) {
        return attempts().resolve(attempt);
    }

    /** For files that are written here first and then moved into place. */
    public Path staging() {
        return internal().resolve("staging");
    }

    /** For bundles while they are received, unpacked and deployed; each scheduler has a directory of its own below. */
    public Path uploads() {
        return internal().resolve("uploads");
    }

    /** For what was found to be damaged: nothing reads it but people. */
    public Path damaged() {
        return internal().resolve("damaged");
    }

    public Path internal() {
        return root.resolve(".freshet");
    }

    private Path sharded(String kind, Fingerprint hash) {
        return internal()
                .resolve(kind)
                .resolve(hash.hex().substring(0, 2))
                .resolve(hash.hex().substring(2));
    }
}
