package io.freshet.benchmarks.load;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a launcher would report had it made every output from the action key, without running anything. */
public final class NoOpFinish {
    private NoOpFinish() {}

    public static AttemptFinished of(TaskReady ready) {
        List<Outcome.OutputPartition> outputs = ready.work().outputs().stream()
                .map(output -> made(ready, output))
                .toList();
        Instant now = Instant.now();
        return new AttemptFinished(
                ready.instance(),
                ready.attempt(),
                ready.number(),
                ready.run(),
                ready.work().actionKey(),
                new Outcome.Succeeded(outputs, Map.of(), null),
                Usage.UNKNOWN,
                now,
                ready.trace(),
                now);
    }

    private static Outcome.OutputPartition made(TaskReady ready, AttemptSpec.Output output) {
        return new Outcome.OutputPartition(
                output.dataset(),
                ready.instance().partition(),
                new PartitionVersion(Sha256.of("made " + ready.work().actionKey()), 1, 1_000));
    }
}
