package io.freshet.planner.domain.attempt;

import io.freshet.planner.domain.evaluation.LaunchRule;
import io.freshet.planner.domain.graph.Listings;

/** Makes another attempt of an evaluation. */
public record RetryRule(Listings listings, LaunchRule launch) {
    void apply(FinishedAttempt finished, FailureConsequence.Retry retry, String message) {
        if (retry.resendsLists()) {
            listings.resend(finished.id(), finished.task());
        }
        launch.retry(finished.id(), finished.instance(), retry.next(), retry.backoff(), message);
    }
}
