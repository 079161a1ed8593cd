package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.PATH_OR_GLOB;
import static io.freshet.language.grammar.ValueTypes.listOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.grammar.ValueType;
import io.freshet.language.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of what a task runs, and of what it may use. */
final class RunKeys {
    private static final Pattern QUANTITY = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,1023}");
    private static final ValueType<String> OF_IMAGE = new ValueType<>("text", "texts", RunKeys::image, String::valueOf);
    private static final ValueType<String> OF_QUANTITY =
            new ValueType<>("quantity", "quantities", RunKeys::quantity, String::valueOf);

    static final Section RUN = new Section("`spec.tasks.<name>.run`");
    static final Key<String> CONTAINER_IMAGE = RUN.key("image")
            .takes(OF_IMAGE)
            .absent("none", "The container's image, for executors that run containers.");
    static final Key<YamlNode> COMMAND = RUN.key("command")
            .takes(structure("list of texts"))
            .required("Program and arguments, without a shell; the working directory has the code.");
    static final Key<List<String>> CODE = RUN.key("code")
            .takes(listOf(PATH_OR_GLOB))
            .orElse(List.of(), "none", "Files of the bundle that belong to the task, besides those the command names.");
    static final Key<YamlNode> ENV =
            RUN.key("env").takes(structure("mapping of texts")).absent("none", "Further environment variables.");
    static final Key<YamlNode> RESOURCES =
            RUN.key("resources").takes(structure("mapping")).absent("the installation's", "What one attempt may use.");
    static final Key<YamlNode> POD = RUN.key("pod")
            .takes(structure("mapping"))
            .absent("the namespace's", "What its pod has besides, for executors that run pods.");

    static final Section OF_RESOURCES = new Section("`spec.tasks.<name>.run.resources`");
    static final Key<String> CPU =
            OF_RESOURCES.key("cpu").takes(OF_QUANTITY).absent("the installation's", "Such as `500m` or `2`.");
    static final Key<String> MEMORY =
            OF_RESOURCES.key("memory").takes(OF_QUANTITY).absent("the installation's", "Such as `512Mi` or `2Gi`.");

    private RunKeys() {}

    private static Optional<String> image(YamlNode node, ValueReaders values) {
        return values.text(node)
                .flatMap(text -> IMAGE.matcher(text).matches()
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_VALUE,
                                "'%s' is not an image".formatted(text),
                                "write registry/name:tag or registry/name@sha256:..."));
    }

    private static Optional<String> quantity(YamlNode node, ValueReaders values) {
        return values.literal(node)
                .flatMap(text -> QUANTITY.matcher(text).matches()
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_VALUE,
                                "'%s' is not a quantity".formatted(text),
                                "write a number with or without a unit: 500m, 2, 512Mi, 2Gi"));
    }
}
