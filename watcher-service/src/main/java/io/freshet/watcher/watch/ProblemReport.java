package io.freshet.watcher.watch;

import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.DatasetProblems.FileProblem;
import io.freshet.contracts.event.DatasetProblems.Kind;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.PendingFiles;
import io.freshet.watcher.domain.ProblemTally;
import io.freshet.watcher.domain.WatchedDataset;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports what keeps files of one dataset from being used, whenever that has changed. For one thread. */
final class ProblemReport {
    private final WatchedDataset dataset;
    private final PendingFiles agenda;
    private final VolumeWatch volumes;
    private final ScanScheduler scans;
    private final BatchPublisher publisher;
    private final AnnouncedFiles announced;
    private final ProblemReporter reporter;
    private final InstantSource clock;
    private @Nullable DatasetProblems reported;

    ProblemReport(
            WatchedDataset dataset,
            PendingFiles agenda,
            VolumeWatch volumes,
            ScanScheduler scans,
            BatchPublisher publisher,
            AnnouncedFiles announced,
            WatchContext context) {
        this.dataset = dataset;
        this.agenda = agenda;
        this.volumes = volumes;
        this.scans = scans;
        this.publisher = publisher;
        this.announced = announced;
        this.reporter = context.problems();
        this.clock = context.clock();
    }

    /** To be called when a scan has ended, and when files that could not be read have changed. */
    void update() throws Exception {
        List<FileProblem> problems = tally().problems();
        String confirmation = volumes.awaitsConfirmation().orElse(null);
        DatasetProblems before = reported;
        if (before != null
                && before.problems().equals(problems)
                && java.util.Objects.equals(before.confirmation(), confirmation)) {
            return;
        }
        DatasetProblems now = new DatasetProblems(dataset.ref(), problems, confirmation, clock.instant());
        reporter.report(now);
        reported = now;
    }

    private ProblemTally tally() {
        ProblemTally tally = new ProblemTally();
        tally.addAll(scans.tally());
        scans.closed().forEach((path, reason) -> tally.add(Kind.UNREADABLE_DIRECTORY, path, reason));
        Set<PartitionKey> heldBack = new HashSet<>();
        agenda.forEachHeld((path, held) -> {
            tally.add(Kind.UNREADABLE_FILE, path.text(), held.reason());
            if (heldBack.add(held.partition())) {
                tally.add(Kind.HELD_BACK_PARTITION, held.partition().toString(), path + ": " + held.reason());
            }
        });
        publisher.forEachIncomplete(partition -> tally.add(
                Kind.INCOMPLETE_PARTITION,
                partition.toString(),
                "it waits for " + dataset.watch().completeWhen()));
        announced.addTo(tally);
        volumes.hidden()
                .forEach(
                        (volume, doubt) -> tally.add(Kind.VANISHED_DIRECTORY, volume, doubt.reason(), doubt.missing()));
        return tally;
    }
}
