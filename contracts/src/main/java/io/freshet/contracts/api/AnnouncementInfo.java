package io.freshet.contracts.api;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that announces an extract which is not there, or is not what it says.
 *
 * @param partition as the event names it, or as its path says; null: it names none
 * @param path relative to the dataset's directory; null: any file of the partition
 * @param at when the extract arrived, by the event
 * @param announced what the event says of the file
 * @param found what is there instead; null: nothing
 */
public record AnnouncementInfo(
        DatasetRef dataset,
        @Nullable String partition,
        @Nullable String path,
        State state,
        String source,
        String id,
        Instant at,
        Content announced,
        @Nullable Content found) {
    /** What it waits for. */
    public enum State {
        /** The file. */
        ANNOUNCED,
        /** A file that fits, or a newer event: what is there is not reported. */
        HELD_BACK,
        /** A workflow that declares the dataset. */
        NOT_WATCHED
    }

    /** Of a file; null: the event does not say. */
    public record Content(@Nullable Long size, @Nullable Fingerprint sha256) {}
}
