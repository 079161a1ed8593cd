package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that points at a file is right about where it is. */
final class DocumentationLinksTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\(([^)\\s#]+)(?:#[^)]*)?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");
    private static final int QUESTIONS = 20;

    @Test
    void every_file_that_a_page_points_at_is_there() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path page : pages()) {
            for (MatchResult link : links(Files.readString(page))) {
                found++;
                if (!Files.exists(page.resolveSibling(link.group(2)))) {
                    missing.add("%s: %s".formatted(ROOT.relativize(page), link.group(2)));
                }
            }
        }

        assertEquals(List.of(), missing, "a page points at what is not there");
        assertTrue(found > 200, "found " + found);
    }

    @Test
    void each_question_of_where_something_is_decided_has_a_class_that_answers_it() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));
        String section = page.substring(page.indexOf("## Where is it decided"));
        List<String> rows = section.lines()
                .filter(line -> line.startsWith("| ") && line.contains("?"))
                .toList();

        assertTrue(rows.size() >= QUESTIONS, rows.size() + " questions");
        List<String> unanswered = rows.stream()
                .filter(row -> links(row).stream().noneMatch(DocumentationLinksTest::isNamedAsItsFile))
                .toList();
        assertEquals(List.of(), unanswered, "each row links a class by its name");
    }

    @Test
    void each_step_of_a_checklist_points_at_a_file() throws IOException {
        List<String> aimless = new ArrayList<>();
        int steps = 0;
        for (Path page : pages()) {
            if (!page.getFileName().toString().startsWith("adding-")) {
                continue;
            }
            for (String line : Files.readAllLines(page)) {
                if (line.startsWith("- [ ] ")) {
                    steps++;
                    if (links(line).isEmpty()) {
                        aimless.add("%s: %s".formatted(page.getFileName(), line));
                    }
                }
            }
        }

        assertEquals(List.of(), aimless);
        assertTrue(steps > 20, steps + " steps");
    }

    private static boolean isNamedAsItsFile(MatchResult link) {
        return link.group(2).endsWith("/" + link.group(1) + ".java");
    }

    private static List<MatchResult> links(String page) {
        return LINK.matcher(FENCED.matcher(page).replaceAll(""))
                .results()
                .filter(link -> !ELSEWHERE.matcher(link.group(2)).matches())
                .toList();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            files.filter(file -> file.getFileName().toString().equals("README.md"))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }
}
