package io.freshet.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a standalone: runs until it is told to stop (SIGTERM, SIGINT), also while it starts. */
public final class StandaloneMain {
    /** The exit status if another standalone has the data directory (EX_TEMPFAIL of sysexits.h). */
    public static final int DIRECTORY_IN_USE = 75;

    private static final int FAILED = 1;
    private static final Logger LOG = LoggerFactory.getLogger(StandaloneMain.class);

    private StandaloneMain() {}

    /** Arguments: the data directory, and the first port (0 for free ones). */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: StandaloneMain <data directory> <first port>");
        }
        DataDirectory data = new DataDirectory(Path.of(arguments[0]));
        Standalone standalone = start(StandaloneSettings.of(data, Integer.parseInt(arguments[1])));
        LOG.atInfo()
                .addKeyValue("data", data.path())
                .addKeyValue("scheduler", standalone.endpoints().scheduler())
                .addKeyValue("audit", standalone.endpoints().audit())
                .log("Freshet is ready");
        Thread.currentThread().join();
    }

    private static Standalone start(StandaloneSettings settings) {
        Standalone standalone = null;
        StartReport report = null;
        try {
            standalone = Standalone.claim(settings);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(standalone::close));
            report = StartReport.begin(settings.data());
            empty(settings.data().console());
            standalone.begin(report);
            return standalone;
        } catch (StandaloneRunsException e) {
            LOG.atInfo().addKeyValue("data", settings.data().path()).log("Another standalone has the data directory");
            System.exit(DIRECTORY_IN_USE);
            throw e;
        } catch (RuntimeException | IOException e) {
            LOG.atError()
                    .addKeyValue("data", settings.data().path())
                    .setCause(e)
                    .log("The standalone does not start");
            if (report != null) {
                report.failed(FailureReason.of(e));
            }
            System.exit(FAILED);
            throw new IllegalStateException(e);
        }
    }

    /** What earlier processes wrote there would grow for ever, and be taken for ours. */
    private static void empty(Path console) throws IOException {
        FileChannel.open(
                        console,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }
}
