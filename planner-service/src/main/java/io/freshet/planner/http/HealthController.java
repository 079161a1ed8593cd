package io.freshet.planner.http;

import io.freshet.planner.config.PlannerStreams;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.Map;

/** Whether the planner lives, and whether it has its partitions and their state. */
@Controller("/health")
final class HealthController {
    private final PlannerStreams streams;

    HealthController(PlannerStreams streams) {
        this.streams = streams;
    }

    @Get("/live")
    HttpResponse<Map<String, String>> live() {
        return answer(streams.isAlive());
    }

    @Get("/ready")
    HttpResponse<Map<String, String>> ready() {
        return answer(streams.isReady());
    }

    private static HttpResponse<Map<String, String>> answer(boolean up) {
        return up
                ? HttpResponse.ok(Map.of("status", "UP"))
                : HttpResponse.<Map<String, String>>status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(Map.of("status", "DOWN"));
    }
}
