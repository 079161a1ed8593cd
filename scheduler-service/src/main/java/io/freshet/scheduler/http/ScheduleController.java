package io.freshet.scheduler.http;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.ScheduleInfo;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.schedule.KeptSchedule;
import io.freshet.scheduler.schedule.ScheduleStore;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The schedules of deployed workflows. */
@Controller("/api/v1/namespaces/{namespace}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ScheduleController {
    private static final int NEXT = 3;
    private static final int MAX_NEXT = 100;

    private final ScheduleStore schedules;

    ScheduleController(ScheduleStore schedules) {
        this.schedules = schedules;
    }

    @Get("/schedules")
    Page<ScheduleInfo> list(
            String namespace, @Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        Page<KeptSchedule> page = schedules.schedules(Parameters.namespace(namespace), cursor, Parameters.limit(limit));
        return new Page<>(
                page.items().stream().map(schedule -> schedule.info(NEXT)).toList(), page.next());
    }

    @Get("/workflows/{name}/schedules/{schedule}")
    ScheduleInfo get(String namespace, String name, String schedule, @Nullable @QueryValue Integer next) {
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        if (next != null && (next < 1 || next > MAX_NEXT)) {
            throw Problems.badRequest(ProblemCode.INVALID_PARAMETER, "next must be 1 to %d.".formatted(MAX_NEXT));
        }
        return found(
                schedules.schedule(workflow, Parameters.schedule(schedule)),
                workflow,
                schedule,
                next == null ? NEXT : next);
    }

    @Post(value = "/workflows/{name}/schedules/{schedule}/pause", consumes = "*/*")
    ScheduleInfo pause(String namespace, String name, String schedule, @Nullable @Header(User.HEADER) String user) {
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        String by = User.require(user);
        return found(schedules.pause(workflow, Parameters.schedule(schedule), by), workflow, schedule, NEXT);
    }

    @Post(value = "/workflows/{name}/schedules/{schedule}/resume", consumes = "*/*")
    ScheduleInfo resume(String namespace, String name, String schedule, @Nullable @Header(User.HEADER) String user) {
        User.require(user);
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        return found(schedules.resume(workflow, Parameters.schedule(schedule)), workflow, schedule, NEXT);
    }

    private static ScheduleInfo found(Optional<KeptSchedule> schedule, WorkflowRef workflow, String name, int next) {
        return schedule.orElseThrow(() -> Problems.noSchedule(workflow, name)).info(next);
    }
}
