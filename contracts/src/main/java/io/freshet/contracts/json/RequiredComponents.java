package io.freshet.contracts.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson that a record's component without {@code @Nullable} is required, and that no list or map of a record has nulls in it, so
 * that data that lacks something is refused where it is read and not met as a null somewhere inside. A list or map that is not written
 * when it is empty ({@code @JsonInclude(NON_EMPTY)}) is empty where it is absent. A component that is not written when it equals the
 * default ({@code @JsonInclude(CUSTOM)} with the default as filter) is null for the record's constructor where it is absent, which puts the
 * default there.
 */
final class RequiredComponents extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        AnnotatedType component = component(member);
        return (component != null && isRequired(component) && !isLeftOut(member)) ? Boolean.TRUE : null;
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        AnnotatedType component = component(annotated);
        if (component == null) {
            return JsonSetter.Value.empty();
        }
        return JsonSetter.Value.construct(
                switch (inclusion(annotated)) {
                    case NON_EMPTY -> Nulls.AS_EMPTY;
                    case CUSTOM -> Nulls.SET;
                    default -> isRequired(component) ? Nulls.FAIL : Nulls.DEFAULT;
                },
                Nulls.FAIL);
    }

    private static boolean isLeftOut(Annotated annotated) {
        JsonInclude.Include inclusion = inclusion(annotated);
        return inclusion == JsonInclude.Include.NON_EMPTY || inclusion == JsonInclude.Include.CUSTOM;
    }

    private static JsonInclude.Include inclusion(Annotated annotated) {
        JsonInclude include = annotated.getAnnotation(JsonInclude.class);
        return include == null ? JsonInclude.Include.USE_DEFAULTS : include.value();
    }

    /** The type of the component of a record; null if this is something else. */
    private static @Nullable AnnotatedType component(Annotated annotated) {
        if (annotated instanceof AnnotatedParameter parameter
                && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
                && constructor.getDeclaringClass().isRecord()) {
            return constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
        }
        return null;
    }

    private static boolean isRequired(AnnotatedType type) {
        return !(type.getType() instanceof Class<?> raw && (raw.isPrimitive() || raw == Optional.class))
                && !type.isAnnotationPresent(Nullable.class);
    }
}
