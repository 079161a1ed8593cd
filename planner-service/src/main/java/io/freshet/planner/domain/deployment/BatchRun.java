package io.freshet.planner.domain.deployment;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.metadata.DatasetMetadata;
import io.freshet.planner.domain.metadata.OpenBatches.OpenBatch;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.ReaderReaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For which run the readers of a batch of changes are unsettled, and in which scope they are held, if any. */
final class BatchRun {
    private final DatasetMetadata datasets;
    private final Runs runs;
    private final DatasetRef dataset;
    private final Cause cause;
    private final @Nullable String scope;
    private @Nullable String run;

    BatchRun(DatasetMetadata datasets, Runs runs, DatasetRef dataset, Cause cause, @Nullable String scope) {
        this.datasets = datasets;
        this.runs = runs;
        this.dataset = dataset;
        this.cause = cause;
        this.scope = scope;
    }

    /** The run, started when somebody turns out to read what changed. */
    String run() {
        String known = run;
        if (known == null) {
            known = open();
            run = known;
        }
        return known;
    }

    private String open() {
        String awaiting =
                Holds.DEPLOYMENT.equals(scope) ? datasets.subscriptions().awaitingRun(dataset) : null;
        if (awaiting != null) {
            return awaiting;
        }
        String opened = runs.open(cause);
        if (scope != null && datasets.openBatches().find(dataset) == null) {
            datasets.openBatches().open(dataset, new OpenBatch(scope, opened));
            runs.retain(opened);
        }
        return opened;
    }

    ReaderReaction reaction() {
        return new ReaderReaction(List.of(run()), scope);
    }
}
