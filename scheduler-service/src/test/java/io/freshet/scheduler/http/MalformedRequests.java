package io.freshet.scheduler.http;

import io.freshet.testkit.JunkValues;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every request of a route in which one thing is not as it was meant: a part of the path, a parameter, a header, a field of the body, or the
 * body. The parts are found by reflection, so that a new route or parameter is covered at once.
 */
final class MalformedRequests {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, String> MEANT = Map.of(
            "namespace", "prod",
            "name", "claims",
            "pool", "default",
            "dataset", "extracts",
            "run", "0123456789abcdef01234567");

    private static final int LARGE_BYTES = 10 << 20;

    private static final List<String> HEADERS = List.of(
            "", " ", "a\u0001b", "\u00e9", "a,b", "x".repeat(5_000), "-1", "99999999999999999999", "null", "\"", "%00");

    private static final List<String> JSON = List.of(
            "",
            "{",
            "}",
            "null",
            "[]",
            "[{}]",
            "1",
            "true",
            "\"text\"",
            "{\"nosuch\": 1}",
            "{} {}",
            "{\"a\": 1, \"a\": 2}",
            "[".repeat(100_000),
            "{\"a\":".repeat(10_000),
            "1" + "0".repeat(10_000),
            "1e999999999",
            "\u0000",
            "{\"\u0000\": 1}",
            "\ufeff{}",
            "<xml/>");

    private static final List<String> VALUES = List.of(
            "{}",
            "{\"x\": {\"x\": 1}}",
            "[]",
            "[[]]",
            "[null]",
            "[{}]",
            "-1",
            "1.5",
            "1e999999999",
            "-1e-999999999",
            "9223372036854775808",
            "9".repeat(900),
            "true",
            "\"\"",
            "\"..\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"a\\u0000b\"",
            "[\"\\u0000\"]",
            "{\"a\\u0000\": \"b\"}",
            "{\"a\": \"\\ud800\"}",
            "\"" + "x".repeat(5_000) + "\"",
            "NaN",
            "");

    /**
     * A request.
     *
     * @param head without the length
     * @param body a character per byte
     * @param field of the body, which is the only thing wrong; empty: something else is
     */
    record Request(String head, String body, String field) {
        @Override
        public String toString() {
            String text = head.lines().findFirst().orElse("") + " " + field + " "
                    + body.substring(0, Math.min(body.length(), 80));
            return text.length() > 300 ? text.substring(0, 300) : text;
        }
    }

    private final Routes.Route route;
    private final List<Request> requests = new ArrayList<>();

    private MalformedRequests(Routes.Route route) {
        this.route = route;
    }

    static List<Request> of(Routes.Route route) {
        MalformedRequests malformed = new MalformedRequests(route);
        malformed.paths();
        malformed.parameters();
        malformed.headers();
        malformed.bodies();
        return malformed.requests;
    }

    private void paths() {
        Matcher variables = VARIABLE.matcher(route.path());
        while (variables.find()) {
            for (String junk : JunkValues.inUrls()) {
                Map<String, String> values = new LinkedHashMap<>(MEANT);
                values.put(variables.group(1), junk);
                add(path(values), Map.of(), meantBody(), "");
            }
        }
    }

    private void parameters() {
        for (Parameter parameter : annotated(QueryValue.class)) {
            String name = parameter.getName();
            for (String junk : JunkValues.inUrls()) {
                add(path(MEANT) + "?" + name + "=" + junk, Map.of(), meantBody(), "");
            }
            add(path(MEANT) + "?" + name + "=1&" + name + "=2&" + name, Map.of(), meantBody(), "");
            add(path(MEANT) + "?" + name + "[]=1&%00=1&=&&&" + name, Map.of(), meantBody(), "");
        }
    }

    private void headers() {
        List<String> names = new ArrayList<>(List.of("Accept", "Content-Type", "Accept-Encoding", "Expect", "Cookie"));
        annotated(Header.class)
                .forEach(parameter ->
                        names.add(parameter.getAnnotation(Header.class).value()));
        names.remove("Content-Length");
        for (String name : names) {
            for (String junk : HEADERS) {
                add(path(MEANT), Map.of(name, junk), meantBody(), "");
            }
        }
    }

    private void bodies() {
        List<Parameter> bodies = annotated(Body.class);
        if (bodies.isEmpty() || bodies.getFirst().getType().equals(InputStream.class)) {
            archives();
            return;
        }
        for (String json : JSON) {
            add(path(MEANT), Map.of(), utf8(json), "");
        }
        add(path(MEANT), Map.of(), "{\"\u00ff\": 1}", "");
        add(path(MEANT), Map.of(), "\u00fe\u00ff\0{\0}", "");
        add(path(MEANT), Map.of(), " ".repeat(LARGE_BYTES), "");
        for (RecordComponent field : bodies.getFirst().getType().getRecordComponents()) {
            for (String value : VALUES) {
                String json = "{\"%s\": %s}".formatted(field.getName(), value);
                add(path(MEANT), Map.of(), utf8(json), field.getName());
            }
        }
    }

    private void archives() {
        Stream.of("", "PK", "PK\u0003\u0004", "\u001f\u008b", "text", "\0".repeat(100_000))
                .forEach(body -> add(path(MEANT), Map.of(), body, ""));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private String meantBody() {
        return route.method().equals("GET") ? "" : "{}";
    }

    private List<Parameter> annotated(Class<? extends java.lang.annotation.Annotation> annotation) {
        return Stream.of(route.handler().getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(annotation))
                .toList();
    }

    private String path(Map<String, String> values) {
        return VARIABLE.matcher(route.path())
                .replaceAll(found -> Matcher.quoteReplacement(
                        values.getOrDefault(found.group(1), "unknown-variable-" + found.group(1))));
    }

    private void add(String target, Map<String, String> headers, String body, String field) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", "localhost");
        all.put("Connection", "close");
        all.put(User.HEADER, "alice");
        boolean isUpload = annotated(Body.class).stream()
                .anyMatch(parameter -> parameter.getType().equals(InputStream.class));
        all.put("Content-Type", isUpload ? "application/zip" : "application/json");
        all.putAll(headers);
        StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(route.method(), target));
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        requests.add(new Request(head.toString(), body, field));
    }
}
