package io.freshet.contracts.workflow;

import io.freshet.contracts.yaml.YamlDocument;
import io.freshet.contracts.yaml.YamlNode;
import java.util.List;

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
        SourceMap source = SourceMap.of(fileName, document);
        Errors errors = new Errors(source, document);
        return document.root()
                .<ParseResult>map(root -> read(root, source, errors))
                .orElseGet(() -> new ParseResult.Invalid(errors.all()));
    }

    private static ParseResult read(YamlNode root, SourceMap source, Errors errors) {
        WorkflowSpec spec = new WorkflowReader(errors).read(root);
        List<SpecCheck> checks = List.of(
                new PathCheck(),
                new NameCheck(),
                new ReferenceCheck(),
                new CycleCheck(),
                new DimensionCheck(),
                new ConditionCheck(),
                new PodCheck(),
                new SizeCheck());
        checks.forEach(check -> check.check(spec, errors));
        return errors.isEmpty() ? new ParseResult.Parsed(spec, source) : new ParseResult.Invalid(errors.all());
    }
}
