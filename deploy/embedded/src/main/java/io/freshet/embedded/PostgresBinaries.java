package io.freshet.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * PostgreSQL's programs, unpacked from the archive on the class path into a directory named by the archive's hash. The
 * directory appears under its name only when it is complete, so several processes may unpack at once.
 */
final class PostgresBinaries {

    private static final String COMPLETE = ".complete";

    private PostgresBinaries() {}

    /** The home of the programs ({@code bin}, {@code lib}, {@code share}), unpacked if it is not there yet. */
    static Path unpack(Path binariesDirectory) {
        String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            Path home = binariesDirectory.resolve("postgres-" + hash(archive)).toAbsolutePath();
            if (!Files.exists(home.resolve(COMPLETE))) {
                Files.createDirectories(binariesDirectory);
                unpack(archive, home);
            }
            return home;
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Cannot unpack PostgreSQL into " + binariesDirectory + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(String archive, Path home) throws IOException {
        Path partial = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (InputStream in = open(archive)) {
            TarXz.extract(in, partial);
            Permissions.traversable(partial);
            Files.createFile(partial.resolve(COMPLETE));
            DeletedTree.delete(home);
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            if (!Files.exists(home.resolve(COMPLETE))) {
                throw e;
            }
        } finally {
            DeletedTree.delete(partial);
        }
    }

    static String archive(String system, String machine) {
        String os = system.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String cpu = machine.equals("aarch64") ? "arm_64" : "x86_64";
        return "/postgres-" + os + "-" + cpu + ".txz";
    }

    private static String hash(String archive) throws IOException {
        try (InputStream in = open(archive)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(String archive) {
        InputStream in = PostgresBinaries.class.getResourceAsStream(archive);
        if (in == null) {
            throw new EmbeddedServerException("This build has no PostgreSQL for " + archive + " ("
                    + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                    + "): build on this machine, or configure an external PostgreSQL");
        }
        return new BufferedInputStream(in, 1 << 16);
    }
}
