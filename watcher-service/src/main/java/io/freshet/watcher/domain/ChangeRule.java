package io.freshet.watcher.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what one look at a file means. Pure: the same look gives the same verdict. */
public final class ChangeRule {
    private ChangeRule() {}

    /**
     * One look.
     *
     * @param known what is remembered of the file; null: nothing
     * @param pending what an earlier look left open; null: nothing
     * @param settle of the dataset
     * @param now by a steady clock, as all times here
     * @param age for how long the file has surely been as it is; of no meaning unless it is present
     */
    public record Observation(
            @Nullable KnownFile known,
            FileSighting sighting,
            ScanReason trigger,
            @Nullable PendingFile pending,
            Duration settle,
            Instant now,
            Duration age) {}

    /** What to do about the file. */
    public sealed interface Verdict {
        /** It is as it is known. */
        record Unchanged() implements Verdict {}

        /** Look again then: it has not been still for long enough. */
        record Wait(Instant since, Instant due) implements Verdict {}

        /** Read it: its content may be new. */
        record Read(FileStamp stamp) implements Verdict {}

        /** It is known and no longer there. */
        record Forget() implements Verdict {}

        /** Nothing can be said of its partition until this one can be seen. */
        record Hold(String reason) implements Verdict {}
    }

    public static Verdict decide(Observation look) {
        return switch (look.sighting()) {
            case FileSighting.Hidden(String reason) -> new Verdict.Hold(reason);
            case FileSighting.Absent() -> absent(look);
            case FileSighting.Present(FileStamp stamp) -> present(look, stamp);
        };
    }

    private static Verdict absent(Observation look) {
        if (look.known() == null) {
            return new Verdict.Unchanged();
        }
        // When it vanished is not known, only since when it has been missing; and a file needs no stillness to be gone.
        Instant since = since(look, look.now());
        Instant due = since.plus(look.settle());
        return due.isAfter(look.now()) ? new Verdict.Wait(since, due) : new Verdict.Forget();
    }

    private static Verdict present(Observation look, FileStamp stamp) {
        KnownFile known = look.known();
        if (known != null && known.stamp().equals(stamp)) {
            return known.isRacy() ? new Verdict.Read(stamp) : new Verdict.Unchanged();
        }
        Instant since =
                since(look, look.trigger().isRecent() ? look.now() : look.now().minus(look.age()));
        Instant due = since.plus(look.trigger().stillness(look.settle()));
        return due.isAfter(look.now()) ? new Verdict.Wait(since, due) : new Verdict.Read(stamp);
    }

    /** Earlier looks count if the file was the same then. */
    private static Instant since(Observation look, Instant since) {
        PendingFile pending = look.pending();
        return pending != null
                        && pending.seen().equals(look.sighting())
                        && pending.since().isBefore(since)
                ? pending.since()
                : since;
    }
}
