package io.freshet.language.read;

import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads tasks. */
final class TaskReader {
    private final SpecErrors errors;
    private final ValueReaders values;
    private final InputReader inputs;
    private final OutputReader outputs;
    private final RunReader runs;
    private final FailurePolicyReader policies;

    TaskReader(SpecErrors errors, ValueReaders values) {
        this.errors = errors;
        this.values = values;
        this.inputs = new InputReader(errors, values);
        this.outputs = new OutputReader(errors, values);
        this.runs = new RunReader(errors, values);
        this.policies = new FailurePolicyReader(errors, values, runs);
    }

    TaskSpec read(YamlNode.Entry entry) {
        MappingReader fields = new MappingReader(entry.value(), TaskKeys.TASK, errors);
        return new TaskSpec(
                entry.key(),
                fields.read(TaskKeys.INPUTS).map(inputs::inputs).orElse(Map.of()),
                fields.read(TaskKeys.OUTPUTS).map(outputs::outputs).orElse(Map.of()),
                fields.get(TaskKeys.PARTITION_BY),
                fields.require(TaskKeys.RUN).map(runs::run).orElse(RunReader.NOTHING),
                fields.read(TaskKeys.PARAMS).map(this::params).orElse(Map.of()),
                fields.read(TaskKeys.RETRIES).flatMap(policies::retries).orElse(RetrySpec.NONE),
                fields.orNull(TaskKeys.TIMEOUT),
                fields.read(TaskKeys.RUN_AS).map(policies::runAs).orElse(null),
                fields.get(TaskKeys.CLEARS),
                fields.orNull(TaskKeys.WHEN),
                fields.read(TaskKeys.ON_FAILURE).map(policies::onFailure).orElse(null),
                fields.get(TaskKeys.POOL),
                fields.get(TaskKeys.PRIORITY),
                fields.orNull(TaskKeys.MAX_ACTIVE),
                fields.read(TaskKeys.CONCURRENCY).flatMap(policies::concurrency).orElse(null),
                fields.get(TaskKeys.ON_CHANGE),
                fields.read(TaskKeys.CACHE).flatMap(policies::cache).orElse(new CacheSpec.On()),
                fields.read(TaskKeys.BATCH).flatMap(policies::batch).orElse(null));
    }

    private Map<String, String> params(YamlNode node) {
        Map<String, String> params = new LinkedHashMap<>();
        for (YamlNode.Entry entry : values.entries(node)) {
            ParamReader.requireName(entry, errors);
            values.literal(entry.value()).ifPresent(text -> params.put(entry.key(), text));
        }
        return params;
    }
}
