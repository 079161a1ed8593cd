package io.freshet.contracts.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to list; null: no matter. Not every list knows every field, see each method of {@link AuditClient}.
 *
 * @param partition the beginning of a partition key's text
 * @param state the name of a state of what is listed
 * @param since only what began at this time or later
 * @param limit of the page, 1 to 1000; null: 100
 * @param cursor {@link Page#next} of the page before
 */
public record Filter(
        @Nullable String namespace,
        @Nullable String workflow,
        @Nullable String task,
        @Nullable String partition,
        @Nullable String run,
        @Nullable String state,
        @Nullable Instant since,
        @Nullable Integer limit,
        @Nullable String cursor) {
    /** Everything. */
    public static final Filter ANY = new Filter(null, null, null, null, null, null, null, null, null);

    public Filter namespace(String name) {
        return new Filter(name, workflow, task, partition, run, state, since, limit, cursor);
    }

    public Filter workflow(String name) {
        return new Filter(namespace, name, task, partition, run, state, since, limit, cursor);
    }

    public Filter task(@Nullable String name) {
        return new Filter(namespace, workflow, name, partition, run, state, since, limit, cursor);
    }

    public Filter partition(@Nullable String prefix) {
        return new Filter(namespace, workflow, task, prefix, run, state, since, limit, cursor);
    }

    public Filter run(@Nullable String id) {
        return new Filter(namespace, workflow, task, partition, id, state, since, limit, cursor);
    }

    public Filter state(Enum<?> name) {
        return new Filter(namespace, workflow, task, partition, run, name.name(), since, limit, cursor);
    }

    public Filter since(Instant time) {
        return new Filter(namespace, workflow, task, partition, run, state, time, limit, cursor);
    }

    public Filter limit(int items) {
        return new Filter(namespace, workflow, task, partition, run, state, since, items, cursor);
    }

    public Filter after(@Nullable String next) {
        return new Filter(namespace, workflow, task, partition, run, state, since, limit, next);
    }
}
