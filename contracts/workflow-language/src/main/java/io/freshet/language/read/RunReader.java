package io.freshet.language.read;

import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.pod.PodTemplateReader;
import io.freshet.language.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a task runs. */
final class RunReader {
    /** Stands for what could not be read. */
    static final RunSpec NOTHING = new RunSpec(null, List.of(), List.of(), Map.of(), ResourceSpec.DEFAULT);

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private final SpecErrors errors;
    private final ValueReaders values;
    private final PodTemplateReader pods;

    RunReader(SpecErrors errors, ValueReaders values) {
        this.errors = errors;
        this.values = values;
        this.pods = new PodTemplateReader(values);
    }

    RunSpec run(YamlNode node) {
        MappingReader fields = new MappingReader(node, RunKeys.RUN, errors);
        return new RunSpec(
                fields.orNull(RunKeys.CONTAINER_IMAGE),
                command(fields, RunKeys.COMMAND),
                fields.get(RunKeys.CODE),
                fields.read(RunKeys.ENV).map(this::environment).orElse(Map.of()),
                fields.read(RunKeys.RESOURCES).map(this::resources).orElse(ResourceSpec.DEFAULT),
                fields.read(RunKeys.POD).flatMap(pods::read).orElse(null));
    }

    /** Of a task, or of its fallback. */
    List<String> command(MappingReader fields, Key<YamlNode> key) {
        return fields.require(key).flatMap(this::words).orElse(List.of());
    }

    private Optional<List<String>> words(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && !scalar.text().isBlank()) {
            return values.wrong(
                    node,
                    SpecErrorCode.WRONG_TYPE,
                    "%s stands where a list belongs".formatted(node.described()),
                    "write program and arguments apart: [%s]"
                            .formatted(String.join(", ", scalar.text().trim().split("\\s+"))));
        }
        Optional<List<String>> words = values.someOf(values::literal).apply(node);
        boolean blank = words.isPresent()
                && !words.get().isEmpty()
                && words.get().getFirst().isBlank();
        return blank
                ? values.wrong(node, SpecErrorCode.BAD_VALUE, "the program is empty", "name the program first")
                : words;
    }

    private Map<String, String> environment(YamlNode node) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (YamlNode.Entry entry : values.entries(node)) {
            String key = entry.key();
            if (!VARIABLE.matcher(key).matches()) {
                errors.at(
                        entry.value().path(),
                        SpecErrorCode.BAD_NAME,
                        "'%s' is not a variable's name".formatted(key),
                        "use letters, digits and '_', not beginning with a digit");
            } else if (key.startsWith("FRESHET_") || key.equals("TRACEPARENT")) {
                errors.at(
                        entry.value().path(),
                        SpecErrorCode.BAD_NAME,
                        "'%s' is set by Freshet".formatted(key),
                        "use a name that does not begin with FRESHET_ and is not TRACEPARENT");
            }
            values.literal(entry.value()).ifPresent(text -> environment.put(key, text));
        }
        return environment;
    }

    private ResourceSpec resources(YamlNode node) {
        MappingReader fields = new MappingReader(node, RunKeys.OF_RESOURCES, errors);
        return new ResourceSpec(fields.orNull(RunKeys.CPU), fields.orNull(RunKeys.MEMORY));
    }
}
