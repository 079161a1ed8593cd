package io.freshet.cli.command;

import picocli.CommandLine.Option;

/** The option of commands that show one namespace. */
final class NamespaceOption {
    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "prod",
            description = "which namespace (default: ${DEFAULT-VALUE})")
    private String name;

    String name() {
        return name;
    }
}
