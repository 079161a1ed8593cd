package io.freshet.launcher.http;

import io.freshet.launcher.config.Launcher;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.Map;

/** Whether the launcher lives, and whether it takes orders. */
@Controller("/health")
final class HealthController {
    private final Launcher launcher;

    HealthController(Launcher launcher) {
        this.launcher = launcher;
    }

    @Get("/live")
    HttpResponse<Map<String, String>> live() {
        return answer(launcher.isAlive());
    }

    @Get("/ready")
    HttpResponse<Map<String, String>> ready() {
        return answer(launcher.isReady());
    }

    private static HttpResponse<Map<String, String>> answer(boolean up) {
        return up
                ? HttpResponse.ok(Map.of("status", "UP"))
                : HttpResponse.<Map<String, String>>status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(Map.of("status", "DOWN"));
    }
}
