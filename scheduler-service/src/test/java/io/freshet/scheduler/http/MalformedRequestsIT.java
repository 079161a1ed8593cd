package io.freshet.scheduler.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.json.EventJson;
import io.freshet.scheduler.Bundles;
import io.freshet.scheduler.RunningScheduler;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TestPostgres;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route with everything that is not as it was meant: an answer, or a refusal that says what is wrong, and never a failure. */
@WithKafka
@WithPostgres
class MalformedRequestsIT {
    private static final int MOST_SHOWN = 60;

    @TempDir
    private Path directory;

    @Test
    void no_request_of_any_route_is_a_failure_and_a_refused_field_is_named(TestKafka kafka, TestPostgres postgres)
            throws Exception {
        List<String> failures = new ArrayList<>();
        int asked = 0;
        try (RunningScheduler scheduler = RunningScheduler.start(kafka, postgres, directory);
                SchedulerClient client = new SchedulerClient(scheduler.address(), "alice")) {
            for (Routes.Route route : Routes.all()) {
                client.deploy("prod", Bundles.claims("true"));
                for (MalformedRequests.Request request : MalformedRequests.of(route)) {
                    check(request, send(scheduler.service().port(), request), failures);
                    asked++;
                }
            }
        }

        assertEquals(List.of(), failures.stream().limit(MOST_SHOWN).toList(), () -> failures.size() + " failures");
        assertTrue(asked > 2_500, "asked " + asked);
    }

    private static void check(MalformedRequests.Request request, String answer, List<String> failures)
            throws IOException {
        String wrong = wrong(request, answer);
        if (!wrong.isEmpty()) {
            failures.add(wrong + ": " + request + " => "
                    + answer.lines().findFirst().orElse("nothing") + " "
                    + answer.substring(Math.max(0, answer.indexOf("\r\n\r\n"))).strip());
        }
    }

    private static String wrong(MalformedRequests.Request request, String answer) throws IOException {
        if (!answer.startsWith("HTTP/1.1 ")) {
            return "no answer";
        }
        int status = Integer.parseInt(answer.substring(9, 12));
        if (status >= 500) {
            return "a failure";
        }
        if (status < 400) {
            return "";
        }
        if (!answer.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json")) {
            return "no problem";
        }
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        String detail = EventJson.mapper().readTree(body).path("detail").asText();
        if (detail.isBlank()) {
            return "no detail";
        }
        if (detail.contains("Source:") || detail.contains("Exception")) {
            return "the detail is not for a caller";
        }
        // What is no JSON at all has a line and a column instead.
        boolean isPlaced = detail.contains(request.field()) || detail.startsWith("Invalid JSON: ");
        return status == 400 && !isPlaced ? "the field is not named" : "";
    }

    /** By hand, since clients escape what is wrong. */
    private static String send(int port, MalformedRequests.Request request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(60_000);
            String head = "%sContent-Length: %d\r\n\r\n"
                    .formatted(request.head(), request.body().length());
            try {
                OutputStream output = socket.getOutputStream();
                output.write(head.getBytes(StandardCharsets.ISO_8859_1));
                output.write(request.body().getBytes(StandardCharsets.ISO_8859_1));
                output.flush();
            } catch (SocketException e) {
                // Refused before it was sent as a whole: the answer is there all the same.
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
