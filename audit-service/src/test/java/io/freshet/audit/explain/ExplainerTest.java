package io.freshet.audit.explain;

import io.freshet.audit.history.PlausibleHistory;

final class ExplainerTest extends ExplainerContract {
    @Override
    protected HistoryQueries facts(PlausibleHistory told) {
        return new ListedFacts(told);
    }
}
