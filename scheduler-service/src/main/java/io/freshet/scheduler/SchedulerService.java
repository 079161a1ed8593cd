package io.freshet.scheduler;

import io.freshet.servicekit.service.RunningService;
import io.freshet.servicekit.service.ServiceDefinition;
import java.util.Map;

/**
 * The scheduler: takes deployments and requests over HTTP, and admits attempts. Several may run in one JVM, each with its own state
 * directory and {@code freshet.scheduler.instance}.
 */
public final class SchedulerService {
    private static final ServiceDefinition DEFINITION = new ServiceDefinition("scheduler", true, true);

    private SchedulerService() {}

    /** Starts it in this JVM, see {@link RunningService#start}. */
    public static RunningService start(Map<String, Object> properties) {
        return RunningService.start(DEFINITION, properties);
    }

    public static void main(String[] arguments) throws InterruptedException {
        RunningService.runUntilTerminated(DEFINITION);
    }
}
