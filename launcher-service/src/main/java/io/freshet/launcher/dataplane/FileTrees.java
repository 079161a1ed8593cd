package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.RelativePath;
import io.freshet.servicekit.posix.FileStatus;
import io.freshet.servicekit.posix.OpenDirectory;
import io.freshet.servicekit.posix.OpenFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Directory trees: removing them, and not being led out of them by links. */
public final class FileTrees {
    private static final int OWNERS_ONLY = 0700;
    /** So many descriptors are open at most; what lies deeper is moved up first. */
    private static final int MAX_DEPTH = 64;

    private static final int NAMES_AT_A_TIME = 10_000;
    /** Somebody who makes new files as fast as we remove them does not keep us for ever. */
    private static final int MAX_PASSES = 100_000;

    private FileTrees() {}

    /**
     * Removes a directory with all it holds, directories without any permission and trees of any depth included. Links are removed, not
     * followed, also if somebody exchanges directories and links while this runs.
     *
     * @throws IOException if something cannot be removed
     */
    public static void delete(Path directory) throws IOException {
        Path parent = Objects.requireNonNull(directory.toAbsolutePath().getParent());
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path name = Objects.requireNonNull(directory.getFileName());
        try (OpenDirectory above = OpenDirectory.open(parent)) {
            if (above.status(name).filter(FileStatus::isDirectory).isEmpty()) {
                above.unlink(name);
                return;
            }
            try (OpenDirectory top = accessible(above, name)) {
                new Removal(top).run();
            }
            above.removeDirectory(name);
        } catch (NoSuchFileException e) {
            // Somebody else removed it.
        }
    }

    /** One removal; what lies too deep is moved to the top, and removed from there. */
    private static final class Removal {
        private final OpenDirectory top;
        private long moved;

        Removal(OpenDirectory top) {
            this.top = top;
        }

        void run() throws IOException {
            for (int pass = 0; pass < MAX_PASSES; pass++) {
                if (!empty(top, 0)) {
                    return;
                }
            }
            throw new DirectoryNotEmptyException(top.toString());
        }

        /** Whether there was anything. */
        private boolean empty(OpenDirectory directory, int depth) throws IOException {
            boolean any = false;
            List<Path> names = directory.names(NAMES_AT_A_TIME);
            while (!names.isEmpty()) {
                any = true;
                for (Path name : names) {
                    remove(directory, name, depth);
                }
                names = names.size() > NAMES_AT_A_TIME ? directory.names(NAMES_AT_A_TIME) : List.of();
            }
            return any;
        }

        private void remove(OpenDirectory from, Path name, int depth) throws IOException {
            Optional<FileStatus> status = from.status(name);
            if (status.isEmpty()) {
                return;
            }
            if (!status.get().isDirectory()) {
                from.unlink(name);
                return;
            }
            try (OpenDirectory directory = accessible(from, name)) {
                if (depth < MAX_DEPTH) {
                    empty(directory, depth + 1);
                }
            }
            try {
                from.removeDirectory(name);
            } catch (DirectoryNotEmptyException e) {
                from.renameNew(name, top, Path.of(".removed-" + moved++));
            }
        }
    }

    /** A directory that we may list and change, if need be after we gave ourselves the right to. */
    static OpenDirectory accessible(OpenDirectory parent, Path name) throws IOException {
        try {
            OpenDirectory directory = parent.openDirectory(name);
            if ((directory.status().mode() & OWNERS_ONLY) != OWNERS_ONLY) {
                makeAccessible(parent, name);
            }
            return directory;
        } catch (AccessDeniedException e) {
            makeAccessible(parent, name);
            return parent.openDirectory(name);
        }
    }

    private static void makeAccessible(OpenDirectory parent, Path name) throws IOException {
        try (OpenFile directory = parent.find(name)) {
            if (directory.status().isDirectory()) {
                directory.changeMode(OWNERS_ONLY);
            }
        }
    }

    /**
     * Finds a file below a directory, without any effect on it.
     *
     * @throws NoSuchFileException if it is not there
     * @throws IOException if a directory on the way is a symbolic link, which could lead out of the storage root
     */
    static OpenFile find(Path directory, RelativePath file) throws IOException {
        Path relative = directory.relativize(file.resolveIn(directory));
        OpenDirectory current = OpenDirectory.open(directory.toRealPath());
        try {
            for (int i = 0; i < relative.getNameCount() - 1; i++) {
                OpenDirectory next = current.openDirectory(relative.getName(i));
                current.close();
                current = next;
            }
            return current.find(relative.getName(relative.getNameCount() - 1));
        } finally {
            current.close();
        }
    }

    /**
     * Makes sure that no directory on the way to a file is a symbolic link.
     *
     * @throws IOException if one is
     */
    static void requireNoLinks(Path directory, RelativePath file) throws IOException {
        Path target = file.resolveIn(directory);
        for (Path parent = target.getParent();
                parent != null && parent.startsWith(directory);
                parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) {
                throw new IOException(
                        "'%s' is a symbolic link, which could lead out of the storage root".formatted(parent));
            }
        }
    }
}
