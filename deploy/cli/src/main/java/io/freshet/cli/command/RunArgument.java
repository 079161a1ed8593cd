package io.freshet.cli.command;

import io.freshet.cli.session.Arguments;
import io.freshet.contracts.id.WorkflowRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The workflow of commands that ask for a run. Those have subcommands as well, which want none, so that only what asks can miss it. */
final class RunArgument {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(arity = "0..1", paramLabel = "WORKFLOW", description = "namespace/workflow")
    private @Nullable String text;

    /**
     * @throws ParameterException if it is not there
     * @throws io.freshet.cli.failure.CommandException if it cannot be read
     */
    WorkflowRef ref() {
        if (text == null) {
            throw new ParameterException(command.commandLine(), "say which workflow: namespace/workflow");
        }
        return Arguments.workflow(text);
    }
}
