package io.freshet.contracts.api;

import org.jspecify.annotations.Nullable;

/**
 * How much of a run may be under way at once. What runs goes on to its end, also when the run is paused.
 *
 * @param maxActive how many attempts; null: what the run was asked for with
 * @param paused whether no further attempt begins
 */
public record RunLimit(@Nullable Integer maxActive, boolean paused) {}
