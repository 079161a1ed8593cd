package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import io.freshet.scheduler.Bundles;
import io.freshet.testkit.spec.WorkflowBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRequestCheckTest {
    private static final WorkflowSpec CLAIMS = assertInstanceOf(
                    ParseResult.Parsed.class,
                    WorkflowParser.parse("workflow.yaml", Bundles.workflow("claims", "extracts", "cleaned")))
            .spec();

    @Test
    void accepts_what_the_workflow_has() {
        assertEquals(List.of(), RunRequestCheck.of(CLAIMS, List.of(), Map.of(), Map.of()));
        assertEquals(
                List.of(),
                RunRequestCheck.of(CLAIMS, List.of("clean"), Map.of("source", "north", "date", "2026-01"), Map.of()));
    }

    @Test
    void says_what_there_is_where_something_is_not() {
        assertEquals(
                List.of(
                        "workflow 'claims' has no task 'dry': it has [clean]",
                        "no task of the run has a dimension 'colour': there is [date, source]"),
                RunRequestCheck.of(CLAIMS, List.of("clean", "dry"), Map.of("colour", "red"), Map.of()));
    }

    @Test
    void refuses_values_that_no_parameter_takes() {
        WorkflowSpec claims = WorkflowBuilder.like(CLAIMS)
                .params(Map.of(
                        "currency",
                        new ParamSpec("currency", ParamSpec.Type.STRING, "USD", List.of("USD", "EUR")),
                        "days",
                        new ParamSpec("days", ParamSpec.Type.INTEGER, "7", List.of())))
                .build();

        assertEquals(
                List.of(), RunRequestCheck.of(claims, List.of(), Map.of(), Map.of("currency", "EUR", "days", "3")));
        assertEquals(
                List.of("'GBP' is no value of parameter 'currency': it is one of [USD, EUR]"),
                RunRequestCheck.of(claims, List.of(), Map.of(), Map.of("currency", "GBP")));
        assertEquals(
                List.of("'few' is no value of parameter 'days': it is of type integer"),
                RunRequestCheck.of(claims, List.of(), Map.of(), Map.of("days", "few")));
        assertEquals(
                List.of("workflow 'claims' has no parameter 'colour': it has []"),
                RunRequestCheck.of(CLAIMS, List.of(), Map.of(), Map.of("colour", "red")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a/b", "../../x", "a\u0000b", "a\nb"})
    void a_value_that_no_partition_can_have_is_refused(String value) {
        assertEquals(
                1,
                RunRequestCheck.of(CLAIMS, List.of(), Map.of("source", value), Map.of())
                        .size());
    }

    @Test
    void a_value_that_is_longer_than_a_name_may_be_is_refused() {
        assertEquals(
                1,
                RunRequestCheck.of(CLAIMS, List.of(), Map.of("source", "x".repeat(3_000)), Map.of())
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "01/05/2026", "2026-1", "2026-01-01T00", "yesterday", "20260101"})
    void a_time_that_is_none_of_the_dimension_is_refused(String value) {
        List<String> errors = RunRequestCheck.of(CLAIMS, List.of(), Map.of("date", value), Map.of());

        assertEquals(List.of("'%s' is no time of dimension 'date': write it as 2026-01-31".formatted(value)), errors);
    }

    @Test
    void refuses_parameters_that_together_are_too_large_for_an_order() {
        Map<String, String> params = new HashMap<>();
        Map<String, ParamSpec> declared = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            params.put("p" + i, "x".repeat(4_000));
            declared.put("p" + i, new ParamSpec("p" + i, ParamSpec.Type.STRING, "", List.of()));
        }
        WorkflowSpec claims = WorkflowBuilder.like(CLAIMS).params(declared).build();

        List<String> errors = RunRequestCheck.of(claims, List.of(), Map.of(), params);

        assertEquals(1, errors.size());
        assertTrue(errors.getFirst().startsWith("the parameters have 160,"), errors::toString);
    }
}
