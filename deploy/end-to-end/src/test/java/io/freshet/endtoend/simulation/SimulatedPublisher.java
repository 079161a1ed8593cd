package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.simulation.Component.Step;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.dataplane.LogPosition;
import io.freshet.launcher.dataplane.PublishedPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Shows accepted outputs, in the process of the launcher, and dies with it. */
final class SimulatedPublisher {
    private final SimulatedLog log;
    private final SimulatedConsumer changes;
    private final InstantSource clock;
    private final Random luck;
    private DataPlane dataPlane;

    SimulatedPublisher(SimulatedLog log, InstantSource clock, Random luck) {
        this.log = log;
        this.clock = clock;
        this.luck = luck;
        this.changes = new SimulatedConsumer(log, List.of(Topics.FILE_CHANGES), SimulatedLog.PARTITIONS);
    }

    /** It begins where the one before said that it was done. */
    void begin(DataPlane files) {
        dataPlane = files;
        changes.rewind();
    }

    void offer(Consumer<Step> steps) {
        if (changes.hasNext()) {
            steps.accept(new Step("publishes", this::publish));
        }
        if (changes.hasUncommitted()) {
            steps.accept(new Step("is done with changes", changes::commit));
        }
    }

    private void publish() {
        Entry entry = changes.next(luck);
        if (entry.event() instanceof FileChanges accepted && accepted.produced() != null) {
            try {
                LogPosition position = new LogPosition("log", 0, log.offset(entry));
                for (PublishedPartition shown :
                        dataPlane.publish(accepted, position).completed()) {
                    log.append(Route.of(
                            new PartitionPublished(
                                    shown.dataset(),
                                    shown.partition(),
                                    shown.version(),
                                    shown.produced(),
                                    clock.instant()),
                            clock.instant()));
                    dataPlane.announced(List.of(shown));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
