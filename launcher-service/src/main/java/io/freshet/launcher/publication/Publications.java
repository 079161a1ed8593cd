package io.freshet.launcher.publication;

import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.launcher.attempt.PublishedOutputs;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.dataplane.DatasetBusyException;
import io.freshet.launcher.dataplane.LogPosition;
import io.freshet.launcher.dataplane.PublishResult;
import io.freshet.launcher.dataplane.PublishedPartition;
import io.freshet.launcher.domain.PublicationQueue;
import io.freshet.launcher.domain.PublicationQueue.Item;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes accepted changes on threads of its own, and reports each version once its directory shows it. A dataset that cannot be published
 * holds up no other; it is reported with the reason when it has failed twice in a row, and again when the reason changes. Thread-safe.
 */
public final class Publications implements PublishedOutputs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publications.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final int TOLD_AFTER = 2;
    /** Another launcher that gives a dataset away takes a moment to end what it has begun. */
    private static final int BUSY_TOLD_AFTER = 5;

    private final DataPlane dataPlane;
    private final PublicationReports reports;
    private final String log;
    private final DoubleSupplier jitter;
    private final PublicationQueue queue = new PublicationQueue();
    /** The reason that was reported last, of datasets that cannot be published. */
    private final Map<String, String> reported = new HashMap<>();

    private final ExecutorService workers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("freshet-publication-times").factory());

    /**
     * @param log the identity of the topic that changes are read from
     * @param parallelism how many datasets may be published at a time
     * @param jitter numbers between 0 and 1
     */
    public Publications(
            DataPlane dataPlane, PublicationReports reports, String log, int parallelism, DoubleSupplier jitter) {
        this.dataPlane = dataPlane;
        this.reports = reports;
        this.log = log;
        this.jitter = jitter;
        this.workers = Executors.newFixedThreadPool(
                parallelism,
                Thread.ofPlatform().daemon().name("freshet-publish-", 0).factory());
        var _ = timer.scheduleWithFixedDelay(this::dispatch, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes over records, of which only those count that say what was produced. */
    public void add(List<Item> items) {
        synchronized (queue) {
            items.forEach(queue::add);
        }
        dispatch();
    }

    /** See {@link PublicationQueue#unfinished}. */
    public Map<Integer, Long> unfinished() {
        synchronized (queue) {
            return queue.unfinished();
        }
    }

    /** See {@link PublicationQueue#takeCaughtUp}. */
    public boolean takeCaughtUp() {
        synchronized (queue) {
            return queue.takeCaughtUp();
        }
    }

    public void drop(Set<Integer> partitions) {
        synchronized (queue) {
            queue.drop(partitions);
        }
    }

    public boolean isFull() {
        synchronized (queue) {
            return queue.isFull();
        }
    }

    /** How many datasets cannot be published now. */
    public int parkedDatasets() {
        synchronized (queue) {
            return queue.parkedDatasets();
        }
    }

    @Override
    public boolean recompute(DatasetRef dataset, PartitionKey partition, String reason) throws IOException {
        Optional<PublishedPartition> known = dataPlane.published(dataset, partition);
        if (known.isEmpty()) {
            return false;
        }
        try {
            reports.recompute(dataset, partition, known.get().produced(), reason)
                    .get();
            return true;
        } catch (ExecutionException e) {
            throw new IOException("that a partition is made again could not be asked for", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while a partition was asked for");
        }
    }

    @Override
    public void verify(List<OutputPartition> outputs) {
        for (OutputPartition output : outputs) {
            try {
                report(dataPlane.verify(output));
            } catch (IOException | ExecutionException e) {
                LOG.atWarn()
                        .addKeyValue("dataset", output.dataset())
                        .addKeyValue("partition", output.partition())
                        .setCause(e)
                        .log("Whether a partition is shown as it was published cannot be checked now");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void dispatch() {
        List<Item> items;
        synchronized (queue) {
            items = queue.take(System.nanoTime());
        }
        for (Item item : items) {
            try {
                workers.execute(() -> work(item));
            } catch (RejectedExecutionException e) {
                LOG.atDebug().log("Closing: the next launcher goes on with this dataset");
            }
        }
    }

    private void work(Item item) {
        try {
            report(dataPlane.publish(item.changes(), new LogPosition(log, item.partition(), item.offset())));
            synchronized (queue) {
                queue.published(item);
                reported.remove(item.changes().dataset().toString());
            }
        } catch (IOException | RuntimeException | ExecutionException e) {
            failed(item, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dispatch();
    }

    /** Returns when the broker has everything. */
    void report(PublishResult result) throws IOException, ExecutionException, InterruptedException {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (PublishedPartition partition : result.completed()) {
            sent.add(reports.published(partition));
        }
        for (PublishResult.Missing missing : result.missing()) {
            PublishedPartition partition = missing.partition();
            LOG.atError()
                    .addKeyValue("dataset", partition.dataset())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("reason", missing.message())
                    .log("An accepted version cannot be shown; it is to be made again");
            sent.add(reports.failed(
                    partition.dataset(),
                    partition.partition(),
                    partition.version(),
                    partition.produced(),
                    missing.message() + ": it is made again"));
            sent.add(reports.recompute(
                    partition.dataset(), partition.partition(), partition.produced(), missing.message()));
        }
        for (CompletableFuture<Void> each : sent) {
            each.get();
        }
        dataPlane.announced(result.completed());
        for (PublishedPartition partition : result.healed()) {
            LOG.atWarn()
                    .addKeyValue("dataset", partition.dataset())
                    .addKeyValue("partition", partition.partition())
                    .log("A published partition had been changed or removed, and shows again what it is to");
        }
    }

    /**
     * Whether a partition's directory shows what it was said to show cannot be seen. That is reported once, and anew when it does.
     *
     * @param partition as it was on record before it was looked at
     */
    void unseen(PublishedPartition partition, IOException failure) throws ExecutionException, InterruptedException {
        if (!partition.announced()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("dataset", partition.dataset())
                .addKeyValue("partition", partition.partition())
                .setCause(failure)
                .log("A published partition cannot be looked at now; it is tried again, and the others go on");
        reports.failed(
                        partition.dataset(),
                        partition.partition(),
                        partition.version(),
                        partition.produced(),
                        "its directory cannot be looked at now: " + failure.getMessage())
                .get();
    }

    private void failed(Item item, Exception failure) {
        FileChanges changes = item.changes();
        String message = "its directory cannot be written now: " + failure.getMessage();
        boolean isNew = false;
        int failures;
        synchronized (queue) {
            failures = queue.failed(item, System.nanoTime(), jitter.getAsDouble());
            int patience = failure instanceof DatasetBusyException ? BUSY_TOLD_AFTER : TOLD_AFTER;
            if (failures >= patience) {
                isNew = !message.equals(reported.put(changes.dataset().toString(), message));
            }
        }
        LOG.atWarn()
                .addKeyValue("dataset", changes.dataset())
                .addKeyValue("failures", failures)
                .setCause(failure)
                .log("A dataset cannot be published now; it is tried again, and the others go on");
        ProducedBy produced = changes.produced();
        if (isNew && produced != null) {
            for (PartitionChange change : changes.changes()) {
                var _ = reports.failed(changes.dataset(), change.partition(), change.after(), produced, message)
                        .exceptionally(unsent -> {
                            LOG.atWarn()
                                    .addKeyValue("dataset", changes.dataset())
                                    .setCause(unsent)
                                    .log("That a dataset cannot be published could not be reported");
                            return null;
                        });
            }
        }
    }

    /** Lets what is in hand end; the rest is read again by whoever comes next. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
