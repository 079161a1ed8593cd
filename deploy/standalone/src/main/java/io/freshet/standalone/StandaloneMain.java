package io.freshet.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a standalone: runs until it is told to stop (SIGTERM, SIGINT). */
public final class StandaloneMain {
    private static final Logger LOG = LoggerFactory.getLogger(StandaloneMain.class);

    private StandaloneMain() {}

    /** Arguments: the data directory, and the first port (0 for free ones). */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: StandaloneMain <data directory> <first port>");
        }
        DataDirectory data = new DataDirectory(Path.of(arguments[0]));
        Standalone standalone = Standalone.start(StandaloneSettings.of(data, Integer.parseInt(arguments[1])));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            standalone.close();
            stopped.countDown();
        }));
        LOG.atInfo()
                .addKeyValue("data", data.path())
                .addKeyValue("scheduler", standalone.endpoints().scheduler())
                .addKeyValue("audit", standalone.endpoints().audit())
                .log("Freshet is ready");
        stopped.await();
    }
}
