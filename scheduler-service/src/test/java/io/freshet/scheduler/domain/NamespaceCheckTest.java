package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.scheduler.Bundles;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceCheckTest {
    private static final String CLAIMS = Bundles.workflow("claims", "extracts", "cleaned");

    @Test
    void accepts_a_workflow_that_reads_what_another_writes() {
        assertEquals(
                List.of(), check(Bundles.workflow("next", "cleaned", "daily").replace("landing/cleaned", "cleaned")));
    }

    @Test
    void does_not_compare_a_workflow_with_the_version_it_replaces() {
        assertEquals(List.of(), check(CLAIMS.replace("path: cleaned", "path: elsewhere")));
    }

    @Test
    void refuses_a_second_producer() {
        List<SpecError> errors = check(Bundles.workflow("next", "raw", "cleaned"));

        assertEquals(List.of(SpecErrorCode.TWO_PRODUCERS), codes(errors));
        assertEquals(
                "dataset 'cleaned' is written by workflow 'claims' already",
                errors.getFirst().message());
        assertEquals("spec.tasks.clean.outputs.cleaned", errors.getFirst().path());
        assertEquals(15, errors.getFirst().line());
    }

    @Test
    void refuses_another_path_or_layout_of_one_dataset() {
        List<SpecError> errors = check(Bundles.workflow("next", "extracts", "daily")
                .replace(
                        "landing/extracts\n      layout: \"{source}/{date:yyyy-MM-dd}/*.csv\"",
                        "extracts\n      layout: \"{source}/{date:yyyy-MM}/*.csv\""));

        assertEquals(List.of(SpecErrorCode.DATASET_DIFFERS, SpecErrorCode.DATASET_DIFFERS), codes(errors));
        assertEquals(
                "path 'extracts' of dataset 'extracts' is 'landing/extracts' in workflow 'claims'",
                errors.getFirst().message());
    }

    @Test
    void refuses_a_directory_inside_anothers() {
        assertEquals(
                List.of(SpecErrorCode.PATH_OVERLAP),
                codes(check(Bundles.workflow("next", "raw", "daily").replace("landing/raw", "cleaned/raw"))));
        assertEquals(
                List.of(SpecErrorCode.PATH_OVERLAP),
                codes(check(Bundles.workflow("next", "raw", "daily").replace("landing/raw", "landing"))));
        assertEquals(List.of(), check(Bundles.workflow("next", "raw", "daily").replace("landing/raw", "cleaned-raw")));
    }

    private static List<SpecError> check(String workflow) {
        return NamespaceCheck.of(parsed(workflow), List.of(parsed(CLAIMS).spec()));
    }

    private static ParseResult.Parsed parsed(String workflow) {
        return assertInstanceOf(ParseResult.Parsed.class, WorkflowParser.parse("workflow.yaml", workflow));
    }

    private static List<SpecErrorCode> codes(List<SpecError> errors) {
        return errors.stream().map(SpecError::code).toList();
    }
}
