package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.PaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * the last success has not read; only then the next is taken.
 */
final class Pacing {
    /**
     * An instance has to wait.
     *
     * @param isNew whether it has not been told of before
     */
    record Wait(Reason reason, String sentence, boolean isNew) {}

    private final Decision decision;

    Pacing(Decision decision) {
        this.decision = decision;
    }

    /** The inputs as far as the instance is to read them now. */
    Inputs view(InstanceId id, Instance instance, TaskModel task, Inputs inputs) {
        if (instance.dirt().forced()
                || task.inputs().stream().allMatch(input -> input.pace().batch() == null)) {
            return inputs;
        }
        if (instance.triedKey() != null && !instance.triedKey().equals(instance.lastKey())) {
            Inputs taken = parts(id, task, inputs, false);
            if (!taken.actionKey(task, id, decision.lists()).equals(instance.lastKey())) {
                return taken;
            }
        }
        Inputs next = parts(id, task, inputs, true);
        if (instance.lastKey() == null
                || !next.actionKey(task, id, decision.lists()).equals(instance.lastKey())) {
            return next;
        }
        // The last success has read that, maybe when there was no limit and nobody recorded it.
        take(id, next);
        return parts(id, task, inputs, true);
    }

    private Inputs parts(InstanceId id, TaskModel task, Inputs inputs, boolean more) {
        Map<InputModel, NavigableMap<String, Fingerprint>> limited = new LinkedHashMap<>();
        for (InputModel input : task.inputs()) {
            Integer batch = input.pace().batch();
            if (batch != null) {
                limited.put(input, part(id, input, more, batch, inputs));
            }
        }
        return inputs.with(limited);
    }

    private NavigableMap<String, Fingerprint> part(
            InstanceId id, InputModel input, boolean more, int batch, Inputs inputs) {
        NavigableMap<String, Fingerprint> present = inputs.named(input);
        NavigableMap<String, Fingerprint> part =
                decision.metadata.launchedParts().get(id, input.name());
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
        PartitionVersion version = Inputs.version(decision.model, decision.state, input, partition);
        return version == null ? 1 : Math.max(1, version.files());
    }

    /**
     * How long the instance has still to wait; null if it may run.
     *
     * @param view what it would read
     */
    @Nullable
    Wait waits(InstanceId id, Instance instance, TaskModel task, Inputs all, Inputs view) {
        if (!task.isPaced() || instance.dirt().forced() || instance.dirt().code()) {
            return null;
        }
        PaceState state = decision.metadata.paceStates().get(id);
        Map<String, String> now = hashes(view);
        List<InputModel> changed = task.inputs().stream()
                .filter(input -> !now.getOrDefault(input.name(), "")
                        .equals(state.launched().get(input.name())))
                .toList();
        if (changed.isEmpty() || changed.stream().anyMatch(input -> input.pace().equals(PaceSpec.AT_ONCE))) {
            return null;
        }
        Duration quiet = Duration.ZERO;
        Duration between = Duration.ZERO;
        for (InputModel input : changed) {
            if (!isFull(id, input, all)) {
                quiet = longer(quiet, input.pace().debounce());
            }
            between = longer(between, input.pace().throttle());
        }
        return wait(id, state, hashes(all).toString(), quiet, between);
    }

    private @Nullable Wait wait(InstanceId id, PaceState state, String content, Duration quiet, Duration between) {
        Instant now = decision.now;
        PaceState next = state.content().equals(content) ? state : state.changed(content, now);
        Instant latest = next.first().plus(quiet.multipliedBy(PaceSpec.PATIENCE));
        Instant calm = earlier(next.last().plus(quiet), latest);
        Instant launched = next.launchedAt();
        Instant free = launched == null ? now : launched.plus(between);
        Instant due = calm.isAfter(free) ? calm : free;
        if (!now.isBefore(due)) {
            return null;
        }
        decision.metadata.paceStates().put(id, next);
        decision.timers.set(new Timers.Timer(due, decision.model.ref(), id));
        return calm.isAfter(now)
                ? new Wait(Reason.DEBOUNCED, ReasonMessages.debounced(quiet, latest), !state.isWaiting())
                : new Wait(Reason.THROTTLED, ReasonMessages.throttled(due), !state.isWaiting());
    }

    /** Whether there is as much that is new as one launch may take, so that nothing more is waited for. */
    private boolean isFull(InstanceId id, InputModel input, Inputs all) {
        Integer batch = input.pace().batch();
        if (batch == null) {
            return false;
        }
        Map<String, Fingerprint> taken = decision.metadata.launchedParts().get(id, input.name());
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
        decision.metadata.paceStates().put(id, PaceState.launched(hashes(view), decision.now));
        take(id, view);
    }

    private void take(InstanceId id, Inputs view) {
        for (InputModel input : view.present().keySet()) {
            if (input.pace().batch() != null) {
                decision.metadata.launchedParts().replace(id, input.name(), view.named(input));
            }
        }
    }

    /** The instance has settled: nothing waits any more. */
    void settled(InstanceId id, TaskModel task) {
        if (task.isPaced()) {
            PaceState state = decision.metadata.paceStates().get(id);
            if (state.isWaiting()) {
                decision.metadata.paceStates().put(id, state.settled());
            }
        }
    }

    /** Whether there is something that the last launch did not take up because it was too much. */
    boolean leavesMore(InstanceId id, TaskModel task) {
        List<InputModel> batched = new ArrayList<>(task.inputs());
        batched.removeIf(input -> input.pace().batch() == null);
        if (batched.isEmpty()) {
            return false;
        }
        Inputs inputs = Inputs.of(decision, task, id);
        return batched.stream()
                .anyMatch(input ->
                        !decision.metadata.launchedParts().get(id, input.name()).equals(inputs.named(input)));
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

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
