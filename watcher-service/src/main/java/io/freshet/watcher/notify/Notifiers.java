package io.freshet.watcher.notify;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how to be notified on this machine. */
public final class Notifiers {
    private static final Logger LOG = LoggerFactory.getLogger(Notifiers.class);

    private Notifiers() {}

    /** inotify on Linux, what the JDK has elsewhere; where the system refuses both, nothing but scans. */
    public static ChangeNotifier open() {
        try {
            return System.getProperty("os.name", "").equals("Linux") ? InotifyNotifier.open() : JdkNotifier.open();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("The kernel gives no notifications, changes are found by scans only; on Linux raise"
                            + " fs.inotify.max_user_instances");
            return ChangeNotifier.silent();
        }
    }
}
