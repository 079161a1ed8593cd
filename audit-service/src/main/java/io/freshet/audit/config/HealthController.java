package io.freshet.audit.config;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;

/** For whoever keeps the service running. */
@Controller("/health")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HealthController {
    private final Readiness readiness;

    HealthController(Readiness readiness) {
        this.readiness = readiness;
    }

    @Get("/live")
    HttpResponse<Map<String, String>> live() {
        return answer(readiness.isAlive());
    }

    @Get("/ready")
    HttpResponse<Map<String, String>> ready() {
        return answer(readiness.isReady());
    }

    private static HttpResponse<Map<String, String>> answer(boolean up) {
        return HttpResponse.<Map<String, String>>status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of("status", up ? "UP" : "DOWN"));
    }
}
