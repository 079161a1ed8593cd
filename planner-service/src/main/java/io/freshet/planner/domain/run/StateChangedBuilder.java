package io.freshet.planner.domain.run;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.Limits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of an instance's state in the making. */
public final class StateChangedBuilder {
    private final InstanceId instance;
    private final InstanceState state;
    private final Reason reason;
    private String sentence = "";
    private @Nullable String attempt;
    private List<InstanceRef> related = List.of();
    private List<String> missing = List.of();
    private @Nullable Fingerprint actionKey;

    private StateChangedBuilder(InstanceId instance, InstanceState state, Reason reason) {
        this.instance = instance;
        this.state = state;
        this.reason = reason;
    }

    public static StateChangedBuilder of(InstanceId instance, InstanceState state, Reason reason) {
        return new StateChangedBuilder(instance, state, reason);
    }

    public InstanceState state() {
        return state;
    }

    public Reason reason() {
        return reason;
    }

    public InstanceId instance() {
        return instance;
    }

    public StateChangedBuilder explain(String text) {
        this.sentence = text;
        return this;
    }

    public StateChangedBuilder attempt(@Nullable String id) {
        this.attempt = id;
        return this;
    }

    public StateChangedBuilder related(List<InstanceRef> instances) {
        this.related = instances.stream().limit(Limits.LISTED).toList();
        return this;
    }

    public StateChangedBuilder missing(List<String> inputs) {
        this.missing = inputs.stream().limit(Limits.LISTED).toList();
        return this;
    }

    public StateChangedBuilder actionKey(@Nullable Fingerprint key) {
        this.actionKey = key;
        return this;
    }

    /**
     * The event.
     *
     * @param run the oldest that the instance is in; null if it is in none
     * @param causes the ids of the causes of its runs
     */
    StateChanged build(InstanceRef ref, @Nullable String run, List<String> causes, Instant at) {
        return new StateChanged(ref, state, reason, sentence, run, attempt, related, missing, actionKey, causes, at);
    }
}
