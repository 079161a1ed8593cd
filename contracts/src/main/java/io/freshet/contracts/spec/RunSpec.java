package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a task runs.
 *
 * @param image for executors that run containers; null where only processes run
 * @param command program and arguments, without a shell; relative programs and files are found in the code directory, which
 *     is the working directory
 * @param code files, directories and globs of the bundle that belong to the task, relative to the bundle; files of the bundle that
 *     are words of the command belong to it as well
 * @param env further environment variables; constant text
 * @param resources what the attempt may use; not written if it is the default
 * @param pod what its pod has besides, where pods run; null: nothing
 */
public record RunSpec(
        @Nullable String image,
        List<String> command,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> env,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ResourceSpec.class)
        ResourceSpec resources,

        @Nullable PodTemplate pod) {
    public RunSpec {
        command = List.copyOf(command);
        code = List.copyOf(code);
        env = OrderedCopies.copy(env);
        resources = Objects.requireNonNullElse(resources, ResourceSpec.DEFAULT);
    }

    /** Without a pod template. */
    public RunSpec(
            @Nullable String image,
            List<String> command,
            List<String> code,
            Map<String, String> env,
            ResourceSpec resources) {
        this(image, command, code, env, resources, null);
    }

    /** The same with another command. */
    public RunSpec withCommand(List<String> other) {
        return new RunSpec(image, other, code, env, resources, pod);
    }
}
