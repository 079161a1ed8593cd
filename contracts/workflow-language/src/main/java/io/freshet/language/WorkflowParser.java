package io.freshet.language;

import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.check.AlertCheck;
import io.freshet.language.check.ConcurrencyCheck;
import io.freshet.language.check.ConditionCheck;
import io.freshet.language.check.CycleCheck;
import io.freshet.language.check.DeadlineCheck;
import io.freshet.language.check.DimensionCheck;
import io.freshet.language.check.EventTriggerCheck;
import io.freshet.language.check.NameCheck;
import io.freshet.language.check.PathCheck;
import io.freshet.language.check.PodCheck;
import io.freshet.language.check.ReferenceCheck;
import io.freshet.language.check.ScheduleCheck;
import io.freshet.language.check.SizeCheck;
import io.freshet.language.check.SpecCheck;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.read.WorkflowReader;
import io.freshet.language.yaml.YamlDocument;
import io.freshet.language.yaml.YamlNode;
import java.util.List;

/**
 * Reads a workflow's specification. Strict, so that a slip is reported and not ignored, and total: whatever the text is, the result is a
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
        SpecErrors errors = new SpecErrors(source, document);
        return document.root()
                .<ParseResult>map(root -> read(root, source, errors))
                .orElseGet(() -> new ParseResult.Invalid(errors.all()));
    }

    private static ParseResult read(YamlNode root, SourceMap source, SpecErrors errors) {
        WorkflowSpec spec = new WorkflowReader(errors).read(root);
        List<SpecCheck> checks = List.of(
                new PathCheck(),
                new NameCheck(),
                new ReferenceCheck(),
                new CycleCheck(),
                new DimensionCheck(),
                new ConditionCheck(),
                new ConcurrencyCheck(),
                new PodCheck(),
                new ScheduleCheck(),
                new EventTriggerCheck(),
                new DeadlineCheck(),
                new AlertCheck(),
                new SizeCheck());
        checks.forEach(check -> check.check(spec, errors));
        return errors.isEmpty() ? new ParseResult.Parsed(spec, source) : new ParseResult.Invalid(errors.all());
    }
}
