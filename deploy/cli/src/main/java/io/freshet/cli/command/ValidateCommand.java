package io.freshet.cli.command;

import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a bundle without a running system. */
@Command(
        name = "validate",
        description =
                "Check a bundle as a deployment does: every error at once, with its place. Needs nothing running.")
public final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "BUNDLE", description = "the directory")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        BundleDirectory.Checked checked = BundleDirectory.check(directory);
        checked.requirePackable();
        String name = checked.spec().name();
        return session.answer(Map.of("workflow", name, "valid", true, "warnings", checked.warnings()), () -> {
            checked.warnings().forEach(warning -> session.err().println("warning: " + warning));
            session.out().printf("%s is right%n", name);
        });
    }
}
