package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.workflow.Overlap;
import io.freshet.contracts.workflow.ParamSpec;
import io.freshet.contracts.workflow.ParseResult;
import io.freshet.contracts.workflow.WorkflowParser;
import io.freshet.contracts.workflow.WorkflowSpec;
import io.freshet.scheduler.Bundles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunOrderCheckTest {
    private static final WorkflowSpec CLAIMS = assertInstanceOf(
                    ParseResult.Parsed.class,
                    WorkflowParser.parse("workflow.yaml", Bundles.workflow("claims", "extracts", "cleaned")))
            .spec();

    @Test
    void accepts_what_the_workflow_has() {
        assertEquals(List.of(), RunOrderCheck.of(CLAIMS, List.of(), List.of(), Map.of()));
        assertEquals(List.of(), RunOrderCheck.of(CLAIMS, List.of("clean"), List.of("source", "date"), Map.of()));
    }

    @Test
    void says_what_there_is_where_something_is_not() {
        assertEquals(
                List.of(
                        "workflow 'claims' has no task 'dry': it has [clean]",
                        "no task of the run has a dimension 'colour': there is [date, source]"),
                RunOrderCheck.of(CLAIMS, List.of("clean", "dry"), List.of("colour"), Map.of()));
    }

    @Test
    void refuses_values_that_no_parameter_takes() {
        WorkflowSpec claims = new WorkflowSpec(
                "claims",
                "",
                Map.of(
                        "currency",
                        new ParamSpec("currency", ParamSpec.Type.STRING, "USD", List.of("USD", "EUR")),
                        "days",
                        new ParamSpec("days", ParamSpec.Type.INTEGER, "7", List.of())),
                Overlap.PARALLEL,
                CLAIMS.datasets(),
                CLAIMS.tasks(),
                List.of(),
                List.of(),
                List.of());

        assertEquals(List.of(), RunOrderCheck.of(claims, List.of(), List.of(), Map.of("currency", "EUR", "days", "3")));
        assertEquals(
                List.of("'GBP' is no value of parameter 'currency': it is one of [USD, EUR]"),
                RunOrderCheck.of(claims, List.of(), List.of(), Map.of("currency", "GBP")));
        assertEquals(
                List.of("'few' is no value of parameter 'days': it is of type integer"),
                RunOrderCheck.of(claims, List.of(), List.of(), Map.of("days", "few")));
        assertEquals(
                List.of("workflow 'claims' has no parameter 'colour': it has []"),
                RunOrderCheck.of(CLAIMS, List.of(), List.of(), Map.of("colour", "red")));
    }
}
