package io.freshet.audit.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of something that was due at a time: {@code EXPECTED -> ARRIVED}, {@code EXPECTED -> LATE -> ARRIVED}, and from either of the
 * first two to {@code WITHDRAWN}. A miss is the way to {@code LATE}, which there is at most once for each time.
 */
public sealed interface DeadlineState {
    /** It is not there, and still may be in time. */
    record Expected() implements DeadlineState {}

    /**
     * It was not there in time.
     *
     * @param foundAt when that was found out, which is later than it was due by as long as nobody could look
     */
    record Late(Instant foundAt) implements DeadlineState {}

    /**
     * It is there.
     *
     * @param at since when
     * @param foundLateAt when it was found out that it was late; null if it was not
     */
    record Arrived(Instant at, @Nullable Instant foundLateAt) implements DeadlineState {}

    /**
     * Nobody expects it any more: the deadline was changed or removed.
     *
     * @param foundLateAt when it was found out that it was late; null if it was not
     */
    record Withdrawn(@Nullable Instant foundLateAt) implements DeadlineState {}

    /** Whether it may still change. */
    default boolean isOpen() {
        return switch (this) {
            case Expected _, Late _ -> true;
            case Arrived _, Withdrawn _ -> false;
        };
    }
}
