package io.freshet.planner.domain.run;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.CriticalPathStep;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.id.DerivedId;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.RunMetadata;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.RunPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.state.Effects;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The open runs of a workflow. An instance joins a run when the run's cause unsettles it, and leaves all its runs when it settles; a run that
 * everybody has left is finished at the end of the decision.
 */
public final class Runs {
    private static final String BETWEEN = " ";

    private final WorkflowModel model;
    private final Table<Run> rows;
    private final Table<String> members;
    private final RunMetadata metadata;
    private final Instant now;
    private final Effects effects;
    private final Set<String> left = new LinkedHashSet<>();
    private final Map<String, List<CriticalPathStep>> paths = new HashMap<>();

    public <P extends ModelPort & RunPort & EffectPort & TimePort> Runs(P ports) {
        this.model = ports.model();
        this.rows = ports.runRows();
        this.members = ports.memberRows();
        this.metadata = ports.runMetadata();
        this.now = ports.now();
        this.effects = ports.effects();
    }

    public String idOf(Cause cause) {
        return DerivedId.run(model.ref(), cause.id());
    }

    public boolean isOpen(String run) {
        return rows.get(run) != null;
    }

    /** The open run of a cause, started if need be. */
    public String open(Cause cause) {
        return open(cause, Run.Options.NONE);
    }

    /** As {@link #open(Cause)}, for a run that says more than its cause. */
    public String open(Cause cause, Run.Options options) {
        String id = idOf(cause);
        boolean isNew = !isOpen(id);
        begin(id, cause, options);
        if (isNew && require(id).isRequested()) {
            metadata.requestedRuns().open(id);
        }
        return id;
    }

    /** The open run of a replay of changes, started if need be. Other runs neither wait for it nor are left out because of it. */
    public String replay(Cause cause) {
        return begin(idOf(cause), cause, Run.Options.NONE);
    }

    private String begin(String id, Cause cause, Run.Options options) {
        if (!isOpen(id)) {
            Run run = Run.begin(new Run.Start(id, metadata.runSequence().next(), cause, now), options);
            rows.put(id, run);
            effects.emit(new TaskEvent.RunStarted(
                    model.ref(), id, cause, model.definition().version(), run.sequence(), now));
        }
        left.add(id);
        return id;
    }

    /** Keeps the run open until it is released as often. */
    public void retain(String run) {
        Run open = require(run);
        rows.put(run, open.with(open.outstanding() + 1));
    }

    public void release(String run) {
        Run open = require(run);
        rows.put(run, open.with(open.outstanding() - 1));
        left.add(run);
    }

    /**
     * Lets an instance join; returns those of the runs in which it was not.
     *
     * @param settled whether it is in no run yet
     */
    public List<String> join(InstanceId instance, boolean settled, List<String> runs) {
        List<String> before = settled ? List.of() : of(instance);
        List<String> joined =
                runs.stream().filter(run -> !before.contains(run)).distinct().toList();
        if (joined.isEmpty()) {
            return joined;
        }
        List<String> all = new ArrayList<>(before);
        for (String id : joined) {
            Run run = require(id);
            rows.put(id, run.with(run.outstanding() + 1));
            all.add(id);
        }
        all.sort(Comparator.comparingLong(id -> require(id).sequence()));
        members.put(instance.key(), String.join(BETWEEN, all));
        return joined;
    }

    /** The runs of an instance, oldest first. */
    public List<String> of(InstanceId instance) {
        String row = members.get(instance.key());
        return row == null ? List.of() : List.of(row.split(BETWEEN, -1));
    }

    /**
     * The run whose turn, order and limit count for an instance: the oldest of its runs that is no backfill and no replay, for what is there
     * must not wait for what is caught up on; else the oldest.
     */
    public Run leading(InstanceId instance) {
        List<Run> all = of(instance).stream().map(this::require).toList();
        return all.stream().filter(run -> !run.catchesUp()).findFirst().orElseGet(all::getFirst);
    }

    /**
     * Lets an instance leave all its runs.
     *
     * @param allowed whether it failed and its task says that this is no failure of the run
     * @param path what it had to wait for
     */
    public void leave(InstanceId instance, boolean allowed, List<CriticalPathStep> path, UnaryOperator<Summary> count) {
        List<String> runs = of(instance);
        members.delete(instance.key());
        for (String id : runs) {
            Run run = require(id);
            Run next = run.with(run.outstanding() - 1).with(count.apply(run.summary()));
            rows.put(id, allowed ? next.withAllowedFailure() : next);
            left.add(id);
            if (!path.isEmpty()) {
                paths.put(id, path);
            }
        }
    }

    /** Lets an instance leave one of its runs, which goes on without it; it stays in the others. */
    public void leave(InstanceId instance, String run) {
        List<String> others = new ArrayList<>(of(instance));
        if (!others.remove(run) || others.isEmpty()) {
            throw new IllegalStateException("%s is in run %s and in no other, or not in it".formatted(instance, run));
        }
        members.put(instance.key(), String.join(BETWEEN, others));
        release(run);
    }

    /** An instance wrote something. */
    public void wrote(InstanceId instance, long bytes) {
        if (bytes > 0) {
            for (String id : of(instance)) {
                rows.put(id, require(id).withBytes(bytes));
            }
        }
    }

    /** The open runs that somebody asked for and nobody has stopped. */
    public List<Run> requested() {
        return metadata.requestedRuns().open().stream()
                .map(this::require)
                .filter(run -> run.stop() == null)
                .sorted(Comparator.comparingLong(Run::sequence))
                .toList();
    }

    /** A run that is not to begin ends at once. */
    public void end(Cause cause, RunFinished.State state) {
        String id = idOf(cause);
        long opening = metadata.runSequence().next();
        effects.emit(new TaskEvent.RunStarted(
                model.ref(), id, cause, model.definition().version(), opening, now));
        metadata.answeredRequests().add(id);
        effects.emit(new RunFinished(model.ref(), id, cause, state, Summary.EMPTY, 0, List.of(), opening, now, now));
    }

    /** Nothing of the run is to start any more. */
    public void stop(String run, Run.Stop why) {
        rows.put(run, require(run).stopped(why));
    }

    /** Why the instance is not to run any more, as far as all its runs have been stopped; null if one goes on. */
    public Run.@Nullable Stop stopOf(InstanceId instance) {
        Run.Stop stop = null;
        for (String run : of(instance)) {
            stop = require(run).stop();
            if (stop == null) {
                return null;
            }
        }
        return stop;
    }

    /** The values of parameters that count for the instance: those that the newest of its runs gives. */
    Map<String, String> params(InstanceId instance) {
        List<String> runs = of(instance);
        for (int i = runs.size() - 1; i >= 0; i--) {
            Map<String, String> params = require(runs.get(i)).params();
            if (!params.isEmpty()) {
                return params;
            }
        }
        return Map.of();
    }

    /** Whether any of the runs gives values of parameters. */
    public boolean anyWithParams(List<String> runs) {
        return runs.stream().anyMatch(run -> !require(run).params().isEmpty());
    }

    /** The ids of the causes of an instance's runs, at most {@link Limits#LISTED} of them. */
    List<String> causes(List<String> runs) {
        return runs.stream()
                .limit(Limits.LISTED)
                .map(run -> require(run).cause().id())
                .toList();
    }

    public Run require(String id) {
        Run run = rows.get(id);
        if (run == null) {
            throw new IllegalStateException("run " + id + " has members but is not open");
        }
        return run;
    }

    /** Finishes the runs that everybody has left. */
    public void finishEnded() {
        for (String id : left) {
            Run run = rows.get(id);
            if (run != null && run.outstanding() == 0) {
                finish(id);
            }
        }
        left.clear();
    }

    /** Finishes an open run, whatever it waits for. */
    public void finish(String id) {
        Run run = require(id);
        rows.delete(id);
        if (run.isRequested()) {
            metadata.requestedRuns().close(id, run.end() == RunFinished.State.SUCCEEDED);
            metadata.answeredRequests().add(run.id());
        }
        effects.emit(new RunFinished(
                model.ref(),
                id,
                run.cause(),
                run.end(),
                run.summary(),
                run.progress().bytes(),
                paths.getOrDefault(id, List.of()),
                run.sequence(),
                run.startedAt(),
                now));
    }
}
