package io.freshet.launcher.process;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.domain.TaskTracing;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The whole environment of a command: a few fixed variables, those of the view, the task's own, and the trace. Nothing of the launcher's.
 */
record TaskEnvironment(Map<String, String> variables) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    TaskEnvironment {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /**
     * @param path where programs are looked for; code files come after it
     */
    static TaskEnvironment of(LaunchAttempt launch, AttemptView view, String path, TaskTracing tracing) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", path + ":" + view.code());
        variables.put("HOME", view.tmp().toString());
        variables.put("TMPDIR", view.tmp().toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("TZ", "UTC");
        variables.putAll(tracing.variables(launch));
        variables.putAll(view.environment());
        variables.putAll(launch.work().run().env());
        variables.put("TRACEPARENT", tracing.traceparent(launch));
        return new TaskEnvironment(variables);
    }

    /** The values as a process is given them. */
    Map<String, byte[]> bytes() {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        variables.forEach((name, value) -> bytes.put(name, value.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    String path() {
        return variables.getOrDefault("PATH", "");
    }

    /** Why a process cannot be started with this and the command; empty if it can. */
    Optional<String> problem(List<String> command) {
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            return Optional.of("the command is empty: name a program");
        }
        for (String argument : command) {
            if (argument.indexOf('\0') >= 0) {
                return Optional.of("an argument of the command contains a NUL character");
            }
        }
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (!NAME.matcher(variable.getKey()).matches()) {
                return Optional.of(
                        "'%s' cannot be the name of an environment variable: use letters, digits and '_', and no digit first"
                                .formatted(variable.getKey()));
            }
            if (EnvironmentScript.KEPT_BY_SHELLS.contains(variable.getKey())) {
                return Optional.of("the environment variable %s belongs to the shell: give it another name"
                        .formatted(variable.getKey()));
            }
            if (variable.getValue().indexOf('\0') >= 0) {
                return Optional.of("the environment variable %s contains a NUL character".formatted(variable.getKey()));
            }
        }
        return Optional.empty();
    }
}
