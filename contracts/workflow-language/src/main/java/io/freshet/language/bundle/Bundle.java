package io.freshet.language.bundle;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a bundle: {@value #WORKFLOW_FILE} and whatever its tasks run. Only their paths, sizes and hashes are in memory.
 *
 * <p>Modes and times of files do not belong to a bundle, so that equal files are an equal bundle whatever packed them. In an attempt
 * every code file is readable and executable by everybody and writable by nobody (0555); a script therefore needs no {@code chmod}.
 *
 * @param files by path
 */
public record Bundle(SortedMap<RelativePath, BundleFile> files) {
    /** The file that every bundle has. */
    public static final String WORKFLOW_FILE = "workflow.yaml";

    /** How many files a bundle may have. */
    public static final int MAX_FILES = 10_000;

    /** How many bytes a file may have: 128 MiB. */
    public static final long MAX_FILE_BYTES = 128L * 1024 * 1024;

    /** How many bytes the files may have together, and how many an archive of them may have: 256 MiB. */
    public static final long MAX_BYTES = 256L * 1024 * 1024;

    /** How many times the size of its archive the files may have together, beyond {@link #ANY_RATIO_BYTES}. */
    public static final int MAX_RATIO = 100;

    /** Files of together so many bytes may be packed as tightly as they can be: 16 MiB. */
    public static final long ANY_RATIO_BYTES = 16L * 1024 * 1024;

    public Bundle {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** A bundle whose files are in memory, so only for small ones. */
    public static Bundle of(Map<RelativePath, byte[]> contents) {
        SortedMap<RelativePath, BundleFile> files = new TreeMap<>();
        contents.forEach((path, content) -> files.put(path, BundleFile.of(content)));
        return new Bundle(files);
    }

    /** A file; empty if the bundle does not have it. */
    public Optional<BundleFile> file(RelativePath path) {
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
            BundleFile file = file(path)
                    .orElseThrow(() -> new IllegalArgumentException("'%s' is not in the bundle".formatted(path)));
            entries.add(new Manifest.Entry(path, file.size(), file.hash()));
        }
        return new Manifest(entries);
    }
}
