package io.freshet.standalone;

import io.freshet.audit.AuditService;
import io.freshet.launcher.LauncherService;
import io.freshet.planner.PlannerService;
import io.freshet.scheduler.SchedulerService;
import io.freshet.servicekit.service.RunningService;
import io.freshet.watcher.WatcherService;

/** The five services, with the configuration that they have in a standalone. */
record ServiceKinds(ServiceProperties properties) {
    ServiceKind<RunningService> scheduler() {
        return new ServiceKind<>(
                "scheduler",
                port -> SchedulerService.start(properties.withDatabase("scheduler", port)),
                RunningService::port,
                RunningService::isAlive);
    }

    ServiceKind<RunningService> planner() {
        return new ServiceKind<>(
                "planner",
                port -> PlannerService.start(properties.of("planner", port)),
                RunningService::port,
                RunningService::isAlive);
    }

    ServiceKind<RunningService> launcher() {
        return new ServiceKind<>(
                "launcher",
                port -> LauncherService.start(properties.of("launcher", port)),
                RunningService::port,
                RunningService::isAlive);
    }

    ServiceKind<RunningService> watcher() {
        return new ServiceKind<>(
                "watcher",
                port -> WatcherService.start(properties.of("watcher", port)),
                RunningService::port,
                RunningService::isAlive);
    }

    ServiceKind<RunningService> audit() {
        return new ServiceKind<>(
                "audit",
                port -> AuditService.start(properties.audit(port)),
                RunningService::port,
                RunningService::isAlive);
    }
}
