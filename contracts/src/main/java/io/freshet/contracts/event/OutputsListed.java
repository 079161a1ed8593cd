package io.freshet.contracts.event;

import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the partitions that an attempt wrote, where they are too many for its end to name. The parts of an attempt come in the order of
 * their numbers, and before the {@link AttemptFinished} that says how many there are. They count only with it. May be read more than once,
 * always with the same content. Topic {@code task-finished}, key {@code namespace/workflow}.
 *
 * @param part its number, from 0
 * @param outputs at most {@value EventParts#MAX_ENTRIES}, in the order of {@link Outcome.Succeeded#outputs}
 * @param trace that the attempt is in; null where it is not known
 * @param at when the attempt ended
 */
public record OutputsListed(
        InstanceRef instance,
        String attempt,
        String run,
        int part,
        List<OutputPartition> outputs,
        @Nullable String trace,
        Instant at)
        implements AttemptReport {
    public OutputsListed {
        outputs = List.copyOf(outputs);
    }

    /** The end of an attempt as it is sent: its outputs in parts if they do not fit into one event, and last the end itself. */
    public static List<AttemptReport> reportsOf(AttemptFinished finished) {
        if (!(finished.outcome() instanceof Outcome.Succeeded succeeded)) {
            return List.of(finished);
        }
        List<List<OutputPartition>> parts = EventParts.split(
                succeeded.outputs(),
                output -> output.dataset().toString().length()
                        + output.partition().toString().length());
        if (parts.size() <= 1) {
            return List.of(finished);
        }
        List<AttemptReport> reports = new ArrayList<>();
        for (List<OutputPartition> outputs : parts) {
            reports.add(new OutputsListed(
                    finished.instance(),
                    finished.attempt(),
                    finished.run(),
                    reports.size(),
                    outputs,
                    finished.trace(),
                    finished.at()));
        }
        reports.add(finished.with(succeeded.listedIn(parts.size())));
        return reports;
    }
}
