package io.freshet.audit.feed;

import java.time.Instant;

/** Where following begins. */
public sealed interface FeedStart {
    /** With what happens from now on. */
    record Now() implements FeedStart {}

    /** Behind what was read up to a position. */
    record After(FeedPosition position) implements FeedStart {}

    /** With the first events that were written to the log at a time or later. */
    record Since(Instant time) implements FeedStart {}
}
