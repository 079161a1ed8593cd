package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.language.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the pages say can be typed can be typed, what they show as YAML is YAML, and the tests that they name exist. */
final class DocumentedCommandsDT {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern COMMAND =
            Pattern.compile("(?:^|&& |; )(?:[A-Z_]+=\\S+ +)*(?:\\./)?freshet +([a-z].*)$");
    private static final Pattern TEST = Pattern.compile("`([A-Z][a-z]\\w*(?:Test|IT|DT))`");
    /** Not a command of the program but of the script in front of it. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("test");

    @Test
    void every_command_exists_with_its_options() throws IOException {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            for (String line : typed(text)) {
                for (MatchResult command : COMMAND.matcher(line).results().toList()) {
                    List<String> words = words(command.group(1));
                    if (!OF_THE_SCRIPT.contains(words.getFirst())) {
                        check(words).forEach(problem -> wrong.add("%s: %s: %s".formatted(page, line, problem)));
                        checked++;
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(checked >= 50, "only %d commands were found".formatted(checked));
    }

    @Test
    void every_block_of_yaml_is_yaml() throws IOException {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Path page : pages()) {
            for (MatchResult block :
                    BLOCK.matcher(Files.readString(page)).results().toList()) {
                if (block.group(1).equals("yaml")) {
                    YamlDocument document = YamlDocument.read(block.group(2));
                    document.problems().forEach(problem -> wrong.add("%s: %s".formatted(page, problem)));
                    checked++;
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(checked >= 10, "only %d blocks were found".formatted(checked));
    }

    @Test
    void every_promise_names_tests_that_exist() throws IOException {
        Set<String> tests = sources();
        List<String> rows = Files.readAllLines(ROOT.resolve("README.md")).stream()
                .dropWhile(line -> !line.startsWith("| promise |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertTrue(rows.size() >= 7, rows.toString());
        for (String row : rows) {
            List<String> named =
                    TEST.matcher(row).results().map(match -> match.group(1)).toList();
            assertTrue(!named.isEmpty() && tests.containsAll(named), row);
        }
        for (Path page : pages()) {
            List<String> unknown = TEST.matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !tests.contains(name))
                    .toList();
            assertEquals(List.of(), unknown, page.toString());
        }
    }

    private static List<String> check(List<String> words) {
        CommandLine command = Freshet.commandLine();
        List<String> problems = new ArrayList<>();
        boolean first = true;
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next != null) {
                command = next;
            } else if (first) {
                return List.of("there is no command '%s'".formatted(word));
            } else if (word.startsWith("-")) {
                String option = word.split("=", 2)[0];
                if (command.getCommandSpec().findOption(option) == null) {
                    problems.add("there is no option %s".formatted(option));
                }
            }
            first = false;
        }
        return problems;
    }

    /** Up to what the shell takes for itself. */
    private static List<String> words(String command) {
        return Arrays.stream(command.split("\\s+"))
                .takeWhile(word -> !word.startsWith("#") && !word.matches("[|>&;)].*"))
                .map(word -> word.replaceAll("[,.;:)]+$", ""))
                .toList();
    }

    /** Lines of blocks for a shell, and what is within a line as code. */
    private static List<String> typed(String page) {
        List<String> typed = new ArrayList<>();
        BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals("sh"))
                .flatMap(block -> block.group(2).replace("\\\n", " ").lines())
                .forEach(typed::add);
        SPAN.matcher(BLOCK.matcher(page).replaceAll(""))
                .results()
                .map(span -> span.group(1))
                .forEach(typed::add);
        return typed;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md"))
                    // Its commands are generated from the commands themselves.
                    .filter(file -> !file.endsWith("cli.md"))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
