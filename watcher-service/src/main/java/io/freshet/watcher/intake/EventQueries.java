package io.freshet.watcher.intake;

import io.freshet.contracts.api.AnnouncementInfo;
import io.freshet.contracts.api.AnnouncementInfo.State;
import io.freshet.contracts.api.EventStatus;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Announcement;
import io.freshet.watcher.domain.AnnouncementRule.Fit;
import io.freshet.watcher.domain.EventCounts;
import io.freshet.watcher.domain.Target;
import io.freshet.watcher.domain.TargetState;
import io.freshet.watcher.ledger.Announcements;
import io.freshet.watcher.ledger.EventIndex;
import io.freshet.watcher.ledger.Ledger;
import io.freshet.watcher.ledger.LedgerStore;
import io.freshet.watcher.watch.AnnouncedFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers what became of events, from what is noted of them; what a watch does meanwhile may not be in it yet. Thread-safe. */
public final class EventQueries implements AutoCloseable {
    private final LedgerStore ledgers;
    private final Predicate<DatasetRef> isWatched;
    private final Supplier<EventIndex.Totals> totals;
    private boolean closed;

    public EventQueries(LedgerStore ledgers, Predicate<DatasetRef> isWatched, Supplier<EventIndex.Totals> totals) {
        this.ledgers = ledgers;
        this.isWatched = isWatched;
        this.totals = totals;
    }

    /** Of no dataset while it closes. */
    public synchronized EventStatus status() {
        List<EventStatus.OfDataset> datasets = closed
                ? List.of()
                : ledgers.known().stream()
                        .map(this::ofDataset)
                        .filter(each -> each.events() + each.waiting() > 0)
                        .toList();
        EventIndex.Totals all = totals.get();
        return new EventStatus(all.extracts(), all.others(), all.repeated(), all.unreadable(), datasets);
    }

    private EventStatus.OfDataset ofDataset(DatasetRef ref) {
        Announcements rows = ledgers.announcements(ref);
        EventCounts counts = rows.counts();
        long waiting = (long) rows.open().size() + ledgers.events().received(ref, EventIntake.MOST_WAITING);
        return new EventStatus.OfDataset(
                ref,
                waiting,
                counts.events(),
                counts.arrived(),
                counts.outdated(),
                counts.unusable(),
                counts.dropped(),
                counts.withoutEvent() - counts.late(),
                counts.late());
    }

    /**
     * Announcements that are open, by dataset, partition and path.
     *
     * @param dataset null: of all
     * @param limit at most so many
     * @return nothing while it closes
     */
    public synchronized List<AnnouncementInfo> announcements(@Nullable DatasetRef dataset, int limit) {
        List<AnnouncementInfo> found = new ArrayList<>();
        if (!closed) {
            for (DatasetRef ref : dataset == null ? ledgers.known() : List.of(dataset)) {
                collect(ref, limit, found);
            }
        }
        return found;
    }

    private void collect(DatasetRef ref, int limit, List<AnnouncementInfo> found) {
        Announcements rows = ledgers.announcements(ref);
        Ledger ledger = ledgers.ledger(ref);
        boolean watched = isWatched.test(ref);
        for (Map.Entry<Target, TargetState> open : rows.open().entrySet()) {
            Announcement event = open.getValue().open();
            if (event != null && found.size() < limit) {
                found.add(info(
                        ref, open.getKey(), event, watched ? AnnouncedFit.of(open.getKey(), event, ledger) : null));
            }
        }
        if (!watched && found.size() < limit) {
            rows.received(limit - found.size()).stream()
                    .map(received -> info(ref, null, received.announcement(), null))
                    .forEach(found::add);
        }
    }

    private static AnnouncementInfo info(
            DatasetRef ref, @Nullable Target target, Announcement event, @Nullable Fit fit) {
        PartitionKey partition = target == null ? event.partition() : target.partition();
        RelativePath path = event.path();
        return new AnnouncementInfo(
                ref,
                partition == null ? null : partition.toString(),
                path == null ? null : path.text(),
                fit == null ? State.NOT_WATCHED : fit instanceof Fit.Differs ? State.HELD_BACK : State.ANNOUNCED,
                event.source(),
                event.id(),
                event.at(),
                new AnnouncementInfo.Content(event.bytes(), event.content()),
                fit instanceof Fit.Differs(long bytes, var content)
                        ? new AnnouncementInfo.Content(bytes, content)
                        : null);
    }

    /** Nothing is read any more when it returns. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
