package io.freshet.watcher.domain;

import io.freshet.contracts.data.Fingerprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an event, a file and a scan mean to each other. Events are hints and contents are the truth: no rule here makes or
 * unmakes a file, it only says what is waited for, what does not fit, and what came without an event. Pure.
 */
public final class AnnouncementRule {
    private AnnouncementRule() {}

    /** How what is there compares with what was announced. */
    public sealed interface Fit {
        /** There is nothing. */
        record Absent() implements Fit {}

        /** It is what was announced. */
        record Fits() implements Fit {}

        /** It is something else. */
        record Differs(long bytes, Fingerprint content) implements Fit {}
    }

    /**
     * What follows from an event.
     *
     * @param state of its target from now on
     * @param unannounced the files of the partition whose unannounced contents have changed, by path; none is left of one without contents
     * @param counts what it adds
     */
    public record Decision(TargetState state, SortedMap<String, UnannouncedFile> unannounced, EventCounts counts) {}

    /**
     * An event about a target.
     *
     * @param state of the target; null: nothing was announced of it yet
     * @param fit with what is there
     * @param unannounced contents of the files that it may be about, by path
     */
    public static Decision take(
            Announcement event, @Nullable TargetState state, Fit fit, SortedMap<String, UnannouncedFile> unannounced) {
        SortedMap<String, UnannouncedFile> changed = new TreeMap<>();
        long late = 0;
        boolean wasThere = false;
        for (var file : unannounced.entrySet()) {
            List<UnannouncedFile.Content> left = new ArrayList<>();
            for (UnannouncedFile.Content content : file.getValue().contents()) {
                if (event.fits(content.bytes(), content.content())) {
                    wasThere = true;
                    late += content.hasBeenCounted() ? 1 : 0;
                } else {
                    left.add(content);
                }
            }
            if (left.size() < file.getValue().contents().size()) {
                changed.put(file.getKey(), new UnannouncedFile(left));
            }
        }
        if (state != null && event.at().isBefore(state.newest())) {
            return new Decision(state, changed, new EventCounts(1, 0, 1, 0, 0, 0, late));
        }
        if (fit instanceof Fit.Fits) {
            return new Decision(new TargetState(event.at(), null), changed, new EventCounts(1, 1, 0, 0, 0, 0, late));
        }
        if (wasThere) {
            // What it announces came, and was replaced before the event was read.
            Announcement open = state == null ? null : state.open();
            return new Decision(new TargetState(event.at(), open), changed, new EventCounts(1, 0, 1, 0, 0, 0, late));
        }
        return new Decision(new TargetState(event.at(), event), changed, new EventCounts(1, 0, 0, 0, 0, 0, late));
    }

    /** A file has got a content of which nothing was announced. */
    public static UnannouncedFile appeared(@Nullable UnannouncedFile known, long bytes, Fingerprint content) {
        UnannouncedFile before = known == null ? new UnannouncedFile(List.of()) : known;
        boolean isAgain = !before.contents().isEmpty()
                && before.contents().getFirst().bytes() == bytes
                && before.contents().getFirst().content().equals(content);
        if (isAgain) {
            return before; // it was noted before a crash, and is read again
        }
        return before.with(new UnannouncedFile.Content(bytes, content, Instant.EPOCH));
    }

    /**
     * A full scan has ended: what has come without an event until now is counted, once.
     *
     * @param forget what was counted before then need not be remembered any more
     * @return the contents that are still remembered, and what is to be counted
     */
    public static Counted reconciled(UnannouncedFile file, Instant now, Instant forget) {
        List<UnannouncedFile.Content> left = new ArrayList<>();
        long counted = 0;
        for (UnannouncedFile.Content content : file.contents()) {
            if (!content.hasBeenCounted()) {
                counted++;
                left.add(new UnannouncedFile.Content(content.bytes(), content.content(), now));
            } else if (!content.counted().isBefore(forget)) {
                left.add(content);
            }
        }
        return new Counted(new UnannouncedFile(left), new EventCounts(0, 0, 0, 0, 0, counted, 0));
    }

    /** What a full scan makes of one file. */
    public record Counted(UnannouncedFile file, EventCounts counts) {}
}
