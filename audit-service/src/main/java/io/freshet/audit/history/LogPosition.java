package io.freshet.audit.history;

/**
 * Where a partition is read next.
 *
 * @param epoch counts how often the topic was made anew
 * @param next the offset
 */
public record LogPosition(int epoch, long next) {}
