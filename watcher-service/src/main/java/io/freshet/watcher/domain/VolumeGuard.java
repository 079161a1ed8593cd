package io.freshet.watcher.domain;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a deletion from a file system that is not there. A dataset's files come from volumes: the one of its own directory, named by
 * the empty text, and those mounted below it, named by their directories. A volume is in doubt while it is missing, while another file
 * system is in its place, or while nothing that is known of it can be found any more. What is found in the place of a volume in doubt
 * does not count, and what is missing from it is hidden, not deleted. A doubt ends when the volume is as it was, when a scan finds that
 * nothing known is missing, or when the deletions are confirmed; then everything must be looked at again.
 *
 * <p>Paths and directories are relative to the dataset's directory. Not thread-safe.
 */
public final class VolumeGuard {
    private static final String UNMOUNTED = "it is no longer mounted";
    private static final String MISSING = "the directory is missing";
    private static final String REPLACED = "another file system is mounted there";
    private static final String EMPTIED = "all files vanished at once";

    /**
     * A volume in doubt.
     *
     * @param missing how many of its known files the scan has not found
     * @param hidden whether a scan has shown that files are missing
     */
    public record Doubt(String reason, long missing, boolean hidden) {}

    private final SortedMap<String, VolumeIdentity> trusted = new TreeMap<>();
    private final SortedMap<String, VolumeIdentity> present = new TreeMap<>();
    private final SortedMap<String, Doubt> doubts = new TreeMap<>();
    private final SortedSet<String> confirmed = new TreeSet<>();

    /** Takes what earlier scans have shown to be the dataset's volumes. */
    public void trust(SortedMap<String, VolumeIdentity> volumes) {
        trusted.clear();
        trusted.putAll(volumes);
    }

    public SortedMap<String, VolumeIdentity> trusted() {
        return Collections.unmodifiableSortedMap(trusted);
    }

    public SortedMap<String, VolumeIdentity> present() {
        return Collections.unmodifiableSortedMap(present);
    }

    /** The volumes in doubt. */
    public SortedMap<String, Doubt> doubts() {
        return Collections.unmodifiableSortedMap(doubts);
    }

    /** What is there now; to be judged next. */
    public void observe(SortedMap<String, VolumeIdentity> volumes) {
        present.clear();
        present.putAll(volumes);
    }

    /** The volumes that there are, or were when they were last trusted. */
    public SortedSet<String> volumes() {
        SortedSet<String> all = new TreeSet<>(trusted.keySet());
        all.addAll(present.keySet());
        return all;
    }

    /**
     * Which volumes are in doubt, as they were last observed.
     *
     * @param populated volumes of which files are known; the others can have lost nothing and are trusted
     * @param emptied those of them of which no known file exists
     */
    public void judge(Set<String> populated, Set<String> emptied) {
        confirmed.retainAll(emptied);
        SortedMap<String, Doubt> before = new TreeMap<>(doubts);
        doubts.clear();
        SortedSet<String> all = volumes();
        all.addAll(emptied);
        for (String volume : all) {
            if (!populated.contains(volume)) {
                accept(volume);
                continue;
            }
            String reason = doubt(volume, emptied.contains(volume));
            if (reason != null && !confirmed.contains(volume)) {
                Doubt known = before.get(volume);
                doubts.put(volume, new Doubt(reason, 0, known != null && known.hidden()));
            }
        }
    }

    private @Nullable String doubt(String volume, boolean emptied) {
        VolumeIdentity was = trusted.get(volume);
        VolumeIdentity is = present.get(volume);
        if (was != null && is == null) {
            return volume.isEmpty() ? MISSING : UNMOUNTED;
        }
        if (is != null && (was == null || !was.isSameFileSystem(is))) {
            return REPLACED;
        }
        return emptied ? EMPTIED : null;
    }

    /** The volume that a file belongs to, or did; that of the dataset's own directory if there is no other. */
    public String volumeOf(String path) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String directory = path.substring(0, end);
            if (trusted.containsKey(directory) || present.containsKey(directory)) {
                return directory;
            }
        }
        return "";
    }

    /**
     * Whether what is found in a file's place counts.
     *
     * @param missing whether the file is known and not found
     * @param witnessed whether the kernel reported it; then a deletion is believed, unless the volume is another one
     */
    public boolean counts(String path, boolean missing, boolean witnessed) {
        String volume = volumeOf(path);
        Doubt doubt = doubts.get(volume);
        if (doubt == null || (missing && witnessed && doubt.reason().equals(EMPTIED))) {
            return true;
        }
        if (missing) {
            doubts.put(volume, new Doubt(doubt.reason(), doubt.missing() + 1, doubt.hidden()));
        }
        return false;
    }

    /**
     * A scan of everything has ended: volumes of which nothing is missing are trusted as they are now.
     *
     * @return whether there are such, so that a further scan is needed
     */
    public boolean scanned() {
        boolean accepted = false;
        for (String volume : Set.copyOf(doubts.keySet())) {
            Doubt doubt = doubts.get(volume);
            if (doubt == null) {
                continue;
            }
            if (doubt.missing() == 0) {
                doubts.remove(volume);
                accept(volume);
                accepted = true;
            } else {
                doubts.put(volume, new Doubt(doubt.reason(), doubt.missing(), true));
            }
        }
        return accepted;
    }

    /** What was reported is known, but no file of it, and none is found. */
    public void hideAll() {
        doubts.put("", new Doubt(EMPTIED, 1, true));
    }

    /** Somebody who knows says that what is missing is deleted. */
    public void confirm() {
        for (String volume : doubts.keySet()) {
            confirmed.add(volume);
            accept(volume);
        }
        doubts.clear();
    }

    /** The volumes whose missing files are held back. */
    public SortedSet<String> hidden() {
        SortedSet<String> hidden = new TreeSet<>();
        doubts.forEach((volume, doubt) -> {
            if (doubt.hidden()) {
                hidden.add(volume);
            }
        });
        return hidden;
    }

    private void accept(String volume) {
        VolumeIdentity is = present.get(volume);
        if (is == null) {
            trusted.remove(volume);
        } else {
            trusted.put(volume, is);
        }
    }
}
