package io.freshet.audit.domain;

import io.freshet.audit.history.PlausibleHistory;

final class ExplanationTest extends ExplanationContract {
    @Override
    protected WhyFacts facts(PlausibleHistory told) {
        return new ToldFacts(told);
    }
}
