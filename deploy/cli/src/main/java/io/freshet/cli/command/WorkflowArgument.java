package io.freshet.cli.command;

import io.freshet.cli.session.Arguments;
import io.freshet.contracts.id.WorkflowRef;
import picocli.CommandLine.Parameters;

/** The first argument of commands that are about one workflow. */
final class WorkflowArgument {
    @Parameters(index = "0", paramLabel = "WORKFLOW", description = "namespace/workflow")
    private String text;

    /** @throws io.freshet.cli.failure.CommandException if it cannot be read */
    WorkflowRef ref() {
        return Arguments.workflow(text);
    }
}
