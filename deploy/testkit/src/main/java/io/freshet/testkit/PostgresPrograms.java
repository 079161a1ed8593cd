package io.freshet.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Where the tests of all modules have PostgreSQL's programs: unpacking them takes several seconds of processor time, so it is done once
 * for a build. Thread-safe; several JVMs may share them.
 */
public final class PostgresPrograms {

    private PostgresPrograms() {}

    /**
     * The directory for {@link io.freshet.embedded.PostgresSettings#binariesDirectory()}: beside the build's other results, or this JVM's
     * own if another user, which PostgreSQL may have to run as, could not enter that place. Need not exist.
     */
    public static Path directory() {
        Path build = build(Path.of("").toAbsolutePath()).resolve("target");
        return isOpenToAll(build)
                ? build.resolve("testkit")
                : Scratch.directory().resolve("binaries");
    }

    /** Lets a data directory that has none yet use them, by a link, instead of unpacking its own. */
    public static void link(Path name) throws IOException {
        Path programs = Files.createDirectories(directory());
        Files.createDirectories(name.toAbsolutePath().getParent());
        Files.createSymbolicLink(name, programs);
    }

    /** The directory of the whole project, which tests of every module are run below. */
    static Path build(Path module) {
        Path build = module;
        for (Path parent = module.getParent();
                parent != null && Files.exists(parent.resolve("pom.xml"));
                parent = parent.getParent()) {
            build = parent;
        }
        return build;
    }

    private static boolean isOpenToAll(Path directory) {
        try {
            for (Path path = Files.createDirectories(directory); path != null; path = path.getParent()) {
                if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UnsupportedOperationException missing) {
            return false;
        }
    }
}
