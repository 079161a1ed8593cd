package io.freshet.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** As whom PostgreSQL runs: it refuses to be root. */
enum RunAs {

    /** As we do: we are not root. */
    OURSELVES(List.of()),

    /** In a user name space of its own, where nobody is root; files stay ours. */
    USER_NAMESPACE(List.of("unshare", "-U")),

    /** As user 65534, to whom the cluster's directory is given. */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    static final int NOBODY_ID = 65_534;

    private static final int ROOT_ID = 0;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> prefix;

    RunAs(List<String> prefix) {
        this.prefix = prefix;
    }

    /** What suits this machine, and the owner of the cluster if there is one already. */
    static RunAs chosen(Path cluster) throws IOException {
        if (new UnixSystem().getUid() != ROOT_ID) {
            return OURSELVES;
        }
        if (Files.exists(cluster) && Permissions.owner(cluster) == NOBODY_ID) {
            return NOBODY;
        }
        return USER_NAMESPACE.works() ? USER_NAMESPACE : NOBODY;
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return List.copyOf(whole);
    }

    /** Hands over a file or an empty directory, where that is needed. */
    void own(Path file) throws IOException {
        if (this == NOBODY) {
            Permissions.give(file, NOBODY_ID);
        }
    }

    private boolean works() {
        try {
            return Command.run(command(List.of("true"))).succeeded();
        } catch (IOException missing) {
            return false;
        }
    }
}
