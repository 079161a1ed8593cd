package io.freshet.contracts.api;

/**
 * A run will begin.
 *
 * @param run its id
 * @param requestId of the request: asking again with it asks for the same run
 */
public record RunAccepted(String run, String requestId) {}
