package io.freshet.language.bundle;

import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.yaml.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at a task's command for what would only fail when it runs: files that are not there, and text for a shell where none reads it. */
final class CommandCheck {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "busybox");
    private static final Set<String> OPERATORS = Set.of(">", ">>", "<", "|", "||", "&&", ";", "&", "2>&1", "2>");
    private static final Pattern SCRIPT =
            Pattern.compile("[^/$*?{][^$*?{]*\\.(py|sh|bash|R|r|rb|pl|js|mjs|ts|jl|php|lua|awk|sql|jar)");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(FRESHET_[A-Z0-9_]*|HOME|PWD|TMPDIR|USER|PATH)\\b");

    private final Set<String> files;
    private final SourceMap source;
    private final List<SpecError> errors = new ArrayList<>();
    private final List<SpecError> warnings = new ArrayList<>();

    /**
     * @param files of the bundle, as paths
     * @param source where things are in the workflow file
     */
    CommandCheck(Set<String> files, SourceMap source) {
        this.files = files;
        this.source = source;
    }

    List<SpecError> errors() {
        return errors;
    }

    List<SpecError> warnings() {
        return warnings;
    }

    /**
     * Looks at one command.
     *
     * @param path of the command in the workflow file
     */
    void check(List<String> command, String path) {
        if (command.isEmpty()) {
            return;
        }
        program(command.getFirst(), path);
        script(command, path);
        boolean shell = isShell(command);
        for (int i = 0; i < command.size(); i++) {
            word(command.get(i), shell, "%s[%d]".formatted(path, i));
        }
    }

    private void program(String program, String path) {
        if (program.chars().anyMatch(Character::isWhitespace) && !files.contains(program) && !program.startsWith("/")) {
            errors.add(of(
                    path + "[0]",
                    SpecErrorCode.BAD_COMMAND,
                    "'%s' is one word, so it is taken as the name of a program".formatted(program),
                    "write each word by itself, or [sh, -c, '%s']".formatted(program.replace("'", "''"))));
        } else if (program.startsWith("./") && !files.contains(program.substring(2))) {
            missing(program.substring(2), path + "[0]");
        }
    }

    /** The first word behind the program and its options, if it looks like a script. */
    private void script(List<String> command, String path) {
        for (int i = 1; i < command.size(); i++) {
            String word = command.get(i);
            if (!word.startsWith("-")) {
                String name = word.startsWith("./") ? word.substring(2) : word;
                if (SCRIPT.matcher(name).matches() && !files.contains(name)) {
                    missing(name, "%s[%d]".formatted(path, i));
                }
                return;
            }
        }
    }

    private void missing(String name, String path) {
        Optional<String> near = Suggestion.nearest(name, files);
        warnings.add(of(
                path,
                SpecErrorCode.MISSING_COMMAND_FILE,
                "'%s' is not in the bundle, and a command runs where the bundle's files are".formatted(name),
                near.map("did you mean '%s'?"::formatted).orElse("add the file next to " + Bundle.WORKFLOW_FILE)));
    }

    private void word(String word, boolean shell, String path) {
        if (TEMPLATE.matcher(word).find()) {
            warnings.add(of(
                    path,
                    SpecErrorCode.NOT_REPLACED,
                    "'%s' is passed on as it is: there are no templates".formatted(word),
                    "read the variables of the environment, such as $FRESHET_PARTITION_DATE, in a script"));
        } else if (!shell && VARIABLE.matcher(word).find()) {
            warnings.add(of(
                    path,
                    SpecErrorCode.NOT_REPLACED,
                    "'%s' is passed on as it is: no shell reads it".formatted(word),
                    "write [sh, -c, '...'], or read the variable in a script"));
        } else if (!shell && OPERATORS.contains(word)) {
            warnings.add(of(
                    path,
                    SpecErrorCode.NOT_REPLACED,
                    "'%s' is passed on as a word: no shell reads it".formatted(word),
                    "write [sh, -c, '...']"));
        }
    }

    private static boolean isShell(List<String> command) {
        String program = command.getFirst().substring(command.getFirst().lastIndexOf('/') + 1);
        return SHELLS.contains(program) && command.stream().skip(1).anyMatch(word -> word.matches("-[a-z]*c"));
    }

    private SpecError of(String path, SpecErrorCode code, String message, String hint) {
        Position position = source.position(path);
        return new SpecError(source.file(), position.line(), position.column(), path, code, message, hint);
    }
}
