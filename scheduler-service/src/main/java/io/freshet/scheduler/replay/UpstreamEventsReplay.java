package io.freshet.scheduler.replay;

import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.ExtractEvent;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets events of upstream systems be heard again: by the watcher, which looks again at what they announce, and by the triggers for which they have
 * led to no run. What a replay has said itself is left out. Pure.
 */
final class UpstreamEventsReplay implements TopicReplay {
    private final Replay replay;
    private final List<DatasetRef> datasets;
    private final List<WorkflowRef> workflows;

    UpstreamEventsReplay(Replay replay) {
        this.replay = replay;
        this.datasets = replay.order().datasets();
        this.workflows = replay.order().workflows();
    }

    @Override
    public ReplayStep step(ReplayLog.Chunk chunk, DeployedReaders deployed, Instant now) {
        Map<String, UpstreamEvent> heard = new LinkedHashMap<>();
        List<UpstreamEvent> looked = new ArrayList<>();
        long unreadable = 0;
        long leftOut = 0;
        for (LogRecord record : chunk.records()) {
            if (!(record.event() instanceof UpstreamEvent event)) {
                unreadable++;
            } else if (event.isReplayed() || !(isHeard() || isLookedAt(event))) {
                leftOut++;
            } else if (heard.putIfAbsent(event.key(), event) == null && isLookedAt(event)) {
                event.replayed(replay.id()).ifPresent(looked::add);
            }
        }
        long read = chunk.records().size();
        return new ReplayStep(
                new ReplayInfo.Records(read, read - leftOut - unreadable, leftOut, unreadable, heard.size()),
                List.of(),
                Set.of(),
                List.of(),
                new ReplayStep.Upstream(
                        looked, isHeard() ? List.copyOf(heard.values()) : List.of(), Set.copyOf(workflows)),
                chunk.next());
    }

    /** Who names datasets alone means no triggers. */
    private boolean isHeard() {
        return datasets.isEmpty() || !workflows.isEmpty();
    }

    /** Who names workflows alone means no datasets. */
    private boolean isLookedAt(UpstreamEvent event) {
        Optional<DatasetRef> announced = ExtractEvent.of(event)
                .filter(Checked.Valid.class::isInstance)
                .map(valid -> ((Checked.Valid<ExtractEvent>) valid).value().dataset());
        return datasets.isEmpty()
                ? workflows.isEmpty() && announced.isPresent()
                : announced.filter(datasets::contains).isPresent();
    }

    @Override
    public List<ReplayStep.Published> end(String subject, Instant now) {
        return List.of();
    }
}
