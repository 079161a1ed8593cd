package io.freshet.launcher.dataplane;

import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may enter which of our own directories, whatever the umask was when they were made. Nobody but us reads what lies below them by its
 * path: a task reaches an input by the name it has in the task's own directory.
 */
final class InternalDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(InternalDirectories.class);
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
    /** Others may pass, if they know where to. */
    private static final Set<PosixFilePermission> PASSAGE = PosixFilePermissions.fromString("rwx--x--x");

    private static final List<String> PRIVATE = List.of(
            "objects",
            "actions",
            "manifests",
            "lists",
            "published",
            "staging",
            "taken",
            "discarded",
            "damaged",
            "launchers");
    private static final List<String> PASSAGES = List.of("attempts", "work");

    private InternalDirectories() {}

    /** Makes those that are missing, and corrects those that are there. */
    static void prepare(StorageRoot root) throws IOException {
        Files.createDirectories(root.root());
        set(root.internal(), PASSAGE);
        for (String name : PRIVATE) {
            set(root.internal().resolve(name), OURS);
        }
        for (String name : PASSAGES) {
            set(root.internal().resolve(name), PASSAGE);
        }
    }

    /** Makes a directory for nobody but us. */
    static Path makePrivate(Path directory) throws IOException {
        set(directory, OURS);
        return directory;
    }

    /** Makes a directory that others may pass. */
    static Path makePassage(Path directory) throws IOException {
        set(directory, PASSAGE);
        return directory;
    }

    private static void set(Path directory, Set<PosixFilePermission> permissions) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions));
        } catch (FileAlreadyExistsException e) {
            if (Files.getPosixFilePermissions(directory).equals(permissions)) {
                return;
            }
        }
        try {
            Files.setPosixFilePermissions(directory, permissions);
        } catch (FileSystemException e) {
            // Another service's user made it: whoever set that up decides who may enter.
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .addKeyValue("wanted", PosixFilePermissions.toString(permissions))
                    .setCause(e)
                    .log("The permissions of a directory of Freshet's cannot be set: it belongs to another user");
        }
    }
}
