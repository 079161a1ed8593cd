package io.freshet.scheduler.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the scheduler's part of the reference of the REST API. */
final class RestReference {
    private static final Path FILE = Path.of("../docs/reference/rest-api.md");
    private static final Pattern ENDPOINT = Pattern.compile("^### `([A-Z]+ \\S+)`$", Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile(
            "```http\n(?<request>.*?)\n```\n\nAnswers `(?<status>\\d+)`(?:\\.|:\n\n```json\n(?<answer>.*?)\n```)",
            Pattern.DOTALL);

    /**
     * @param requestLine method and path
     * @param body empty if there is none
     * @param answer JSON; empty if it is something else
     */
    record Example(String requestLine, List<String> headers, String body, int status, String answer) {
        @Override
        public String toString() {
            return requestLine;
        }
    }

    private RestReference() {}

    static Set<String> endpoints() throws IOException {
        Set<String> endpoints = new TreeSet<>();
        Matcher heading = ENDPOINT.matcher(part());
        while (heading.find()) {
            endpoints.add(heading.group(1));
        }
        return endpoints;
    }

    static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(part());
        while (example.find()) {
            String[] headAndBody = example.group("request").split("\n\n", 2);
            List<String> head = headAndBody[0].lines().toList();
            examples.add(new Example(
                    head.getFirst(),
                    head.subList(1, head.size()),
                    headAndBody.length > 1 ? headAndBody[1] : "",
                    Integer.parseInt(example.group("status")),
                    example.group("answer") == null ? "" : example.group("answer")));
        }
        return examples;
    }

    private static String part() throws IOException {
        String text = Files.readString(FILE);
        int begin = text.indexOf("\n## Scheduler\n");
        int end = text.indexOf("\n## ", begin + 1);
        return end < 0 ? text.substring(begin) : text.substring(begin, end);
    }
}
