package io.freshet.contracts.spec;

import org.jspecify.annotations.Nullable;

/**
 * What one attempt may use, as Kubernetes quantities ({@code 500m}, {@code 2Gi}).
 *
 * @param cpu null: the installation's default
 * @param memory null: the installation's default
 */
public record ResourceSpec(@Nullable String cpu, @Nullable String memory) {
    public static final ResourceSpec DEFAULT = new ResourceSpec();

    /** The installation's defaults. */
    public ResourceSpec() {
        this(null, null);
    }
}
