package io.freshet.contracts.envelope;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a record lacks although its type says that it always has it: JSON leaves an absent field null, whatever the type says. Without this
 * an incomplete event would be accepted here and be a fault later, in the middle of its reader.
 */
final class Completeness {
    private record Required(String name, Method accessor, boolean required) {}

    private static final ClassValue<List<Required>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Required> computeValue(Class<?> type) {
            List<Required> components = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                components.add(new Required(
                        component.getName(),
                        accessor,
                        !component.getAnnotatedType().isAnnotationPresent(Nullable.class)));
            }
            return List.copyOf(components);
        }
    };

    private Completeness() {}

    /** The path of the first field that is missing, such as {@code batch.id}; empty if the value is complete. */
    static Optional<String> missing(Object value) {
        return switch (value) {
            case Record complete -> missingIn(complete);
            case Collection<?> elements -> missingAmong(elements);
            case Map<?, ?> map -> missingAmong(map.values());
            default -> Optional.empty();
        };
    }

    private static Optional<String> missingIn(Record value) {
        for (Required component : COMPONENTS.get(value.getClass())) {
            Object field = read(component.accessor(), value);
            if (field == null) {
                if (component.required()) {
                    return Optional.of(component.name());
                }
            } else {
                Optional<String> inside = missing(field);
                if (inside.isPresent()) {
                    return inside.map(path -> component.name() + "." + path);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> missingAmong(Collection<?> elements) {
        for (Object element : elements) {
            Optional<String> inside = element == null ? Optional.of("null") : missing(element);
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object read(Method accessor, Record value) {
        try {
            return accessor.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a record's component can be read: " + accessor, e);
        }
    }
}
