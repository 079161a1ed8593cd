package io.freshet.contracts.api;

import java.time.Instant;

/**
 * A namespace: it exists from the first deployment into it.
 *
 * @param workflows how many are deployed in it now
 */
public record NamespaceInfo(String namespace, int workflows, String createdBy, Instant createdAt) {}
