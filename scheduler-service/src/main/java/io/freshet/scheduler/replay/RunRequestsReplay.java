package io.freshet.scheduler.replay;

import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.domain.RunRequestCheck;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks again for the runs that were asked for, each for what is not up to date: a request to run what is up to date, too, was heard or
 * was not, and the replay does not know. What was asked for several times is asked for once. Cancellations, trials, requests that a workflow goes on,
 * and what replays asked for are left out; so are requests for what is not deployed any more, or has changed so that they ask for what is
 * not there. Pure.
 */
final class RunRequestsReplay implements TopicReplay {
    private final Replay replay;

    RunRequestsReplay(Replay replay) {
        this.replay = replay;
    }

    @Override
    public ReplayStep step(ReplayLog.Chunk chunk, DeployedReaders deployed, Instant now) {
        Map<String, RunRequest.Evaluate> requests = new LinkedHashMap<>();
        long unreadable = 0;
        long leftOut = 0;
        long replayed = 0;
        for (LogRecord record : chunk.records()) {
            if (!(record.event() instanceof RunRequest request)) {
                unreadable++;
                continue;
            }
            RunRequest.Evaluate again = again(request, deployed, now);
            if (again == null) {
                leftOut++;
            } else {
                replayed++;
                requests.putIfAbsent(again.cause().id(), again);
            }
        }
        return new ReplayStep(
                new ReplayInfo.Records(chunk.records().size(), replayed, leftOut, unreadable, requests.size()),
                requests.values().stream().map(RunRequestsReplay::published).toList(),
                requests.values().stream()
                        .map(request -> request.workflow().toString())
                        .collect(Collectors.toSet()),
                requests.values().stream().map(RunRequestsReplay::run).toList(),
                chunk.next());
    }

    @Override
    public List<ReplayStep.Published> end(String subject, Instant now) {
        return List.of();
    }

    /** Null if it is left out. */
    private RunRequest.@Nullable Evaluate again(RunRequest request, DeployedReaders deployed, Instant now) {
        if (!(request instanceof RunRequest.Evaluate evaluate)
                || evaluate.settings().trial()
                || evaluate.cause().kind() == Cause.Kind.REPLAY
                || !isWanted(evaluate.workflow())) {
            return null;
        }
        WorkflowRef workflow = replay.into()
                .map(namespace -> new WorkflowRef(namespace, evaluate.workflow().workflow()))
                .orElse(evaluate.workflow());
        WorkflowDefinition definition = deployed.workflow(workflow).orElse(null);
        if (definition == null
                || !RunRequestCheck.of(
                                definition.spec(),
                                evaluate.tasks(),
                                evaluate.selection().where(),
                                evaluate.settings().params())
                        .isEmpty()) {
            return null;
        }
        return again(evaluate, workflow, now);
    }

    private RunRequest.Evaluate again(RunRequest.Evaluate request, WorkflowRef workflow, Instant now) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("tasks", request.tasks());
        RunSettings before = request.settings();
        content.put("where", new TreeMap<>(request.selection().where()));
        content.put("ranges", new TreeMap<>(request.selection().ranges()));
        content.put("params", new TreeMap<>(before.params()));
        content.put("firing", String.valueOf(request.cause().firing()));
        return new RunRequest.Evaluate(
                workflow,
                replay.causeOf(request.cause(), workflow + " " + content),
                request.tasks(),
                request.selection(),
                new RunSettings(false, false, before.params(), before.order(), before.overlap()),
                request.limits(),
                replay.requestedBy(),
                now);
    }

    private boolean isWanted(WorkflowRef workflow) {
        List<WorkflowRef> workflows = replay.order().workflows();
        return workflows.isEmpty() || workflows.contains(workflow);
    }

    private static ReplayStep.Published published(RunRequest.Evaluate request) {
        return new ReplayStep.Published(Topics.RUN_REQUESTS, request.workflow().toString(), request);
    }

    private static ReplayRun run(RunRequest.Evaluate request) {
        return new ReplayRun(
                DerivedId.run(request.workflow(), request.cause().id()),
                request.workflow(),
                request.workflow().toString());
    }
}
