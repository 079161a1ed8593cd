package io.freshet.servicekit.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the service lives, and whether it does its work: and if not, why. */
@Controller("/health")
@Requires(beans = ServiceHealth.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class HealthController {
    private static final Logger LOG = LoggerFactory.getLogger(HealthController.class);

    /**
     * The answer.
     *
     * @param status UP or DOWN
     * @param problems why it is DOWN
     * @param warnings what somebody should look at
     */
    record Health(String status, List<String> problems, List<String> warnings) {}

    private final ServiceHealth service;

    HealthController(ServiceHealth service) {
        this.service = service;
    }

    @Get("/live")
    HttpResponse<Health> live() {
        boolean alive = service.isAlive();
        return answer(alive ? List.of() : List.of("the service does not go on by itself: start it again"), List.of());
    }

    @Get("/ready")
    HttpResponse<Health> ready() {
        try {
            return answer(service.problems(), service.warnings());
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("The service cannot say whether it is ready");
            return answer(List.of("it cannot be said: " + e.getMessage()), List.of());
        }
    }

    private static HttpResponse<Health> answer(List<String> problems, List<String> warnings) {
        boolean up = problems.isEmpty();
        return HttpResponse.<Health>status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Health(up ? "UP" : "DOWN", problems, warnings));
    }
}
