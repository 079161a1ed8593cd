package io.freshet.audit;

import io.freshet.servicekit.service.RunningService;
import io.freshet.servicekit.service.ServiceDefinition;
import java.util.Map;

/**
 * The audit service: reads everything the others say into its database, and answers questions about it. Several may run at once; they
 * share the reading.
 */
public final class AuditService {
    private static final ServiceDefinition DEFINITION = new ServiceDefinition("audit", true, false);

    private AuditService() {}

    /** Starts it in this JVM, see {@link RunningService#start}. */
    public static RunningService start(Map<String, Object> properties) {
        return RunningService.start(DEFINITION, properties);
    }

    public static void main(String[] arguments) throws InterruptedException {
        RunningService.runUntilTerminated(DEFINITION);
    }
}
