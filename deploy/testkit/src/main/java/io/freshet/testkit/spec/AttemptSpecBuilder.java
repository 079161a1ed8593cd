package io.freshet.testkit.spec;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.AttemptTrace;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an attempt is to do: the command {@code true} without inputs and outputs, installed by alice, unless a test says otherwise. Not safe for use by several threads. */
public final class AttemptSpecBuilder {
    private InstanceRef instance;
    private int workflowVersion = 1;
    private RunSpec run = new RunSpec(null, List.of("true"), List.of(), Map.of(), ResourceSpec.DEFAULT);
    private @Nullable Fingerprint code = Sha256.of("code");
    private Map<String, String> params = Map.of();
    private List<AttemptSpec.Input> inputs = List.of();
    private List<AttemptSpec.Output> outputs = List.of();
    private Fingerprint actionKey;
    private @Nullable Fingerprint previousActionKey;
    private @Nullable RunAsSpec runAs;
    private CacheSpec cache = new CacheSpec.On();
    private @Nullable Duration timeout;
    private @Nullable BatchSpec batch;
    private String installedBy = "alice";
    private @Nullable Firing firing;
    private @Nullable AttemptTrace trace;

    private AttemptSpecBuilder(InstanceRef instance) {
        this.instance = instance;
        actionKey = Sha256.of("key of " + instance);
    }

    public static AttemptSpecBuilder of(InstanceRef instance) {
        return new AttemptSpecBuilder(instance);
    }

    /** Begins with what another attempt is to do. */
    public static AttemptSpecBuilder like(AttemptSpec other) {
        return of(other.instance())
                .workflowVersion(other.workflowVersion())
                .run(other.run())
                .code(other.code())
                .params(other.params())
                .inputs(other.inputs())
                .outputs(other.outputs())
                .actionKey(other.actionKey())
                .previousActionKey(other.previousActionKey())
                .runAs(other.runAs())
                .cache(other.cache())
                .timeout(other.timeout())
                .batch(other.batch())
                .installedBy(other.installedBy())
                .firing(other.firing())
                .trace(other.trace());
    }

    public AttemptSpecBuilder instance(InstanceRef instance) {
        this.instance = instance;
        return this;
    }

    public AttemptSpecBuilder workflowVersion(int workflowVersion) {
        this.workflowVersion = workflowVersion;
        return this;
    }

    public AttemptSpecBuilder run(RunSpec run) {
        this.run = run;
        return this;
    }

    public AttemptSpecBuilder code(@Nullable Fingerprint code) {
        this.code = code;
        return this;
    }

    public AttemptSpecBuilder params(Map<String, String> params) {
        this.params = params;
        return this;
    }

    public AttemptSpecBuilder inputs(List<AttemptSpec.Input> inputs) {
        this.inputs = inputs;
        return this;
    }

    public AttemptSpecBuilder outputs(List<AttemptSpec.Output> outputs) {
        this.outputs = outputs;
        return this;
    }

    public AttemptSpecBuilder actionKey(Fingerprint actionKey) {
        this.actionKey = actionKey;
        return this;
    }

    public AttemptSpecBuilder previousActionKey(@Nullable Fingerprint previousActionKey) {
        this.previousActionKey = previousActionKey;
        return this;
    }

    public AttemptSpecBuilder runAs(@Nullable RunAsSpec runAs) {
        this.runAs = runAs;
        return this;
    }

    public AttemptSpecBuilder cache(CacheSpec cache) {
        this.cache = cache;
        return this;
    }

    public AttemptSpecBuilder timeout(@Nullable Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    public AttemptSpecBuilder batch(@Nullable BatchSpec batch) {
        this.batch = batch;
        return this;
    }

    public AttemptSpecBuilder installedBy(String installedBy) {
        this.installedBy = installedBy;
        return this;
    }

    public AttemptSpecBuilder firing(@Nullable Firing firing) {
        this.firing = firing;
        return this;
    }

    public AttemptSpecBuilder trace(@Nullable AttemptTrace trace) {
        this.trace = trace;
        return this;
    }

    public AttemptSpec build() {
        return new AttemptSpec(
                instance,
                workflowVersion,
                run,
                code,
                params,
                inputs,
                outputs,
                actionKey,
                previousActionKey,
                runAs,
                cache,
                timeout,
                batch,
                installedBy,
                firing,
                trace);
    }
}
