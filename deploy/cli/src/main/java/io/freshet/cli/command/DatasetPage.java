package io.freshet.cli.command;

import io.freshet.contracts.api.Filter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that list datasets: which, how many, and from where on. */
final class DatasetPage {
    @Option(
            names = {"-n", "--namespace"},
            description = "only datasets of this namespace")
    private @Nullable String namespace;

    @Option(names = "--limit", defaultValue = "50", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--cursor", description = "go on where an earlier list ended")
    private @Nullable String cursor;

    @Nullable
    String namespace() {
        return namespace;
    }

    /**
     * @param partition what the key of a partition begins with; null: any
     */
    Filter filter(@Nullable String partition) {
        return new Filter(null, null, null, partition, null, null, null, limit, cursor);
    }
}
