package io.freshet.kubernetes.image;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * One image.
 *
 * @param name of the image, without a tag
 * @param module where it is built, relative to the repository
 * @param mainClass what it runs
 * @param port where the service answers; empty for a command
 */
record ImageSpec(String name, Path module, String mainClass, OptionalInt port) {
    /** The five services and the command line. */
    static final List<ImageSpec> ALL = List.of(
            service("scheduler", "io.freshet.scheduler.SchedulerService", 8080),
            service("watcher", "io.freshet.watcher.WatcherService", 8081),
            service("planner", "io.freshet.planner.PlannerService", 8082),
            service("launcher", "io.freshet.launcher.LauncherService", 8083),
            service("audit", "io.freshet.audit.AuditService", 8084),
            new ImageSpec("freshet-cli", Path.of("deploy", "cli"), "io.freshet.cli.Freshet", OptionalInt.empty()));

    private static ImageSpec service(String service, String mainClass, int port) {
        return new ImageSpec("freshet-" + service, Path.of(service + "-service"), mainClass, OptionalInt.of(port));
    }
}
