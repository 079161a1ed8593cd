package io.freshet.testkit.spec;

import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.ConcurrencySpec;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.OutputSpec;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.spec.TaskSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task without inputs and outputs that runs {@code true} and is never tried again, unless a test says otherwise. Not safe for use by several threads. */
public final class TaskSpecBuilder {
    private String name;
    private Map<String, InputSpec> inputs = Map.of();
    private Map<String, OutputSpec> outputs = Map.of();
    private List<String> partitionBy = List.of();
    private RunSpec run = new RunSpec(null, List.of("true"), List.of(), Map.of(), ResourceSpec.DEFAULT);
    private Map<String, String> params = Map.of();
    private RetrySpec retries = RetrySpec.NONE;
    private @Nullable Duration timeout;
    private @Nullable RunAsSpec runAs;
    private List<String> clears = List.of();
    private @Nullable String when;
    private @Nullable FailureSpec onFailure;
    private String pool = TaskSpec.DEFAULT_POOL;
    private int priority;
    private @Nullable Integer maxActive;
    private @Nullable ConcurrencySpec concurrency;
    private TaskSpec.OnChange onChange = TaskSpec.OnChange.QUEUE;
    private CacheSpec cache = new CacheSpec.On();
    private @Nullable BatchSpec batch;

    private TaskSpecBuilder(String name) {
        this.name = name;
    }

    public static TaskSpecBuilder of(String name) {
        return new TaskSpecBuilder(name);
    }

    /** Begins with what another task is. */
    public static TaskSpecBuilder like(TaskSpec other) {
        return of(other.name())
                .inputs(other.inputs())
                .outputs(other.outputs())
                .partitionBy(other.partitionBy())
                .run(other.run())
                .params(other.params())
                .retries(other.retries())
                .timeout(other.timeout())
                .runAs(other.runAs())
                .clears(other.clears())
                .when(other.when())
                .onFailure(other.onFailure())
                .pool(other.pool())
                .priority(other.priority())
                .maxActive(other.maxActive())
                .concurrency(other.concurrency())
                .onChange(other.onChange())
                .cache(other.cache())
                .batch(other.batch());
    }

    /** Outputs that are not checked, by the names of their datasets, in this order. */
    public TaskSpecBuilder outputs(List<String> datasets) {
        Map<String, OutputSpec> specs = new LinkedHashMap<>();
        datasets.forEach(dataset -> specs.put(dataset, new OutputSpec(dataset, List.of())));
        return outputs(specs);
    }

    public TaskSpecBuilder name(String name) {
        this.name = name;
        return this;
    }

    public TaskSpecBuilder inputs(Map<String, InputSpec> inputs) {
        this.inputs = inputs;
        return this;
    }

    public TaskSpecBuilder outputs(Map<String, OutputSpec> outputs) {
        this.outputs = outputs;
        return this;
    }

    public TaskSpecBuilder partitionBy(List<String> partitionBy) {
        this.partitionBy = partitionBy;
        return this;
    }

    public TaskSpecBuilder run(RunSpec run) {
        this.run = run;
        return this;
    }

    public TaskSpecBuilder params(Map<String, String> params) {
        this.params = params;
        return this;
    }

    public TaskSpecBuilder retries(RetrySpec retries) {
        this.retries = retries;
        return this;
    }

    public TaskSpecBuilder timeout(@Nullable Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    public TaskSpecBuilder runAs(@Nullable RunAsSpec runAs) {
        this.runAs = runAs;
        return this;
    }

    public TaskSpecBuilder clears(List<String> clears) {
        this.clears = clears;
        return this;
    }

    public TaskSpecBuilder when(@Nullable String when) {
        this.when = when;
        return this;
    }

    public TaskSpecBuilder onFailure(@Nullable FailureSpec onFailure) {
        this.onFailure = onFailure;
        return this;
    }

    public TaskSpecBuilder pool(String pool) {
        this.pool = pool;
        return this;
    }

    public TaskSpecBuilder priority(int priority) {
        this.priority = priority;
        return this;
    }

    public TaskSpecBuilder maxActive(@Nullable Integer maxActive) {
        this.maxActive = maxActive;
        return this;
    }

    public TaskSpecBuilder concurrency(@Nullable ConcurrencySpec concurrency) {
        this.concurrency = concurrency;
        return this;
    }

    public TaskSpecBuilder onChange(TaskSpec.OnChange onChange) {
        this.onChange = onChange;
        return this;
    }

    public TaskSpecBuilder cache(CacheSpec cache) {
        this.cache = cache;
        return this;
    }

    public TaskSpecBuilder batch(@Nullable BatchSpec batch) {
        this.batch = batch;
        return this;
    }

    public TaskSpec build() {
        return new TaskSpec(
                name,
                inputs,
                outputs,
                partitionBy,
                run,
                params,
                retries,
                timeout,
                runAs,
                clears,
                when,
                onFailure,
                pool,
                priority,
                maxActive,
                concurrency,
                onChange,
                cache,
                batch);
    }
}
