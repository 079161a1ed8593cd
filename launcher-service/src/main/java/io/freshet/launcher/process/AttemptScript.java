package io.freshet.launcher.process;

import io.freshet.contracts.data.Sha256;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;

/** The wrapper script on the storage root. Its name has its hash, so a newer launcher leaves the one alone that running shells still read. */
public final class AttemptScript {
    private static final String RESOURCE = "/io/freshet/launcher/attempt.sh";

    private AttemptScript() {}

    /** Writes the script if it is not there or damaged, and returns where it is. */
    public static Path install(StorageRoot root) throws IOException {
        byte[] script;
        try (InputStream resource = Objects.requireNonNull(AttemptScript.class.getResourceAsStream(RESOURCE))) {
            script = resource.readAllBytes();
        }
        Path directory = root.internal().resolve("launchers");
        Path file =
                directory.resolve("attempt-%s.sh".formatted(Sha256.of(script).brief()));
        if (!hasContent(file, script)) {
            DurableFiles files = new DurableFiles(LocalDisk.SYNCED);
            files.createDirectories(directory);
            Path written = Files.createTempFile(directory, "attempt", DurableFiles.ASIDE);
            files.disk().write(written, script);
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("r--r--r--"));
            files.place(written, file);
        }
        return file;
    }

    private static boolean hasContent(Path file, byte[] content) throws IOException {
        try {
            return Arrays.equals(Files.readAllBytes(file), content);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
