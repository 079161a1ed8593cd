package io.freshet.watcher.http;

import io.freshet.watcher.config.Watcher;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.Map;

/** Whether the watcher lives, and whether everything that is deployed is watched. */
@Controller("/health")
final class HealthController {
    private final Watcher watcher;

    HealthController(Watcher watcher) {
        this.watcher = watcher;
    }

    @Get("/live")
    HttpResponse<Map<String, String>> live() {
        return answer(watcher.isAlive());
    }

    @Get("/ready")
    HttpResponse<Map<String, String>> ready() {
        return answer(watcher.isReady());
    }

    private static HttpResponse<Map<String, String>> answer(boolean up) {
        return up
                ? HttpResponse.ok(Map.of("status", "UP"))
                : HttpResponse.<Map<String, String>>status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(Map.of("status", "DOWN"));
    }
}
