package io.freshet.launcher;

import io.freshet.servicekit.service.RunningService;
import io.freshet.servicekit.service.ServiceDefinition;
import java.util.Map;

/** The launcher: runs attempts. Several may run in one JVM, each with its own storage root or instance name. */
public final class LauncherService {
    private static final ServiceDefinition DEFINITION = new ServiceDefinition("launcher", false, false);

    private LauncherService() {}

    /** Starts it in this JVM, see {@link RunningService#start}. */
    public static RunningService start(Map<String, Object> properties) {
        return RunningService.start(DEFINITION, properties);
    }

    public static void main(String[] arguments) throws InterruptedException {
        RunningService.runUntilTerminated(DEFINITION);
    }
}
