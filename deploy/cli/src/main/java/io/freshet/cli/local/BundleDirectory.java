package io.freshet.cli.local;

import io.freshet.cli.CommandException;
import io.freshet.cli.ExitCode;
import io.freshet.contracts.bundle.Bundle;
import io.freshet.contracts.bundle.BundleReader;
import io.freshet.contracts.bundle.BundleWriter;
import io.freshet.contracts.bundle.DeployableBundle;
import io.freshet.contracts.bundle.InvalidBundleException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bundles that a person named as directories. */
public final class BundleDirectory {
    private BundleDirectory() {}

    /** The bundle as an archive, whatever is in it. */
    public static byte[] zip(Path directory) throws IOException {
        return zip(directory, read(directory));
    }

    /**
     * The name of the workflow in a bundle in which nothing is wrong.
     *
     * @throws CommandException if something is; all of it has been written to {@code err} then
     */
    public static String requireValid(Path directory, PrintWriter err) throws IOException {
        return switch (DeployableBundle.of(read(directory))) {
            case DeployableBundle.Valid valid -> valid.workflow().spec().name();
            case DeployableBundle.Invalid(var errors) -> {
                errors.forEach(err::println);
                throw new CommandException(
                        ExitCode.REFUSED,
                        "%d %s in the bundle %s"
                                .formatted(errors.size(), errors.size() == 1 ? "error" : "errors", directory));
            }
        };
    }

    private static Bundle read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CommandException(
                    ExitCode.REFUSED, "'%s' is not a directory; name one with a workflow.yaml".formatted(directory));
        }
        try {
            return BundleReader.readDirectory(directory);
        } catch (InvalidBundleException e) {
            throw new CommandException(ExitCode.REFUSED, "%s: %s".formatted(directory, e.getMessage()));
        }
    }

    private static byte[] zip(Path directory, Bundle bundle) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try {
            BundleWriter.writeZip(bundle, zip);
            return zip.toByteArray();
        } catch (InvalidBundleException e) {
            throw new CommandException(ExitCode.REFUSED, "%s: %s".formatted(directory, e.getMessage()));
        }
    }
}
