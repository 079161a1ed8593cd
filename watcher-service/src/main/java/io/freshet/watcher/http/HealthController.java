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
    Map<String, String> live() {
        return Map.of("status", "UP");
    }

    @Get("/ready")
    HttpResponse<Map<String, String>> ready() {
        return watcher.isReady()
                ? HttpResponse.ok(Map.of("status", "UP"))
                : HttpResponse.<Map<String, String>>status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(Map.of("status", "DOWN"));
    }
}
