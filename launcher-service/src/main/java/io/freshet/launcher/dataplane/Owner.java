package io.freshet.launcher.dataplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To whom a task's own directories belong.
 *
 * @param user numeric; null: whoever we are
 * @param group numeric; null: ours
 * @param shared whether the group may write as well, because the user cannot be made the owner
 */
public record Owner(@Nullable Integer user, @Nullable Integer group, boolean shared) {
    public static final Owner OURSELVES = new Owner(null, null, false);

    /** What is made in such a directory belongs to its group, too. */
    private static final int SHARED_DIRECTORY = 02770;

    private static final int SHARED_FILE = 0660;
    private static final int OWN_DIRECTORY = 0700;
    private static final int OWN_FILE = 0600;
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OURS_AND_GROUPS = PosixFilePermissions.fromString("rwxr-x---");

    /** Whoever has this identity, which only somebody with the right to give files away can say. */
    public static Owner identity(int user, int group) {
        return new Owner(user, group, false);
    }

    /** Whoever is in a group that we are in as well. */
    public static Owner members(int group) {
        return new Owner(null, group, true);
    }

    /** Whether they could write to a file that belongs to this user, whatever its mode is: as root, or as that user. */
    boolean mayWriteFilesOf(int fileOwner) {
        return !shared && (user == null || user == 0 || user == fileOwner);
    }

    /** Lets them, or their group, enter a directory of ours and read what is in it; everybody else stays out. */
    void admit(Path directory) throws IOException {
        if (group != null) {
            Files.setAttribute(directory, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        }
        Files.setPosixFilePermissions(directory, group == null ? OURS : OURS_AND_GROUPS);
    }

    /** Makes a file or directory theirs. */
    public void take(Path path) throws IOException {
        if (user != null) {
            Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        }
        if (group != null) {
            Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        }
        if (user != null) {
            // Whatever the umask was.
            boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:mode", directory ? OWN_DIRECTORY : OWN_FILE);
        }
        if (shared) {
            boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:mode", directory ? SHARED_DIRECTORY : SHARED_FILE);
            if (directory) {
                // Where the file system has no such lists, the task's umask must let the group write:
                // docs/operations/pods.md.
                var _ = GroupAcl.inherit(path);
            }
        }
    }
}
