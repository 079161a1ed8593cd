package io.freshet.audit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.freshet.servicekit.service.ServiceDefinition;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference names exactly what is served, and the defaults as they are. */
final class RestReferenceDT {
    private static final Path REFERENCE = Path.of("../docs/reference/rest-api-audit.md");
    private static final Map<String, Object> DEFAULTS = new ServiceDefinition("audit", true, false).defaults();

    @Test
    void names_every_endpoint_and_no_other() throws IOException {
        Set<String> documented = Pattern.compile("(?m)^### ((?:GET|POST) \\S+)$")
                .matcher(Files.readString(REFERENCE))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(served(), documented);
    }

    @Test
    void names_defaults_as_they_are() throws IOException {
        Pattern row = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `([^`]+)` \\|");
        List<MatchResult> rows =
                row.matcher(Files.readString(REFERENCE)).results().toList();
        int checked = 0;
        for (MatchResult match : rows) {
            assertEquals(match.group(2), String.valueOf(DEFAULTS.get(match.group(1))), match.group(1));
            checked++;
        }
        assertTrue(checked >= 7, "rows with defaults: " + checked);
    }

    @Test
    void says_of_every_kind_of_history_how_long_it_is_kept() throws IOException {
        String page = Files.readString(REFERENCE);
        Set<String> kept = Pattern.compile("(?m)^\\|[^|\\n]+\\| `(retention\\.[a-z-]+)` \\|")
                .matcher(page.substring(page.indexOf("## Retention")))
                .results()
                .map(match -> "freshet.audit." + match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> bounded = DEFAULTS.keySet().stream()
                .filter(key -> key.startsWith("freshet.audit.retention."))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(5, bounded.size(), bounded::toString);
        assertEquals(bounded, kept);
    }

    private static Set<String> served() {
        Set<String> paths = new TreeSet<>();
        for (JavaClass controller : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.freshet.audit", "io.freshet.servicekit")) {
            if (controller.isAnnotatedWith(Controller.class)) {
                String base = controller.getAnnotationOfType(Controller.class).value();
                for (JavaMethod method : controller.getMethods()) {
                    if (method.isAnnotatedWith(Get.class)) {
                        paths.add(request(
                                "GET",
                                base,
                                method.getAnnotationOfType(Get.class).value()));
                    }
                    if (method.isAnnotatedWith(Post.class)) {
                        paths.add(request(
                                "POST",
                                base,
                                method.getAnnotationOfType(Post.class).value()));
                    }
                }
            }
        }
        return paths;
    }

    private static String request(String method, String base, String path) {
        return method + " " + (path.equals("/") ? base : base + path);
    }
}
