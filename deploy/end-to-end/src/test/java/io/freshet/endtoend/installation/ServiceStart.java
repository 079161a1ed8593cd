package io.freshet.endtoend.installation;

import io.freshet.audit.AuditService;
import io.freshet.launcher.LauncherService;
import io.freshet.planner.PlannerService;
import io.freshet.scheduler.SchedulerService;
import io.freshet.watcher.WatcherService;
import java.util.Map;

/** How each of the services is started. */
final class ServiceStart {
    private ServiceStart() {}

    /** The class with its {@code main}. */
    static Class<?> of(Part service) {
        return switch (service) {
            case SCHEDULER -> SchedulerService.class;
            case PLANNER -> PlannerService.class;
            case LAUNCHER -> LauncherService.class;
            case WATCHER -> WatcherService.class;
            case AUDIT -> AuditService.class;
            case BROKER, DATABASE -> throw new IllegalArgumentException(service + " is no service");
        };
    }

    /** Starts it in this JVM, as {@code main} would. */
    static AutoCloseable inThisJvm(Part service, Map<String, Object> properties) {
        return switch (service) {
            case SCHEDULER -> SchedulerService.start(properties);
            case PLANNER -> PlannerService.start(properties);
            case LAUNCHER -> LauncherService.start(properties);
            case WATCHER -> WatcherService.start(properties);
            case AUDIT -> AuditService.start(properties);
            case BROKER, DATABASE -> throw new IllegalArgumentException(service + " is no service");
        };
    }
}
