package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The process of a launcher and its publisher. What it reads it reads again if it dies before it said that it was done with it; what it was
 * about to send is lost with it, and what it has on record is not.
 */
final class SimulatedLauncher implements Component {
    private final SimulatedClock clock;
    private final SimulatedConsumer orders;
    private final Random luck;
    private final Fuse fuse = new Fuse();
    private final SimulatedExecutor executor;
    private final SimulatedSender sender;
    private final SimulatedPublisher publisher;
    private final SimulatedAttempts attempts;
    private final StorageRoot root;

    SimulatedLauncher(SimulatedLog log, SimulatedClock clock, SimulatedExecutor executor, StorageRoot root, Plan plan) {
        this.clock = clock;
        this.executor = executor;
        this.root = root;
        this.luck = plan.luck("launcher");
        this.orders = new SimulatedConsumer(log, List.of(Topics.TASK_LAUNCH), SimulatedLog.PARTITIONS);
        this.sender = new SimulatedSender(log, clock);
        this.publisher = new SimulatedPublisher(log, clock, luck);
        this.attempts = new SimulatedAttempts(clock, executor, sender, fuse);
        open();
    }

    private void open() {
        try {
            DataPlane dataPlane = new DataPlane(
                    root, "launcher", clock, LocalDisk.UNSYNCED, FreeSpace.withoutReserve(), _ -> fuse.burn());
            publisher.begin(dataPlane);
            attempts.resume(new Workbench(dataPlane, executor, root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "launcher";
    }

    @Override
    public Fuse fuse() {
        return fuse;
    }

    @Override
    public void offer(Consumer<Step> steps) {
        if (orders.hasNext()) {
            steps.accept(new Step("reads an order", () -> order(orders.next(luck))));
        }
        if (orders.hasUncommitted()) {
            steps.accept(new Step("is done with orders", orders::commit));
        }
        Instant due = nextDue();
        if (due != null && !due.isAfter(clock.instant())) {
            steps.accept(new Step("finds a time up", attempts::timeUp));
        }
        attempts.offer(steps);
        sender.offer(steps);
        publisher.offer(steps);
    }

    private void order(Entry entry) {
        switch (entry.event()) {
            case LaunchAttempt launch -> attempts.launch(launch);
            case CancelAttempt cancel -> attempts.cancel(cancel);
            default -> throw new AssertionError("no order: " + entry);
        }
    }

    /** When an attempt's time is up; null: none has one. */
    Instant nextDue() {
        return attempts.nextDue();
    }

    /** The attempts that it is not done with. */
    List<String> open(boolean onRecord) {
        return attempts.open(onRecord);
    }

    @Override
    public void restart() {
        executor.detach();
        orders.rewind();
        sender.forget();
        open();
    }
}
