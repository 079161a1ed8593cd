package io.freshet.scheduler.admission;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.ConcurrencyLimit;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes what the planner asks for; each setter returns a changed copy. */
public record Asks(
        String namespace,
        String task,
        String partition,
        String run,
        String pool,
        int priority,
        String orderKey,
        Instant notBefore,
        List<ConcurrencyLimit> limits,
        Integer runMaxActive,
        Instant at) {
    static final Instant START = Instant.parse("2026-01-05T06:00:00Z");

    public static Asks task(String task) {
        return new Asks("prod", task, "n=0", "run-1", "default", 0, "", null, List.of(), null, START);
    }

    public Asks namespace(String name) {
        return new Asks(name, task, partition, run, pool, priority, orderKey, notBefore, limits, runMaxActive, at);
    }

    public Asks partition(Object value) {
        return new Asks(
                namespace, task, "n=" + value, run, pool, priority, orderKey, notBefore, limits, runMaxActive, at);
    }

    public Asks run(String id) {
        return new Asks(namespace, task, partition, id, pool, priority, orderKey, notBefore, limits, runMaxActive, at);
    }

    public Asks pool(String name) {
        return new Asks(namespace, task, partition, run, name, priority, orderKey, notBefore, limits, runMaxActive, at);
    }

    public Asks priority(int value) {
        return new Asks(namespace, task, partition, run, pool, value, orderKey, notBefore, limits, runMaxActive, at);
    }

    public Asks orderKey(String key) {
        return new Asks(namespace, task, partition, run, pool, priority, key, notBefore, limits, runMaxActive, at);
    }

    public Asks notBefore(Instant time) {
        return new Asks(namespace, task, partition, run, pool, priority, orderKey, time, limits, runMaxActive, at);
    }

    /** When the planner asks, by its clock. */
    public Asks at(Instant time) {
        return new Asks(
                namespace, task, partition, run, pool, priority, orderKey, notBefore, limits, runMaxActive, time);
    }

    public Asks maxActive(int limit) {
        return limited(new ConcurrencyLimit(task, null, limit));
    }

    /** So many attempts of the workflow run at once. */
    public Asks workflowMaxActive(int limit) {
        return limited(new ConcurrencyLimit(null, null, limit));
    }

    /** So many attempts of the task with this key run at once. */
    public Asks keyed(String key, int limit) {
        return limited(new ConcurrencyLimit(task, key, limit));
    }

    private Asks limited(ConcurrencyLimit limit) {
        List<ConcurrencyLimit> all =
                Stream.concat(limits.stream(), Stream.of(limit)).toList();
        return new Asks(namespace, task, partition, run, pool, priority, orderKey, notBefore, all, runMaxActive, at);
    }

    /** The run has so many attempts at once. */
    public Asks runMaxActive(int limit) {
        return new Asks(namespace, task, partition, run, pool, priority, orderKey, notBefore, limits, limit, at);
    }

    public String attempt() {
        return (namespace.equals("prod") ? "" : namespace + "-") + task + "-" + partition.substring(2);
    }

    InstanceRef instance() {
        return InstanceRef.parse(namespace + "/claims/" + task + "/" + partition);
    }

    public TaskReady ready() {
        return ready(Map.of());
    }

    /** With these parameters. */
    public TaskReady ready(Map<String, String> params) {
        return new TaskReady(
                attempt(),
                1,
                List.of(run),
                pool,
                priority,
                orderKey,
                notBefore,
                limits,
                runMaxActive,
                Reason.NEW,
                work(params),
                at);
    }

    public TaskWithdrawn withdrawn() {
        return new TaskWithdrawn(instance(), attempt(), run, Reason.SUPERSEDED, START);
    }

    /** The same, of a task of which so many instances share a slot. */
    public TaskReady inBatchesOf(int max) {
        TaskReady ready = ready();
        AttemptSpec work = ready.work();
        return new TaskReady(
                ready.attempt(),
                ready.number(),
                ready.runs(),
                ready.pool(),
                ready.priority(),
                ready.orderKey(),
                ready.notBefore(),
                ready.limits(),
                ready.runMaxActive(),
                ready.reason(),
                AttemptSpecBuilder.like(work).batch(new BatchSpec(max)).build(),
                ready.at());
    }

    private AttemptSpec work(Map<String, String> params) {
        return AttemptSpecBuilder.of(instance())
                .params(params)
                .actionKey(Sha256.of(attempt()))
                .build();
    }
}
