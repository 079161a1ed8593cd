package io.freshet.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this JVM's tests share, closed when the JVM ends: the last opened first. */
final class JvmLifetime {

    private static final Logger LOG = LoggerFactory.getLogger(JvmLifetime.class);
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(JvmLifetime::closeAll, "testkit-close"));
    }

    private JvmLifetime() {}

    static <T extends AutoCloseable> T closeAtEnd(T resource) {
        synchronized (OPEN) {
            OPEN.push(resource);
        }
        return resource;
    }

    private static void closeAll() {
        synchronized (OPEN) {
            while (!OPEN.isEmpty()) {
                close(OPEN.pop());
            }
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) { // the others are closed all the same
            LOG.atWarn().addKeyValue("resource", resource).setCause(e).log("Cannot close what the tests shared");
        }
    }
}
