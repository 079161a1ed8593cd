package io.freshet.cli.command;

import io.freshet.cli.session.Arguments;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.RunSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run can be asked for with, however its partitions are chosen. */
final class RunOptions {
    @Option(
            names = "--where",
            paramLabel = "DIMENSION=VALUE",
            description = "only instances of this partition; a time by its beginning (may be repeated)")
    private Map<String, String> where = new LinkedHashMap<>();

    @Option(names = "--force", description = "run also what is up to date")
    private boolean force;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "a workflow parameter's value for this run instead of its default (may be repeated)")
    private Map<String, String> params = new LinkedHashMap<>();

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "newest-first",
            description = "which partitions go first, in all tasks: newest-first or oldest-first"
                    + " (default: ${DEFAULT-VALUE})")
    private String order;

    @Option(names = "--dry-run", description = "only say which instances would run")
    private boolean trial;

    @Option(names = "--reason", description = "why, for the record")
    private @Nullable String reason;

    /** Whether it is only to be said what would happen. */
    boolean isTrial() {
        return trial;
    }

    Map<String, String> where() {
        return where;
    }

    /**
     * The order for these tasks.
     *
     * @param from tasks with all that follows from them
     */
    RunOrder order(List<String> tasks, List<String> from, @Nullable Overlap overlap) {
        return new RunOrder(
                tasks, from, where, new RunSettings(force, trial, params, Arguments.order(order), overlap), reason);
    }
}
