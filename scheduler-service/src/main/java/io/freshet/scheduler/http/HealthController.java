package io.freshet.scheduler.http;

import io.freshet.scheduler.config.Scheduler;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.Map;

/** Whether the scheduler lives, and whether it admits and publishes. */
@Controller("/health")
final class HealthController {
    private final Scheduler scheduler;

    HealthController(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Get("/live")
    HttpResponse<Map<String, String>> live() {
        return answer(scheduler.isAlive());
    }

    @Get("/ready")
    HttpResponse<Map<String, String>> ready() {
        return answer(scheduler.isReady());
    }

    private static HttpResponse<Map<String, String>> answer(boolean up) {
        return up
                ? HttpResponse.ok(Map.of("status", "UP"))
                : HttpResponse.<Map<String, String>>status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(Map.of("status", "DOWN"));
    }
}
