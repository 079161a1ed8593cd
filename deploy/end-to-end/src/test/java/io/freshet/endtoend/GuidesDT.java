package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.language.ParseResult;
import io.freshet.language.UnsupportedFeatures;
import io.freshet.language.WorkflowParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every whole workflow that a guide shows can be deployed as it stands there. */
final class GuidesDT {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void every_workflow_in_the_guides_is_right() throws IOException {
        List<String> checked = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(Path.of("../../docs/guides"))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher block = YAML.matcher(Files.readString(page));
                while (block.find()) {
                    if (block.group(1).contains("apiVersion:")) {
                        ParseResult.Parsed parsed = assertInstanceOf(
                                ParseResult.Parsed.class, WorkflowParser.parse(page.toString(), block.group(1)));
                        assertEquals(List.of(), UnsupportedFeatures.of(parsed), page.toString());
                        checked.add(page.toString());
                    }
                }
            }
        }
        assertTrue(checked.stream().anyMatch(page -> page.endsWith("first-workflow.md")), checked.toString());
    }
}
