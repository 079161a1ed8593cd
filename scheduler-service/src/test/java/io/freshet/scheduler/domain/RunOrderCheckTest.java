package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.workflow.ParseResult;
import io.freshet.contracts.workflow.WorkflowParser;
import io.freshet.contracts.workflow.WorkflowSpec;
import io.freshet.scheduler.Bundles;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunOrderCheckTest {
    private static final WorkflowSpec CLAIMS = assertInstanceOf(
                    ParseResult.Parsed.class,
                    WorkflowParser.parse("workflow.yaml", Bundles.workflow("claims", "extracts", "cleaned")))
            .spec();

    @Test
    void accepts_what_the_workflow_has() {
        assertEquals(List.of(), RunOrderCheck.of(CLAIMS, List.of(), List.of()));
        assertEquals(List.of(), RunOrderCheck.of(CLAIMS, List.of("clean"), List.of("source", "date")));
    }

    @Test
    void says_what_there_is_where_something_is_not() {
        assertEquals(
                List.of(
                        "workflow 'claims' has no task 'dry': it has [clean]",
                        "no task of the run has a dimension 'colour': there is [date, source]"),
                RunOrderCheck.of(CLAIMS, List.of("clean", "dry"), List.of("colour")));
    }
}
