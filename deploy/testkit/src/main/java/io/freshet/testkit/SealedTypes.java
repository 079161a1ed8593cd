package io.freshet.testkit;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The cases of sealed types, for tests that try them all. */
public final class SealedTypes {
    private SealedTypes() {}

    /** The name of a value's own case. */
    public static String name(Object value) {
        return value.getClass().getSimpleName();
    }

    /** The names of the cases that there are among values. */
    public static Set<String> names(Collection<?> values) {
        return values.stream().map(SealedTypes::name).collect(Collectors.toSet());
    }

    /** The names of all cases of a sealed type. */
    public static Set<String> names(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
    }
}
