package io.freshet.cli.local;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.bundle.Bundle;
import io.freshet.language.bundle.BundleReader;
import io.freshet.language.bundle.BundleSet;
import io.freshet.language.bundle.BundleWriter;
import io.freshet.language.bundle.DeployableBundle;
import io.freshet.language.bundle.InvalidBundleException;
import io.freshet.language.grammar.SpecError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Bundles that a person named as directories. */
public final class BundleDirectory {
    private BundleDirectory() {}

    /** A small bundle as an archive in memory, whatever is in it. */
    public static byte[] zip(Path directory) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try {
            BundleWriter.writeZip(read(directory), zip);
            return zip.toByteArray();
        } catch (InvalidBundleException e) {
            throw refused(directory, e);
        }
    }

    /**
     * A bundle that a deployment would not refuse for what is in it.
     *
     * @throws CommandException if it would; it has all errors then
     */
    public static Checked check(Path directory) throws IOException {
        Bundle bundle = read(directory);
        return switch (DeployableBundle.of(bundle)) {
            case DeployableBundle.Valid valid -> new Checked(valid.workflow().spec(), valid.warnings(), bundle);
            case DeployableBundle.Invalid(var errors, var _) ->
                throw new CommandException(
                        ExitCode.REFUSED,
                        "%d %s in the bundle %s"
                                .formatted(errors.size(), errors.size() == 1 ? "error" : "errors", directory),
                        errors.stream().map(BundleDirectory::detail).toList());
        };
    }

    /**
     * A bundle that is right.
     *
     * @param spec what its workflow says
     * @param warnings what may not be meant, or has no effect; it can be deployed all the same
     */
    public record Checked(WorkflowSpec spec, List<SpecError> warnings, Bundle bundle) {
        /**
         * Packs it without keeping the archive, as a deployment is refused also for what cannot be packed.
         *
         * @throws CommandException if it is larger than a scheduler takes, or has a name that cannot be packed
         */
        public void requirePackable() throws IOException {
            try {
                BundleWriter.requirePackable(bundle);
            } catch (InvalidBundleException e) {
                throw refused(Path.of(spec.name()), e);
            }
        }

        /**
         * Packs it.
         *
         * @throws CommandException if it is larger than a scheduler takes
         */
        public void pack(Path archive) throws IOException {
            try {
                BundleWriter.writeZip(bundle, archive);
            } catch (InvalidBundleException e) {
                throw refused(Path.of(spec.name()), e);
            }
        }
    }

    /**
     * Packs several bundles into one archive, each in a directory with the name of its workflow.
     *
     * @throws CommandException if two have one name, or they are more or larger than a scheduler takes at once
     */
    public static void pack(List<Checked> bundles, Path archive) throws IOException {
        SortedMap<String, Bundle> byName = new TreeMap<>();
        for (Checked checked : bundles) {
            if (byName.put(checked.spec().name(), checked.bundle()) != null) {
                throw new CommandException(
                        ExitCode.REFUSED,
                        "two of the directories have a workflow '%s': give each workflow a name of its own, or leave one out"
                                .formatted(checked.spec().name()));
            }
        }
        if (byName.size() > BundleSet.MAX_BUNDLES) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "%d directories are too many: at most %d are deployed together"
                            .formatted(byName.size(), BundleSet.MAX_BUNDLES));
        }
        try {
            BundleWriter.writeZip(new BundleSet(byName), archive);
        } catch (InvalidBundleException e) {
            throw new CommandException(ExitCode.REFUSED, "these bundles together: %s".formatted(e.getMessage()));
        }
    }

    private static Problem.Detail detail(SpecError error) {
        return new Problem.Detail(
                error.message(),
                error.file(),
                error.line(),
                error.column(),
                error.code().toString(),
                error.hint());
    }

    private static Bundle read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CommandException(
                    ExitCode.REFUSED, "'%s' is not a directory; name one with a workflow.yaml".formatted(directory));
        }
        if (!Files.exists(directory.resolve(Bundle.WORKFLOW_FILE))) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "there is no %s in '%s': name the directory that has it"
                            .formatted(Bundle.WORKFLOW_FILE, directory));
        }
        try {
            return BundleReader.readDirectory(directory);
        } catch (InvalidBundleException e) {
            throw refused(directory, e);
        }
    }

    private static CommandException refused(Path bundle, InvalidBundleException refusal) {
        return new CommandException(ExitCode.REFUSED, "%s: %s".formatted(bundle, refusal.getMessage()));
    }
}
