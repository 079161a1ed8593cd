package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.planner.domain.instance.InstanceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision about an instance in the making, as it will be told. */
final class StateChangedBuilder {
    private final Decision decision;
    private final InstanceId instance;
    private final InstanceState state;
    private final Reason reason;
    private String sentence = "";
    private @Nullable String attempt;
    private List<InstanceRef> related = List.of();
    private List<String> missing = List.of();
    private @Nullable Fingerprint actionKey;

    private StateChangedBuilder(Decision decision, InstanceId instance, InstanceState state, Reason reason) {
        this.decision = decision;
        this.instance = instance;
        this.state = state;
        this.reason = reason;
    }

    static StateChangedBuilder of(Decision decision, InstanceId instance, InstanceState state, Reason reason) {
        return new StateChangedBuilder(decision, instance, state, reason);
    }

    InstanceState state() {
        return state;
    }

    Reason reason() {
        return reason;
    }

    InstanceId instance() {
        return instance;
    }

    StateChangedBuilder explain(String text) {
        this.sentence = text;
        return this;
    }

    StateChangedBuilder attempt(@Nullable String id) {
        this.attempt = id;
        return this;
    }

    StateChangedBuilder related(List<InstanceRef> instances) {
        this.related = instances.stream().limit(Limits.LISTED).toList();
        return this;
    }

    StateChangedBuilder missing(List<String> inputs) {
        this.missing = inputs.stream().limit(Limits.LISTED).toList();
        return this;
    }

    StateChangedBuilder actionKey(@Nullable Fingerprint key) {
        this.actionKey = key;
        return this;
    }

    void emit() {
        List<String> runs = decision.runs.of(instance);
        decision.emit(new StateChanged(
                decision.ref(instance),
                state,
                reason,
                sentence,
                runs.isEmpty() ? null : runs.getFirst(),
                attempt,
                related,
                missing,
                actionKey,
                decision.runs.causes(runs),
                decision.now));
    }
}
