package io.freshet.language.read;

import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.language.grammar.Grammar;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.PathValueReaders;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
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
    private static final Pattern QUANTITY = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,1023}");

    private final SpecErrors errors;
    private final ValueReaders values;
    private final PathValueReaders paths;
    private final PodTemplateReader pods;

    RunReader(SpecErrors errors, ValueReaders values, PathValueReaders paths) {
        this.errors = errors;
        this.values = values;
        this.paths = paths;
        this.pods = new PodTemplateReader(values);
    }

    Optional<RunSpec> run(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.RUN, errors);
        return Optional.of(new RunSpec(
                fields.read("image", this::image).orElse(null),
                command(fields),
                fields.read("code", values.listOf(paths::pathOrGlob)).orElse(List.of()),
                fields.read("env", this::environment).orElse(Map.of()),
                fields.read("resources", this::resources).orElse(ResourceSpec.DEFAULT),
                fields.read("pod", pods::read).orElse(null)));
    }

    /** Of a task, or of its fallback. */
    List<String> command(MappingReader fields) {
        return fields.require("command", this::words).orElse(List.of());
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

    private Optional<String> image(YamlNode node) {
        return values.text(node)
                .flatMap(text -> IMAGE.matcher(text).matches()
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_VALUE,
                                "'%s' is not an image".formatted(text),
                                "write registry/name:tag or registry/name@sha256:..."));
    }

    private Optional<Map<String, String>> environment(YamlNode node) {
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
        return Optional.of(environment);
    }

    private Optional<ResourceSpec> resources(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.RESOURCES, errors);
        return Optional.of(new ResourceSpec(
                fields.read("cpu", this::quantity).orElse(null),
                fields.read("memory", this::quantity).orElse(null)));
    }

    private Optional<String> quantity(YamlNode node) {
        return values.literal(node)
                .flatMap(text -> QUANTITY.matcher(text).matches()
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_VALUE,
                                "'%s' is not a quantity".formatted(text),
                                "write a number with or without a unit: 500m, 2, 512Mi, 2Gi"));
    }
}
