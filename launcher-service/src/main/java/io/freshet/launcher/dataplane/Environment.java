package io.freshet.launcher.dataplane;

import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PathValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The variables by which a task finds its inputs, outputs, partition and parameters. */
final class Environment {
    /** Makes tools that stamp their output stamp it equally each time: 1980-01-01, the earliest that archives can hold. */
    private static final String SOURCE_DATE_EPOCH = "315532800";

    private Environment() {}

    static Map<String, String> of(String attempt, Path directory, AttemptSpec work) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("FRESHET_ATTEMPT", attempt);
        for (AttemptSpec.Input input : work.inputs()) {
            variables.put(
                    "FRESHET_IN_" + name(input.name()),
                    text(directory.resolve("in").resolve(input.name())));
        }
        for (AttemptSpec.Output output : work.outputs()) {
            variables.put(
                    "FRESHET_OUT_" + name(output.name()),
                    text(directory.resolve("out").resolve(output.name())));
            variables.put("FRESHET_OUTPUT_" + name(output.name()), ownPath(directory, work, output));
        }
        for (PartitionKey.Value value : work.instance().partition().values()) {
            variables.put("FRESHET_PARTITION_" + name(value.dimension()), value.value());
        }
        work.params().forEach((param, value) -> variables.put("FRESHET_PARAM_" + name(param), value));
        Firing firing = work.firing();
        if (firing != null) {
            variables.put("FRESHET_SCHEDULE", firing.schedule());
            variables.put("FRESHET_NOMINAL_TIME", firing.nominalTime().toString());
        }
        variables.put("FRESHET_CHANGES", text(directory.resolve("changes.json")));
        variables.put("FRESHET_RESULTS", text(directory.resolve("results.json")));
        variables.put("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH);
        return variables;
    }

    /** Where the instance's own partition is to be written. */
    private static String ownPath(Path directory, AttemptSpec work, AttemptSpec.Output output) {
        String below = WritablePartitions.of(work, output).ownPath();
        String all = text(directory.resolve("out").resolve(output.name()));
        // A variable of a pod is a text, so that what is no UTF-8 keeps its written form.
        return below.isEmpty() ? all : all + "/" + PathValue.decoded(below);
    }

    private static String name(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String text(Path path) {
        return path.toString();
    }
}
