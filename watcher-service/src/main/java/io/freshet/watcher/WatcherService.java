package io.freshet.watcher;

import io.freshet.servicekit.service.RunningService;
import io.freshet.servicekit.service.ServiceDefinition;
import java.util.Map;

/** The watcher: finds changes in watched datasets. Several may run in one JVM, each with its own state directory. */
public final class WatcherService {
    private static final ServiceDefinition DEFINITION = new ServiceDefinition("watcher", false, false);

    private WatcherService() {}

    /** Starts it in this JVM, see {@link RunningService#start}. */
    public static RunningService start(Map<String, Object> properties) {
        return RunningService.start(DEFINITION, properties);
    }

    public static void main(String[] arguments) throws InterruptedException {
        RunningService.runUntilTerminated(DEFINITION);
    }
}
