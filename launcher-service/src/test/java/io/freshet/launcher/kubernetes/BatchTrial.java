package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.launcher.attempt.Rig;
import io.freshet.launcher.batch.BatchAssembler;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Attempts of one task that may share pods. */
abstract class BatchTrial extends PodTrial {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-05T06:00:00Z"));

    /** However slow the machine is, attempts that may share a pod do. */
    @BeforeEach
    void letThemWait() {
        pods.gathering = now::get;
    }

    /** The last of these, which have found too little company, find no more for so long that they go on without. */
    void goOnWithout(List<LaunchAttempt> orders, int waiting) {
        eventually(Rig.PATIENCE, () -> given(orders), count -> count == orders.size() - waiting);
        eventually(Rig.PATIENCE, pods::waiting, count -> count == waiting);
        now.updateAndGet(time -> time.plus(BatchAssembler.BETWEEN));
    }

    private long given(List<LaunchAttempt> orders) {
        return orders.stream()
                .filter(order -> Files.exists(pods.rig.directory(order).resolve("pod")))
                .count();
    }

    List<LaunchAttempt> launch(int max, String... scripts) throws IOException {
        List<LaunchAttempt> orders = new ArrayList<>();
        for (String script : scripts) {
            orders.add(pods.launch(work(max, orders.size(), script, null)));
        }
        return orders;
    }

    AttemptSpec work(int max, int number, String script, @Nullable Duration timeout) throws IOException {
        AttemptSpec work = pods.rig.shell("copy", script);
        InstanceRef instance = InstanceRef.parse("prod/flow/copy/site=s" + number);
        return AttemptSpecBuilder.like(work)
                .instance(instance)
                .actionKey(Sha256.of("key of " + instance))
                .previousActionKey(null)
                .runAs(null)
                .timeout(timeout)
                .batch(new BatchSpec(max))
                .build();
    }

    Outcome outcome(LaunchAttempt order) {
        return pods.rig.finish(order).outcome();
    }

    Outcome.Failed failed(LaunchAttempt order) {
        return assertInstanceOf(Outcome.Failed.class, outcome(order));
    }

    void awaitFinished(LaunchAttempt order) {
        eventually(
                Rig.PATIENCE,
                () -> pods.rig.reports.finished.stream()
                        .anyMatch(finish -> finish.attempt().equals(order.attempt())),
                there -> there);
    }

    /** The log of one attempt, each chunk at its offset. */
    String log(LaunchAttempt order) {
        TreeMap<Long, String> chunks = new TreeMap<>();
        for (LogChunk chunk : pods.rig.reports.chunks) {
            if (chunk.attempt().equals(order.attempt())) {
                chunks.merge(chunk.offset(), chunk.text(), (before, after) -> after.isEmpty() ? before : after);
            }
        }
        return String.join("", chunks.values());
    }

    Set<String> podsOf(Collection<LaunchAttempt> orders) {
        Set<String> attempts = orders.stream().map(LaunchAttempt::attempt).collect(Collectors.toSet());
        return pods.rig.reports.started.stream()
                .filter(started -> attempts.contains(started.attempt()))
                .map(AttemptStarted::process)
                .collect(Collectors.toSet());
    }

    Set<Object> succeededVersions(List<LaunchAttempt> orders) {
        return orders.stream()
                .map(order -> ((Outcome.Succeeded) outcome(order))
                        .outputs()
                        .getFirst()
                        .version()
                        .fingerprint())
                .collect(Collectors.toSet());
    }

    /** The pod of a batch ends by itself after its last attempt, so it may outlive that for a moment. */
    void assertNothingIsLeft() {
        eventually(Rig.PATIENCE, this::podNames, List::isEmpty);
        eventually(Rig.PATIENCE, this::batchDirectories, List::isEmpty);
    }

    private List<Path> batchDirectories() {
        try (Stream<Path> directories = Files.list(pods.rig.root.attempts())) {
            return directories
                    .filter(directory -> directory.getFileName().toString().contains("-batch-"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
