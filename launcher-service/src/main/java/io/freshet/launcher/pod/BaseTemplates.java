package io.freshet.launcher.pod;

import io.freshet.language.pod.PodTemplateParser;
import io.freshet.language.pod.PodTemplateParser.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
     * @throws IllegalArgumentException if a template is wrong; the message names the file, and the place or the rule
     */
    Map<String, Object> of(String namespace) throws IOException {
        return TemplateMerge.merge(read(DEFAULT), namespace.equals(DEFAULT) ? Map.of() : read(namespace));
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
        return switch (PodTemplateParser.parse(file.toString(), text)) {
            case Reading.Valid(var template) -> template.tree();
            case Reading.Invalid(var problems) -> throw new IllegalArgumentException(String.join("; ", problems));
        };
    }
}
