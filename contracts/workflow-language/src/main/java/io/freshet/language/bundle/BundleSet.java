package io.freshet.language.bundle;

import io.freshet.contracts.data.RelativePath;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Several bundles that are deployed together. An archive of them has a directory for each; all bounds of a {@link Bundle} are those of the
 * files together.
 *
 * @param bundles by the name of the directory, at least one
 */
public record BundleSet(SortedMap<String, Bundle> bundles) {
    /** How many bundles may be deployed together. */
    public static final int MAX_BUNDLES = 50;

    public BundleSet {
        if (bundles.isEmpty()) {
            throw new IllegalArgumentException("a set of bundles has at least one");
        }
        bundles = Collections.unmodifiableSortedMap(new TreeMap<>(bundles));
    }

    /** Takes the files of an archive apart. */
    static BundleSet of(SortedMap<RelativePath, BundleFile> files) throws InvalidBundleException {
        SortedMap<String, SortedMap<RelativePath, BundleFile>> byDirectory = new TreeMap<>();
        for (Map.Entry<RelativePath, BundleFile> file : files.entrySet()) {
            String path = file.getKey().text();
            int slash = path.indexOf('/');
            if (slash < 0) {
                throw new InvalidBundleException(
                        "'%s' is at the top of the archive: put each bundle in a directory of its own".formatted(path));
            }
            byDirectory
                    .computeIfAbsent(path.substring(0, slash), directory -> new TreeMap<>())
                    .put(new RelativePath(path.substring(slash + 1)), file.getValue());
        }
        if (byDirectory.isEmpty() || byDirectory.size() > MAX_BUNDLES) {
            throw new InvalidBundleException("the archive has %d bundles: send 1 to %d, each in a directory of its own"
                    .formatted(byDirectory.size(), MAX_BUNDLES));
        }
        SortedMap<String, Bundle> bundles = new TreeMap<>();
        for (Map.Entry<String, SortedMap<RelativePath, BundleFile>> directory : byDirectory.entrySet()) {
            if (!directory.getValue().containsKey(new RelativePath(Bundle.WORKFLOW_FILE))) {
                throw new InvalidBundleException(
                        "there is no %s in the directory '%s' of the archive: add it, or leave the directory out"
                                .formatted(Bundle.WORKFLOW_FILE, directory.getKey()));
            }
            bundles.put(directory.getKey(), new Bundle(directory.getValue()));
        }
        return new BundleSet(bundles);
    }

    /** All files, each below the directory of its bundle. */
    SortedMap<RelativePath, BundleFile> files() {
        SortedMap<RelativePath, BundleFile> files = new TreeMap<>();
        bundles.forEach((directory, bundle) -> bundle.files()
                .forEach((path, file) -> files.put(new RelativePath(directory + "/" + path.text()), file)));
        return files;
    }
}
