package io.freshet.cli.command;

import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the watcher has looked at datasets that a deployment has made it watch: files that lay there before begin a run only then. A
 * dataset whose watcher has reported before is watched already, and costs no time. For one thread.
 */
final class FirstLook {
    /** A first scan is told within a second; who never reports, since another namespace watches it, is not waited for long. */
    private static final Duration LONGEST_SCAN = Duration.ofSeconds(10);
    /** Behind the settle time: a file that a scan finds counts when it has been still for half a second at the least. */
    private static final Duration COUNTS_AFTER = Duration.ofMillis(500);
    /**
     * From then until its run has begun and is in the history, of which nobody else says when. From a file to the start of its task's
     * process it takes 74 ms, in 99 of 100 cases, and may take 200 (docs/reference/benchmarks.md); this is five times as long, for machines
     * that have much else to do. What takes even longer is not waited for, and nothing else is lost.
     */
    private static final Duration DECIDED_WITHIN = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int MOST_DATASETS = 1_000;

    private final AuditClient audit;
    private final String namespace;
    /** Those that no watcher has reported on, with their settle times. */
    private final Map<DatasetRef, Duration> unseen = new TreeMap<>();

    /** To be made before the deployment. */
    FirstLook(AuditClient audit, String namespace, WorkflowSpec spec) throws IOException {
        this.audit = audit;
        this.namespace = namespace;
        for (DatasetSpec dataset : spec.datasets().values()) {
            DatasetRef ref = new DatasetRef(namespace, dataset.name());
            if (spec.producer(dataset.name()).isEmpty() && !isReported(ref)) {
                unseen.put(ref, dataset.watch().settle());
            }
        }
    }

    /** To be called when the deployment has been taken over; waits no longer than until the deadline, in nanoseconds of the system. */
    void await(long deadline) throws IOException, InterruptedException {
        unseen.keySet().retainAll(watched());
        if (unseen.isEmpty()) {
            return;
        }
        long end = Math.min(deadline, System.nanoTime() + LONGEST_SCAN.toNanos());
        for (DatasetRef dataset : unseen.keySet()) {
            while (!isReported(dataset) && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        }
        Duration settle = unseen.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
        long left = deadline - System.nanoTime();
        Duration wait = settle.plus(COUNTS_AFTER).plus(DECIDED_WITHIN);
        TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(left, wait.toNanos())));
    }

    /** Those of the namespace that no workflow makes. */
    private Set<DatasetRef> watched() throws IOException {
        Set<DatasetRef> watched = new HashSet<>();
        for (DatasetInfo dataset :
                audit.datasets(namespace, Filter.ANY.limit(MOST_DATASETS)).items()) {
            if (dataset.watched()) {
                watched.add(dataset.dataset());
            }
        }
        return watched;
    }

    private boolean isReported(DatasetRef dataset) throws IOException {
        return Lookup.find(() -> audit.problems(dataset)).isPresent();
    }
}
