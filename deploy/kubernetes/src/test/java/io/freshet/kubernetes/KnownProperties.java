package io.freshet.kubernetes;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.naming.NameUtils;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The properties that a service's classes read, found in the classes themselves. */
final class KnownProperties {
    /** Micronaut's own, as far as they are set from outside. */
    private static final Set<String> FRAMEWORK = Set.of(
            "micronaut.server.host",
            "micronaut.server.port",
            "datasources.default.url",
            "datasources.default.username",
            "datasources.default.password");

    private static final Set<String> OPEN = Set.of("freshet.kafka.properties.");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(freshet\\.[a-z.-]+)(:.*)?}");
    private static final Map<String, Set<String>> BY_SERVICE = new TreeMap<>();

    private KnownProperties() {}

    static boolean has(String service, String property) {
        return FRAMEWORK.contains(property)
                || OPEN.stream().anyMatch(property::startsWith)
                || of(service).contains(property);
    }

    /** The properties as a service's environment may name them. */
    static boolean hasVariable(String service, String variable) {
        return of(service).stream().anyMatch(property -> variable(property).equals(variable))
                || FRAMEWORK.stream().anyMatch(property -> variable(property).equals(variable));
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static synchronized Set<String> of(String service) {
        return BY_SERVICE.computeIfAbsent(service, KnownProperties::read);
    }

    private static Set<String> read(String service) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.freshet.%s.config".formatted(service), "io.freshet.servicekit")) {
            if (type.isAnnotatedWith(ConfigurationProperties.class)) {
                String prefix =
                        type.getAnnotationOfType(ConfigurationProperties.class).value();
                type.getFields().stream()
                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                        .map(JavaField::getName)
                        .forEach(name -> found.add(prefix + "." + NameUtils.hyphenate(name)));
            }
            type.getCodeUnits().stream()
                    .flatMap(method -> method.getParameters().stream())
                    .map(KnownProperties::placeholder)
                    .forEach(found::add);
        }
        found.remove("");
        return found;
    }

    private static String placeholder(JavaParameter parameter) {
        return parameter
                .tryGetAnnotationOfType(Value.class.getName())
                .map(KnownProperties::value)
                .map(PLACEHOLDER::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .orElse("");
    }

    private static String value(JavaAnnotation<?> annotation) {
        return annotation.get("value").map(Object::toString).orElse("");
    }
}
