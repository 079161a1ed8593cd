package io.freshet.language.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.PodTemplate;
import io.freshet.language.pod.PodTemplateParser.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodTemplateParserTest {
    @Test
    void reads_a_template() {
        assertEquals(
                new Reading.Valid(new PodTemplate(Map.of("nodeSelector", Map.of("disk", "fast")))),
                PodTemplateParser.parse("default.yaml", "nodeSelector: {disk: fast}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n"})
    void reads_an_empty_file_as_an_empty_template(String yaml) {
        assertEquals(new Reading.Valid(new PodTemplate(Map.of())), PodTemplateParser.parse("default.yaml", yaml));
    }

    @Test
    void says_where_it_is_no_yaml_and_which_rules_are_broken() {
        assertTrue(problems("nodeSelector: [").getFirst().contains("default.yaml"));
        assertTrue(problems("- a").getFirst().contains("mapping"));
        List<String> broken = problems("hostNetwork: true\nvolumes: [{name: host, hostPath: {path: /etc}}]");
        assertTrue(broken.stream().anyMatch(problem -> problem.contains("pod.host-namespace")), broken.toString());
        assertTrue(broken.stream().anyMatch(problem -> problem.contains("pod.host-path")), broken.toString());
    }

    private static List<String> problems(String yaml) {
        return assertInstanceOf(Reading.Invalid.class, PodTemplateParser.parse("default.yaml", yaml))
                .problems();
    }
}
