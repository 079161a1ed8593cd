package io.freshet.standalone;

import io.freshet.audit.AuditService;
import io.freshet.launcher.LauncherService;
import io.freshet.planner.PlannerService;
import io.freshet.scheduler.SchedulerService;
import io.freshet.watcher.WatcherService;

/** The five services, with the configuration that they have in a standalone. */
record ServiceKinds(ServiceProperties properties) {
    ServiceKind<SchedulerService> scheduler() {
        return new ServiceKind<>(
                "scheduler",
                port -> SchedulerService.start(properties.withDatabase("scheduler", port)),
                SchedulerService::port,
                SchedulerService::isAlive);
    }

    ServiceKind<PlannerService> planner() {
        return new ServiceKind<>(
                "planner",
                port -> PlannerService.start(properties.of("planner", port)),
                PlannerService::port,
                PlannerService::isAlive);
    }

    ServiceKind<LauncherService> launcher() {
        return new ServiceKind<>(
                "launcher",
                port -> LauncherService.start(properties.of("launcher", port)),
                LauncherService::port,
                LauncherService::isAlive);
    }

    ServiceKind<WatcherService> watcher() {
        return new ServiceKind<>(
                "watcher",
                port -> WatcherService.start(properties.of("watcher", port)),
                WatcherService::port,
                WatcherService::isAlive);
    }

    ServiceKind<AuditService> audit() {
        return new ServiceKind<>(
                "audit",
                port -> AuditService.start(properties.withDatabase("audit", port)),
                AuditService::port,
                AuditService::isAlive);
    }
}
