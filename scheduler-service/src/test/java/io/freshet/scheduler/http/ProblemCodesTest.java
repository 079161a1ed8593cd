package io.freshet.scheduler.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemCodesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/freshet/scheduler");
    private static final Path OF_EVERY_SERVICE =
            Path.of("../contracts/service-kit/src/main/java/io/freshet/servicekit");
    private static final Path REFERENCE = Path.of("../docs/reference/rest-api.md");
    private static final Pattern IN_SOURCE = Pattern.compile("\"([A-Z]{2,}(?:_[A-Z]+)+|UNAVAILABLE)\"");
    private static final Pattern IN_REFERENCE = Pattern.compile("`([A-Z]{2,}(?:_[A-Z]+)+|UNAVAILABLE)`");
    /** What the framework refuses has the name of its status. */
    private static final Set<String> OF_THE_FRAMEWORK = Set.of(
            "BAD_REQUEST", "NOT_FOUND", "METHOD_NOT_ALLOWED", "REQUEST_ENTITY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE");

    @Test
    void every_code_is_documented_and_every_documented_code_exists() throws IOException {
        Set<String> used = new TreeSet<>(OF_THE_FRAMEWORK);
        for (Path place : List.of(SOURCES, OF_EVERY_SERVICE)) {
            try (Stream<Path> sources = Files.walk(place)) {
                sources.filter(file -> file.toString().matches(".*/(http|deployment)/\\w+\\.java"))
                        .forEach(file -> used.addAll(codes(IN_SOURCE, file)));
            }
        }

        assertEquals(used, codes(IN_REFERENCE, REFERENCE));
    }

    private static Set<String> codes(Pattern pattern, Path file) {
        try {
            Set<String> codes = new TreeSet<>();
            Matcher matcher = pattern.matcher(Files.readString(file));
            while (matcher.find()) {
                codes.add(matcher.group(1));
            }
            return codes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
