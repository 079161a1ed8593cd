package io.freshet.language.pod;

import io.freshet.contracts.spec.PodTemplate;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a pod template from a file of its own, as strictly as one in a workflow: whatever the text is, the result is a template that is
 * allowed, or all that is wrong with it. Pure and thread-safe.
 */
public final class PodTemplateParser {
    /** What came of reading. */
    public sealed interface Reading {
        /** An empty file is an empty template. */
        record Valid(PodTemplate template) implements Reading {}

        /** Each problem on a line, with its place or its rule. */
        record Invalid(List<String> problems) implements Reading {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    private PodTemplateParser() {}

    /**
     * Reads a template.
     *
     * @param fileName how problems name the file
     * @param yaml at most {@value YamlDocument#MAX_BYTES} bytes
     */
    public static Reading parse(String fileName, String yaml) {
        if (yaml.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"))) {
            return new Reading.Valid(new PodTemplate(Map.of()));
        }
        YamlDocument document = YamlDocument.read(yaml);
        SpecErrors errors = new SpecErrors(SourceMap.of(fileName, document), document);
        Optional<PodTemplate> template = document.root().flatMap(new PodTemplateReader(new ValueReaders(errors))::read);
        List<PodTemplateRules.Violation> violations =
                template.map(PodTemplateRules::violations).orElse(List.of());
        return template.isPresent() && errors.isEmpty() && violations.isEmpty()
                ? new Reading.Valid(template.get())
                : new Reading.Invalid(Stream.concat(
                                errors.all().stream().map(Object::toString),
                                violations.stream().map(one -> fileName + ": " + one))
                        .toList());
    }
}
