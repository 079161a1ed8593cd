package io.freshet.scheduler.admission;

/**
 * An input that admission could not take.
 *
 * @param message what failed and what became of it, for people
 * @param failure what was thrown
 */
public record Rejection(String message, Throwable failure) {}
