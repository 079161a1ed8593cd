package io.freshet.contracts.api;

import org.jspecify.annotations.Nullable;

/**
 * How much of a namespace may be under way.
 *
 * @param maxActive how many attempts of all its workflows may run at once; 0 pauses the namespace; null: any number
 */
public record NamespaceQuota(String namespace, @Nullable Integer maxActive) {}
