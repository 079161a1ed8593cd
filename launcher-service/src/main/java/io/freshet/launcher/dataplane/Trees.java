package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.RelativePath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Directory trees: removing them, and not being led out of them by links. */
public final class Trees {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private Trees() {}

    /** Removes a directory with all it holds, read-only directories included; links are removed, not followed. */
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                // Where the owner has all rights, what keeps us out is not being the owner, and asking for rights would
                // fail.
                if (!Files.getPosixFilePermissions(visited).containsAll(OWNERS)) {
                    Files.setPosixFilePermissions(visited, OWNERS);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
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
