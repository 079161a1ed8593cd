package io.freshet.contracts.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.WorkflowSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes tables of fields from records, and keeps in mind which further types they mention. */
final class EventReference {
    private final Properties texts;
    private final Set<String> used = new TreeSet<>();
    private final Set<Class<?>> mentioned = new LinkedHashSet<>();

    EventReference(Properties texts) {
        this.texts = texts;
    }

    /** The text for a key, which must be there. */
    String text(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new AssertionError("reference/events.properties has no text for " + key);
        }
        used.add(key);
        return text;
    }

    /** Texts that nothing asked for. */
    Set<String> unused() {
        Set<String> unused = new TreeSet<>(texts.stringPropertyNames());
        unused.removeAll(used);
        return unused;
    }

    /** The fields of a record, as a table. */
    String table(Class<?> type) {
        return type.getRecordComponents().length == 0
                ? "No fields.\n"
                : "| field | type | | meaning |\n| --- | --- | --- | --- |\n" + rows(type);
    }

    private String rows(Class<?> type) {
        StringBuilder rows = new StringBuilder();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                rows.append(rows(component.getType()));
                continue;
            }
            String own = type.getSimpleName() + "." + component.getName();
            String meaning = text(texts.containsKey(own) ? own : component.getName());
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class) || isLeftOut(component);
            rows.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            component.getName(),
                            name(component.getGenericType()),
                            optional ? "optional" : "",
                            meaning));
        }
        return rows.toString();
    }

    private static boolean isLeftOut(RecordComponent component) {
        JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
        return include != null && include.value() != JsonInclude.Include.ALWAYS;
    }

    /** All types that were mentioned, with those that they mention in turn. */
    String parts() {
        StringBuilder text = new StringBuilder();
        List<Class<?>> done = new ArrayList<>();
        while (done.size() < mentioned.size()) {
            Class<?> next = mentioned.stream()
                    .filter(type -> !done.contains(type))
                    .findFirst()
                    .orElseThrow();
            done.add(next);
            text.append("\n### ").append(next.getSimpleName()).append("\n\n").append(part(next));
        }
        return text.toString();
    }

    private String part(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> "`" + constant + "`")
                    .collect(Collectors.joining(", ", "One of ", ".\n"));
        }
        if (type.isRecord()) {
            return table(type);
        }
        String property = type.getAnnotation(JsonTypeInfo.class).property();
        StringBuilder text = new StringBuilder();
        for (JsonSubTypes.Type subtype : type.getAnnotation(JsonSubTypes.class).value()) {
            text.append("With `\"%s\": \"%s\"`:\n\n%s\n".formatted(property, subtype.name(), table(subtype.value())));
        }
        return text.toString();
    }

    private String name(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            return parameterized.getRawType() == Map.class
                    ? "map of " + name(arguments[1])
                    : "list of " + name(arguments[0]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == WorkflowSpec.class) {
            return "[specification](workflow-yaml.md)";
        }
        if (plain == PodTemplate.class) {
            return "[mapping](workflow-yaml.md)";
        }
        if (plain.isEnum() || ((plain.isRecord() || plain.isSealed()) && !isText(plain))) {
            mentioned.add(plain);
            return "[%s](#%s)"
                    .formatted(plain.getSimpleName(), plain.getSimpleName().toLowerCase(java.util.Locale.ROOT));
        }
        return plainName(plain);
    }

    private static String plainName(Class<?> type) {
        if (type == Instant.class) {
            return "time";
        }
        if (type == Duration.class) {
            return "duration";
        }
        if (type == boolean.class) {
            return "boolean";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "number";
        }
        return type == String.class ? "text" : "text (%s)".formatted(type.getSimpleName());
    }

    private static boolean isText(Class<?> type) {
        return Arrays.stream(type.getMethods()).anyMatch(method -> method.isAnnotationPresent(JsonValue.class));
    }
}
