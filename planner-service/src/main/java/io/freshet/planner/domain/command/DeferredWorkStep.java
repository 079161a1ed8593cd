package io.freshet.planner.domain.command;

import io.freshet.planner.domain.deployment.PagedRule;
import io.freshet.planner.domain.graph.Forgetting;
import io.freshet.planner.domain.graph.Listings;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.DeferredEdgeChange;
import io.freshet.planner.domain.state.WindowLookups;
import java.util.ArrayList;
import java.util.List;

/** Does some of the first work on the agenda. */
final class DeferredWorkStep {
    private final WindowLookups lookups;
    private final DeferredWork agenda;
    private final PagedRules rules;
    private final Listings listings;
    private final Forgetting forgetting;

    DeferredWorkStep(
            WindowLookups lookups, DeferredWork agenda, PagedRules rules, Listings listings, Forgetting forgetting) {
        this.lookups = lookups;
        this.agenda = agenda;
        this.rules = rules;
        this.listings = listings;
        this.forgetting = forgetting;
    }

    /**
     * Does some of it, if there is any.
     *
     * @param limit how many instances it may touch
     * @return how many it touched
     */
    int apply(int limit) {
        return switch (agenda.first()) {
            case Continuation.GraphWork work -> page(rules.graph(), work, limit);
            case Continuation.RunWork work -> page(rules.runs(), work, limit);
            case Continuation.RemovalWork work -> page(rules.removal(), work, limit);
            case Continuation.OutputWork work -> page(rules.outputs(), work, limit);
            case Continuation.Pruning work -> page(rules.pruning(), work, limit);
            case Continuation.Listing listing -> listings.step(listing);
            case Continuation.Foremost foremost -> rules.foremost().step(foremost, limit);
            case Continuation.ForgetInstance(String instance) -> {
                forgetting.forgetNow(InstanceId.parse(instance));
                agenda.firstIsDone();
                yield 1;
            }
            case Continuation.Invalidate invalidate ->
                throw new IllegalStateException("not to be done in order: " + invalidate);
            case DeferredEdgeChange change -> throw new IllegalStateException("has rows of its own: " + change);
            case null -> 0;
        };
    }

    private <W extends Continuation.Paged> int page(PagedRule<W> rule, W work, int limit) {
        String prefix = rule.prefix(work);
        List<String> page = new ArrayList<>();
        rule.rows(work).scan(prefix, work.from().isEmpty() ? prefix : work.from(), (row, _) -> {
            page.add(row);
            return page.size() <= limit;
        });
        int done = 0;
        while (done < Math.min(page.size(), limit) && (done == 0 || !lookups.isSpent())) {
            rule.apply(work, page.get(done));
            done++;
        }
        if (done < page.size()) {
            agenda.goOnWith(work.from(page.get(done)));
        } else {
            rule.finish(work);
            agenda.firstIsDone();
        }
        return Math.max(1, done);
    }
}
