package io.freshet.audit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.testkit.JunkValues;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every endpoint with every parameter and values that were not meant: an answer or a refusal as a problem, and never a failure. */
@WithKafka
@WithPostgres
class MalformedRequestsIT {
    private static final Path SOURCES = Path.of("src/main/java/io/freshet/audit/http");
    private static final Pattern CONTROLLER = Pattern.compile("@Controller\\(\"([^\"]+)\"\\)");
    private static final Pattern GET = Pattern.compile("@Get(?:\\(\"([^\"]+)\"\\))?");
    private static final Pattern PARAMETER =
            Pattern.compile("\\.(?:text|name|required|parsed|oneOf|time|number|flag|duration)\\(\\s*\"(\\w+)\"");

    /** What a controller's source says of its endpoints. */
    private record Endpoints(List<String> routes, Set<String> parameters) {
        static Endpoints of(String source) {
            String base = first(CONTROLLER, source);
            Set<String> parameters = new TreeSet<>();
            PARAMETER.matcher(source).results().map(match -> match.group(1)).forEach(parameters::add);
            if (source.contains(".slice(")) {
                parameters.addAll(List.of("cursor", "limit"));
            }
            if (source.contains(".scope()")) {
                parameters.addAll(List.of("namespace", "workflow", "task", "partition"));
            }
            return new Endpoints(
                    GET.matcher(source)
                            .results()
                            .map(match -> match.group(1) == null ? base : base + match.group(1))
                            .toList(),
                    parameters);
        }

        private static String first(Pattern pattern, String source) {
            Matcher matcher = pattern.matcher(source);
            assertTrue(matcher.find());
            return matcher.group(1);
        }
    }

    @Test
    void no_value_of_any_parameter_of_any_endpoint_is_a_failure(TestKafka kafka, TestDatabase database)
            throws Exception {
        List<String> failures = new ArrayList<>();
        int asked = 0;
        try (RunningAudit audit = RunningAudit.start(kafka, database, "malformed")) {
            for (Endpoints endpoints : endpoints()) {
                for (String request : requests(endpoints)) {
                    check(audit.service().port(), request, failures);
                    asked++;
                }
            }
        }

        assertEquals(List.of(), failures);
        assertTrue(asked > 2_000, "asked " + asked);
    }

    private static List<Endpoints> endpoints() throws IOException {
        List<Endpoints> all = new ArrayList<>();
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.sorted().toList()) {
                String text = Files.readString(source);
                if (text.contains("@Controller(")) {
                    all.add(Endpoints.of(text));
                }
            }
        }
        return all;
    }

    private static List<String> requests(Endpoints endpoints) {
        List<String> requests = new ArrayList<>();
        for (String route : endpoints.routes()) {
            for (String junk : JunkValues.inUrls()) {
                if (route.contains("{")) {
                    requests.add(filled(route, junk) + "?timeout=PT0S");
                }
                for (String parameter : endpoints.parameters()) {
                    String wait = parameter.equals("timeout") ? "" : "&timeout=PT0S";
                    // What would wait is not asked to.
                    if (!(parameter.equals("timeout") && junk.startsWith("PT9"))) {
                        requests.add(filled(route, "malformed") + "?" + parameter + "=" + junk + wait);
                    }
                }
            }
        }
        return requests;
    }

    private static void check(int port, String request, List<String> failures) throws IOException {
        String answer = get(port, request);
        int status = Integer.parseInt(answer.substring(9, 12));
        boolean isProblem = answer.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json");
        if (status >= 500 || (status >= 400 && !isProblem)) {
            failures.add(status + " " + request);
        }
    }

    private static String filled(String route, String value) {
        return route.replaceAll("\\{\\w+}", value.replace("\\", "\\\\").replace("$", "\\$"));
    }

    /** By hand, since clients escape what is wrong; the head of the answer. */
    private static String get(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .formatted(request)
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(600), StandardCharsets.UTF_8);
        }
    }
}
