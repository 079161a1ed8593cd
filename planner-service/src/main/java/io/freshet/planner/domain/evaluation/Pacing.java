package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.Pace;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.planner.domain.graph.InputPartitions;
import io.freshet.planner.domain.graph.InputReader;
import io.freshet.planner.domain.graph.Inputs;
import io.freshet.planner.domain.graph.PartitionVersions;
import io.freshet.planner.domain.instance.DirtyFlags;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.LaunchedParts;
import io.freshet.planner.domain.metadata.PaceState;
import io.freshet.planner.domain.metadata.PaceStates;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.state.Effects;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Inputs whose changes wait: until there are no more for a while (debounce), until the last launch is long enough ago (throttle), and
 * in parts of at most so many files (batch). Where the terms are the field's: see {@link PaceSpec}.
 *
 * <p>A part is taken when it is launched, and is what every attempt on it reads, until one has succeeded or nothing of it is left that
 * the last success has not read; only then the next is taken. An input with more partitions than one decision may look at
 * ({@link ListBounds#mostEdges}) is not read in parts, but at once, from its list.
 */
public final class Pacing {
    private final ListBounds bounds;
    private final PaceStates states;
    private final LaunchedParts launchedParts;
    private final Effects effects;
    private final Instant now;
    private final InputReader inputs;
    private final PartitionVersions versions;
    private final InstanceEvents events;

    public <P extends BudgetPort & InstancePort & EffectPort & TimePort> Pacing(
            P ports, InputReader inputs, PartitionVersions versions, InstanceEvents events) {
        this.bounds = ports.limits().lists();
        this.states = ports.instanceMetadata().paceStates();
        this.launchedParts = ports.instanceMetadata().launchedParts();
        this.effects = ports.effects();
        this.now = ports.now();
        this.inputs = inputs;
        this.versions = versions;
        this.events = events;
    }

    /** The inputs as far as the instance is to read them now. */
    Inputs view(Candidate candidate) {
        InstanceId id = candidate.id();
        Instance instance = candidate.instance();
        TaskModel task = candidate.task();
        Inputs all = candidate.inputs();
        if (instance.dirt().forced()
                || task.inputs().stream().allMatch(input -> input.pace().batch() == null)) {
            return all;
        }
        if (instance.triedKey() != null && !instance.triedKey().equals(instance.lastKey())) {
            Inputs taken = parts(id, task, all, false);
            if (!taken.actionKey(task, id, bounds).equals(instance.lastKey())) {
                return taken;
            }
        }
        Inputs next = parts(id, task, all, true);
        if (instance.lastKey() == null || !next.actionKey(task, id, bounds).equals(instance.lastKey())) {
            return next;
        }
        // The last success has read that, maybe when there was no limit and nobody recorded it.
        take(id, next);
        return parts(id, task, all, true);
    }

    private Inputs parts(InstanceId id, TaskModel task, Inputs all, boolean more) {
        Map<InputModel, NavigableMap<String, Fingerprint>> limited = new LinkedHashMap<>();
        for (InputModel input : task.inputs()) {
            Integer batch = input.pace().batch();
            if (batch != null && all.isNamed(input)) {
                limited.put(input, part(id, input, more, batch, all));
            }
        }
        return all.with(limited);
    }

    private NavigableMap<String, Fingerprint> part(
            InstanceId id, InputModel input, boolean more, int batch, Inputs all) {
        NavigableMap<String, Fingerprint> present = all.named(input);
        NavigableMap<String, Fingerprint> part = launchedParts.get(id, input.name());
        part.keySet().retainAll(present.keySet());
        long room = more || part.isEmpty() ? batch : 0;
        for (Map.Entry<String, Fingerprint> partition : present.entrySet()) {
            if (room > 0 && !partition.getValue().equals(part.get(partition.getKey()))) {
                part.put(partition.getKey(), partition.getValue());
                room -= files(input, partition.getKey());
            }
        }
        return part;
    }

    private long files(InputModel input, String partition) {
        PartitionVersion version = versions.find(input, partition);
        return version == null ? 1 : Math.max(1, version.files());
    }

    /**
     * Whether the instance has still to wait; the first time, that is reported.
     *
     * @param view what it would read
     */
    boolean holdsBack(Candidate candidate, Inputs view) {
        TaskModel task = candidate.task();
        DirtyFlags dirt = candidate.instance().dirt();
        if (!task.isPaced() || dirt.forced() || dirt.code()) {
            return false;
        }
        List<InputModel> changed = changed(candidate, view);
        if (changed.isEmpty() || changed.stream().anyMatch(input -> input.pace().equals(PaceSpec.AT_ONCE))) {
            return false;
        }
        Duration quiet = Duration.ZERO;
        Duration between = Duration.ZERO;
        for (InputModel input : changed) {
            if (!isFull(candidate.id(), input, candidate.inputs())) {
                quiet = longer(quiet, input.pace().debounce());
            }
            between = longer(between, input.pace().throttle());
        }
        return waits(candidate, quiet, between);
    }

    private List<InputModel> changed(Candidate candidate, Inputs view) {
        Map<String, String> launched = states.get(candidate.id()).launched();
        Map<String, String> present = hashes(view);
        return candidate.task().inputs().stream()
                .filter(input -> !present.getOrDefault(input.name(), "").equals(launched.get(input.name())))
                .toList();
    }

    private boolean waits(Candidate candidate, Duration quiet, Duration between) {
        InstanceId id = candidate.id();
        PaceState state = states.get(id);
        String content = hashes(candidate.inputs()).toString();
        PaceState next = state.content().equals(content) ? state : state.changed(content, now);
        Pace pace = new Pace(quiet, between);
        Instant due = pace.due(next.first(), next.last(), next.launchedAt());
        if (!now.isBefore(due)) {
            return false;
        }
        states.put(id, next);
        effects.setTimer(due, id);
        if (!state.isWaiting()) {
            events.emit(
                    pace.calm(next.first(), next.last()).isAfter(now)
                            ? candidate
                                    .change(InstanceState.PENDING, Reason.DEBOUNCED)
                                    .explain(ReasonMessages.debounced(quiet, pace.latest(next.first())))
                            : candidate
                                    .change(InstanceState.PENDING, Reason.THROTTLED)
                                    .explain(ReasonMessages.throttled(due)));
        }
        return true;
    }

    /** Whether there is as much that is new as one launch may take, so that nothing more is waited for. */
    private boolean isFull(InstanceId id, InputModel input, Inputs all) {
        Integer batch = input.pace().batch();
        if (batch == null || !all.isNamed(input)) {
            return false;
        }
        Map<String, Fingerprint> taken = launchedParts.get(id, input.name());
        long files = 0;
        for (Map.Entry<String, Fingerprint> partition : all.named(input).entrySet()) {
            if (!partition.getValue().equals(taken.get(partition.getKey()))) {
                files += files(input, partition.getKey());
            }
        }
        return files >= batch;
    }

    /** The instance is launched on the view. */
    void launched(InstanceId id, TaskModel task, Inputs view) {
        if (!task.isPaced()) {
            return;
        }
        states.put(id, PaceState.launched(hashes(view), now));
        take(id, view);
    }

    private void take(InstanceId id, Inputs view) {
        for (InputModel input : view.present().keySet()) {
            if (input.pace().batch() != null) {
                launchedParts.replace(id, input.name(), view.isNamed(input) ? view.named(input) : new TreeMap<>());
            }
        }
    }

    /** Whether there is something that the last launch did not take up because it was too much. */
    public boolean leavesMore(InstanceId id, TaskModel task) {
        Map<InputModel, NavigableMap<String, Fingerprint>> taken = new LinkedHashMap<>();
        for (InputModel input : task.inputs()) {
            NavigableMap<String, Fingerprint> part = launchedParts.get(id, input.name());
            // Where nothing was taken, nothing was left for being too much, and what was read at once is no part.
            if (input.pace().batch() != null && !part.isEmpty()) {
                taken.put(input, part);
            }
        }
        if (taken.isEmpty()) {
            return false;
        }
        Inputs present = inputs.read(task, id);
        // What is read at once from now on was not when the part was taken.
        return taken.entrySet().stream()
                .anyMatch(part ->
                        !present.isNamed(part.getKey()) || !part.getValue().equals(present.named(part.getKey())));
    }

    private static Map<String, String> hashes(Inputs inputs) {
        Map<String, String> hashes = new TreeMap<>();
        inputs.present()
                .forEach((input, partitions) -> hashes.put(
                        input.name(), Sha256.of(text(partitions)).hex().substring(0, 16)));
        return hashes;
    }

    private static String text(InputPartitions partitions) {
        return switch (partitions) {
            case InputPartitions.Named(var fingerprints) -> fingerprints.toString();
            case InputPartitions.Listed listed -> listed.hash().hex();
        };
    }

    private static Duration longer(Duration a, @Nullable Duration b) {
        return b == null || a.compareTo(b) > 0 ? a : b;
    }
}
