package io.freshet.planner.domain;

/** Makes another attempt of an evaluation. */
record RetryRule(Listings listings, LaunchRule launch) {
    void apply(FinishedAttempt finished, FailureConsequence.Retry retry, String message) {
        if (retry.resendsLists()) {
            listings.resend(finished.id(), finished.task());
        }
        launch.retry(finished.id(), finished.instance(), retry.next(), retry.backoff(), message);
    }
}
