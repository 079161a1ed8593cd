package io.freshet.watcher.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has been announced of one target.
 *
 * @param newest when the newest event about it happened
 * @param open the newest announcement, while the file is not there or does not fit; null: it has arrived
 */
public record TargetState(Instant newest, @Nullable Announcement open) {}
