package io.freshet.contracts.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens when all retries are spent.
 *
 * @param fallback a command that makes the outputs in another way; null: none
 * @param allow whether downstream goes on as if the outputs had not changed
 * @param failFast whether the whole run is cancelled
 */
public record FailureSpec(@Nullable List<String> fallback, boolean allow, boolean failFast) {}
