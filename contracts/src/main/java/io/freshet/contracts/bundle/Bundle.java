package io.freshet.contracts.bundle;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a bundle, in memory: {@value #WORKFLOW_FILE} and whatever its tasks run. Immutable by agreement: nobody writes to
 * the arrays.
 *
 * <p>Modes and times of files do not belong to a bundle, so that equal files are an equal bundle whatever packed them. In an attempt
 * every code file is readable and executable by everybody and writable by nobody (0555); a script therefore needs no {@code chmod}.
 *
 * @param files contents by path
 */
public record Bundle(SortedMap<RelativePath, byte[]> files) {
    /** The file that every bundle has. */
    public static final String WORKFLOW_FILE = "workflow.yaml";

    /** How many files a bundle may have. */
    public static final int MAX_FILES = 10_000;

    /** How many bytes they may have together: 256 MiB. */
    public static final long MAX_BYTES = 256L * 1024 * 1024;

    public Bundle {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The content of a file; empty if the bundle does not have it. */
    public Optional<byte[]> file(RelativePath path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The identity of the bundle: of its paths and contents, and of nothing else. */
    public Fingerprint fingerprint() {
        return manifest(files.keySet()).fingerprint();
    }

    /**
     * The manifest of some of the files.
     *
     * @throws IllegalArgumentException if a file is not in the bundle
     */
    public Manifest manifest(Iterable<RelativePath> paths) {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (RelativePath path : paths) {
            byte[] content = file(path)
                    .orElseThrow(() -> new IllegalArgumentException("'%s' is not in the bundle".formatted(path)));
            entries.add(new Manifest.Entry(path, content.length, Sha256.of(content)));
        }
        return new Manifest(entries);
    }
}
