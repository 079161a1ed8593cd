package io.freshet.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.attempt.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide for authors of tasks says what the launcher does. */
class WritingTasksDT {
    private static final Path GUIDE = Path.of("../docs/guides/writing-tasks.md");
    /** What a shell adds for the commands it starts. */
    private static final Set<String> OF_THE_SHELL = Set.of("PWD", "OLDPWD", "SHLVL", "_");

    @TempDir
    Path directory;

    @Test
    void names_every_variable_of_a_task() throws Exception {
        List<Pattern> documented = Pattern.compile("`([A-Z_]+(?:<[A-Z]+>)?)`")
                .matcher(Files.readString(GUIDE))
                .results()
                .map(name -> Pattern.compile(name.group(1).replaceAll("<[A-Z]+>", "[A-Z0-9_]+")))
                .toList();
        String variables;
        try (Rig rig = new Rig(directory)) {
            rig.start();
            rig.run(rig.shell("variables", "env | sed 's/=.*//'"));
            variables = rig.reports.log();
        }

        Set<String> undocumented = variables
                .lines()
                .filter(name -> !OF_THE_SHELL.contains(name))
                .filter(name ->
                        documented.stream().noneMatch(p -> p.matcher(name).matches()))
                .collect(Collectors.toSet());

        assertEquals(Set.of(), undocumented);
        assertTrue(variables.contains("FRESHET_OUT_MADE"), variables);
    }

    @Test
    void tells_right_which_failures_count() throws Exception {
        String guide = Files.readString(GUIDE);
        for (FailureKind kind : FailureKind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            guide.lines()
                    .filter(line -> line.contains("| `" + name + "` |"))
                    .forEach(line -> assertEquals(kind.isInfrastructure(), line.contains("without counting"), line));
        }
    }
}
