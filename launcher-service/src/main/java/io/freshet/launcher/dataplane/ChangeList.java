package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What changed in an input since an earlier attempt: files by path, each list in the order of paths. */
record ChangeList(List<RelativePath> added, List<RelativePath> modified, List<RelativePath> removed) {

    /** Compares what there was with what there is. Not thread-safe. */
    static final class Builder {
        private final Map<RelativePath, Fingerprint> old = new HashMap<>();
        private final List<RelativePath> added = new ArrayList<>();
        private final List<RelativePath> modified = new ArrayList<>();

        /** There was this file; to be said of all before {@link #now}. */
        void before(Manifest.Entry entry) {
            old.put(entry.path(), entry.content());
        }

        /** There is this file now. */
        void now(Manifest.Entry entry) {
            Fingerprint known = old.remove(entry.path());
            if (known == null) {
                added.add(entry.path());
            } else if (!known.equals(entry.content())) {
                modified.add(entry.path());
            }
        }

        ChangeList build() {
            return new ChangeList(
                    added.stream().sorted().toList(),
                    modified.stream().sorted().toList(),
                    old.keySet().stream().sorted().toList());
        }
    }
}
