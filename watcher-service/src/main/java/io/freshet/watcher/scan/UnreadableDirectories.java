package io.freshet.watcher.scan;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Directories of a dataset that cannot be listed: what may have files there is held back. Paths are relative to the dataset's. */
public final class UnreadableDirectories {
    private final Layout layout;
    private final int segments;
    private final SortedMap<String, String> closed = new TreeMap<>();

    /** How many are told apart. */
    static final int MOST = 10_000;

    /** Why everything is held back where there are more. */
    public static final String TOO_MANY = "more than %,d directories in it cannot be looked into".formatted(MOST);

    public UnreadableDirectories(Layout layout) {
        this.layout = layout;
        String text = layout.toString();
        this.segments = text.contains("**") ? Integer.MAX_VALUE : text.split("/", -1).length;
    }

    /**
     * Under which directory one is to be noted: itself, or, where so many are known already that one more would cost too much, the
     * dataset's own, so that everything is held back.
     */
    public String place(String directory) {
        return closed.size() < MOST || closed.containsKey(directory) ? directory : "";
    }

    /** Whether it was not yet known. */
    public boolean add(String directory, String reason) {
        boolean mayHoldFiles = directory.isEmpty() || directory.split("/", -1).length < segments;
        return mayHoldFiles && !reason.equals(closed.put(directory, reason));
    }

    /** What lies there is looked at again. */
    public void reopen(String directory) {
        closed.keySet().removeIf(each -> isBelow(each, directory));
    }

    /** Everything was looked at, and only these were found closed. */
    public void retain(Set<String> directories) {
        closed.keySet().retainAll(directories);
    }

    /** The directories with the reasons. */
    public SortedMap<String, String> all() {
        return Collections.unmodifiableSortedMap(closed);
    }

    public boolean mayHoldFilesOf(PartitionKey partition) {
        if (closed.isEmpty()) {
            return false;
        }
        String home = layout.directory(partition);
        return closed.keySet().stream().anyMatch(each -> isBelow(each, home) || isBelow(home, each));
    }

    private static boolean isBelow(String path, String directory) {
        return directory.isEmpty() || path.equals(directory) || path.startsWith(directory + "/");
    }
}
