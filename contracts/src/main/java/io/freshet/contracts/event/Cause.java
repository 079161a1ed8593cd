package io.freshet.contracts.event;

import io.freshet.contracts.text.ShortText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why something was set in motion. One batch of file changes, one deployment, one request is one cause; a run is what one cause
 * did in one workflow.
 *
 * @param id derived from what happened, so that seeing it again gives the same id
 * @param description one sentence for people
 * @param firing of which schedule it is a firing; null if of none
 */
public record Cause(
        String id,
        Kind kind,
        Instant at,
        String description,
        @Nullable Firing firing) {
    /** The bound on the characters of a description; a longer one is cut. */
    public static final int MAX_DESCRIPTION = 2_000;

    public Cause {
        description = ShortText.of(description, MAX_DESCRIPTION);
    }

    /** A cause that is no firing of a schedule. */
    public Cause(String id, Kind kind, Instant at, String description) {
        this(id, kind, at, description, null);
    }

    /** The closed list of causes. */
    public enum Kind {
        FILES_CHANGED,
        DATASET_CHANGED,
        DEPLOYED,
        REQUESTED,
        /** A time came that was waited for, such as an input's deadline. */
        DEADLINE,
        SCHEDULED,
        EVENT,
        BACKFILL,
        REPLAY
    }
}
