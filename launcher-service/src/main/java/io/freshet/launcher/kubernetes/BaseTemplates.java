package io.freshet.launcher.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The partial pod templates of an installation, which an administrator keeps: {@code namespace.yaml} for the tasks of a Freshet namespace,
 * laid over {@code default.yaml} for all. Read anew each time, so that a change counts from the next pod on.
 *
 * @param directory null: there are none
 */
record BaseTemplates(@Nullable Path directory) {
    private static final String DEFAULT = "default";

    /**
     * What all pods of a namespace have in common; empty if nothing was said.
     *
     * @throws IllegalArgumentException if a template is not YAML of the right form; the message names the file
     */
    Map<String, Object> of(String namespace) throws IOException {
        return PodTree.merge(read(DEFAULT), namespace.equals(DEFAULT) ? Map.of() : read(namespace));
    }

    private Map<String, Object> read(String name) throws IOException {
        if (directory == null) {
            return Map.of();
        }
        Path file = directory.resolve(name + ".yaml");
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        try {
            Object tree = new Load(LoadSettings.builder()
                            .setLabel(file.toString())
                            .setAllowDuplicateKeys(false)
                            .build())
                    .loadFromString(text);
            if (tree == null) {
                return Map.of();
            }
            if (tree instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
                return PodTree.tree(map);
            }
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(
                    "the pod template %s is not YAML: %s".formatted(file, e.getMessage()), e);
        }
        throw new IllegalArgumentException(
                "the pod template %s is no mapping: write keys as in a task's run.pod".formatted(file));
    }
}
