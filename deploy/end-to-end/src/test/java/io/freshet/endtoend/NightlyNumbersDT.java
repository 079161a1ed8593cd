package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The properties that make a test larger are those of the page about them, and the nightly run sets each number. */
final class NightlyNumbersDT {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern READ = Pattern.compile(
            "(Integer\\.getInteger|Long\\.getLong|System\\.getProperty)\\(\\s*\"(freshet\\.[a-z.-]+)\"");
    private static final Pattern SET = Pattern.compile("-D(freshet\\.[a-z.-]+)=");
    /** Those of one failure to repeat, which are no numbers of a night. */
    private static final Pattern REPEATS = Pattern.compile(".*\\.(seed|steps|without|first)");

    @Test
    void every_number_is_explained_and_set_at_night() throws IOException {
        Set<String> read = new TreeSet<>();
        Set<String> numbers = new TreeSet<>();
        for (Path source : testSources()) {
            Matcher property = READ.matcher(Files.readString(source));
            while (property.find()) {
                read.add(property.group(2));
                if (property.group(1).startsWith("Integer")) {
                    numbers.add(property.group(2));
                }
            }
        }
        assertTrue(read.contains("freshet.scenarios"), read.toString());

        String page = Files.readString(ROOT.resolve("docs/contributing/nightly.md"));
        Set<String> unexplained = new TreeSet<>(read);
        unexplained.removeIf(name -> page.contains("`" + name + "`") || isShortened(page, name));
        assertEquals(Set.of(), unexplained);

        Set<String> set = SET.matcher(Files.readString(ROOT.resolve(".ci/nightly")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> unread = new TreeSet<>(set);
        unread.removeAll(read);
        assertEquals(Set.of(), unread, "no test reads them");
        numbers.removeIf(name -> REPEATS.matcher(name).matches());
        numbers.removeAll(set);
        assertEquals(Set.of(), numbers, "the nightly run must set them");
    }

    /** As {@code `freshet.simulation.seed`, `.steps`}. */
    private static boolean isShortened(String page, String name) {
        int dot = name.lastIndexOf('.');
        return page.contains("`" + name.substring(0, dot) + ".seed`") && page.contains("`" + name.substring(dot) + "`");
    }

    private static List<Path> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/test/"))
                    .toList();
        }
    }
}
