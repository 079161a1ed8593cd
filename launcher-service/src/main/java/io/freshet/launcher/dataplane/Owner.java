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
 */
public record Owner(@Nullable Integer user, @Nullable Integer group) {
    public static final Owner OURSELVES = new Owner(null, null);

    void take(Path path) throws IOException {
        if (user != null) {
            Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        }
        if (group != null) {
            Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
