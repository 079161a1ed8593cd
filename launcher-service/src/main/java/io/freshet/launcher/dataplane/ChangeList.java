package io.freshet.launcher.dataplane;

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
        private final Map<RelativePath, Manifest.Entry> old;
        private final List<RelativePath> added = new ArrayList<>();
        private final List<RelativePath> modified = new ArrayList<>();

        Builder(List<Manifest> before) {
            this.old = byPath(before);
        }

        /** There are these files now. */
        void now(Manifest manifest) {
            for (Manifest.Entry entry : manifest.files()) {
                Manifest.Entry known = old.remove(entry.path());
                if (known == null) {
                    added.add(entry.path());
                } else if (!known.content().equals(entry.content())) {
                    modified.add(entry.path());
                }
            }
        }

        ChangeList build() {
            return new ChangeList(
                    added.stream().sorted().toList(),
                    modified.stream().sorted().toList(),
                    old.keySet().stream().sorted().toList());
        }
    }

    private static Map<RelativePath, Manifest.Entry> byPath(List<Manifest> manifests) {
        Map<RelativePath, Manifest.Entry> entries = new HashMap<>();
        manifests.forEach(manifest -> manifest.files().forEach(entry -> entries.put(entry.path(), entry)));
        return entries;
    }
}
