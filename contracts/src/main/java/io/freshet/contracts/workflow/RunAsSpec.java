package io.freshet.contracts.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The identity under which a task's attempts run.
 *
 * @param serviceAccount on Kubernetes; null: the namespace's default for tasks
 * @param user numeric user id; null: the executor's default for tasks
 * @param group numeric group id; null: the executor's default for tasks
 */
public record RunAsSpec(
        @Nullable String serviceAccount,
        @Nullable Integer user,
        @Nullable Integer group) {}
