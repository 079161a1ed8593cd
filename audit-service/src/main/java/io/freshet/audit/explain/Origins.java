package io.freshet.audit.explain;

import io.freshet.contracts.api.Explanation.Origin;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.event.Cause;
import java.util.ArrayList;
import java.util.List;

/** Explains what the causes of a decision were, and what they changed. */
final class Origins {
    private static final int NAMED = 5;
    private static final int COUNTED = 100;

    /** As many changes as are counted besides those that are named; there may be more. */
    static final int MOST_MORE = COUNTED - NAMED;

    private final HistoryQueries facts;

    Origins(HistoryQueries facts) {
        this.facts = facts;
    }

    List<Origin> of(DecisionScope occasion) {
        List<Origin> origins = new ArrayList<>();
        for (String run : occasion.runs()) {
            Cause cause = facts.cause(run).orElse(null);
            List<VersionInfo> changed =
                    cause == null || !isChange(cause.kind()) ? List.of() : facts.changedBy(cause.id(), COUNTED);
            List<VersionInfo> named = changed.stream().limit(NAMED).toList();
            origins.add(new Origin(run, cause, named, changed.size() - named.size()));
        }
        return origins;
    }

    private static boolean isChange(Cause.Kind kind) {
        return switch (kind) {
            case FILES_CHANGED, DATASET_CHANGED, REPLAY -> true;
            case DEPLOYED, REQUESTED, DEADLINE, SCHEDULED, EVENT, BACKFILL -> false;
        };
    }
}
