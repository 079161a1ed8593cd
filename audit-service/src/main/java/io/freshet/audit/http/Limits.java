package io.freshet.audit.http;

import java.time.Duration;

/**
 * How long requests may take that wait for something.
 *
 * @param longestWait for a run to finish or a workflow to settle
 * @param longestFollow of a log
 */
public record Limits(Duration longestWait, Duration longestFollow) {}
