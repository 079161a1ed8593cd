package io.freshet.contracts.workflow;

import io.freshet.contracts.yaml.YamlDocument;
import io.freshet.contracts.yaml.YamlNode;
import java.util.List;
import java.util.Map;

/**
 * Reads a workflow's specification. Strict, so that a slip is told and not ignored, and total: whatever the text is, the result is a
 * valid {@link WorkflowSpec} or all of its errors, each with its place. Pure and thread-safe.
 */
public final class WorkflowParser {
    private WorkflowParser() {}

    /**
     * Reads a specification.
     *
     * @param fileName how errors name the file
     * @param yaml at most {@value YamlDocument#MAX_BYTES} bytes
     */
    public static ParseResult parse(String fileName, String yaml) {
        YamlDocument document = YamlDocument.read(yaml);
        if (document.root().isEmpty()) {
            Errors errors = new Errors(new SourceMap(fileName, Map.of()));
            document.problems().forEach(errors::add);
            return new ParseResult.Invalid(errors.all());
        }
        YamlNode root = document.root().get();
        SourceMap source = SourceMap.of(fileName, root);
        Errors errors = new Errors(source);
        document.problems().forEach(errors::add);

        WorkflowSpec spec = new WorkflowReader(errors).read(root);
        List<SpecCheck> checks = List.of(
                new PathCheck(),
                new NameCheck(),
                new ReferenceCheck(),
                new CycleCheck(),
                new DimensionCheck(),
                new ConditionCheck(),
                new PodCheck());
        checks.forEach(check -> check.check(spec, errors));
        return errors.isEmpty() ? new ParseResult.Parsed(spec, source) : new ParseResult.Invalid(errors.all());
    }
}
