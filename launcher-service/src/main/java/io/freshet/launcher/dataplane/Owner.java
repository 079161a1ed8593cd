package io.freshet.launcher.dataplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

    /** Whoever has this identity, which only somebody with the right to give files away can say. */
    public static Owner identity(int user, int group) {
        return new Owner(user, group, false);
    }

    /** Whoever is in a group that we are in as well. */
    public static Owner members(int group) {
        return new Owner(null, group, true);
    }

    /** Makes a file or directory theirs. */
    public void take(Path path) throws IOException {
        if (user != null) {
            Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        }
        if (group != null) {
            Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
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
