package io.freshet.planner;

import io.freshet.servicekit.service.RunningService;
import io.freshet.servicekit.service.ServiceDefinition;
import java.util.Map;

/** The planner: decides what is to run. Several may run in one JVM, each with its own state directory. */
public final class PlannerService {
    private static final ServiceDefinition DEFINITION = new ServiceDefinition("planner", false, true);

    private PlannerService() {}

    /** Starts it in this JVM, see {@link RunningService#start}. */
    public static RunningService start(Map<String, Object> properties) {
        return RunningService.start(DEFINITION, properties);
    }

    public static void main(String[] arguments) throws InterruptedException {
        RunningService.runUntilTerminated(DEFINITION);
    }
}
