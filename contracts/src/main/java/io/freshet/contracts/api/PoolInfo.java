package io.freshet.contracts.api;

/**
 * A pool of a namespace.
 *
 * @param slots how many attempts may hold it at once; 0 pauses it
 */
public record PoolInfo(String namespace, String pool, int slots) {}
