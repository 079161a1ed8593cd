package io.freshet.endtoend;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a service answers, as its controllers say it: nobody has to think of a new one. */
final class ServiceRoutes {
    private static final String SHARED_PACKAGE = "io.freshet.servicekit";

    /**
     * A route.
     *
     * @param method of HTTP
     * @param path with variables in braces
     */
    record Route(String method, String path) {
        String filled(String value) {
            return path.replaceAll("\\{\\w+}", Matcher.quoteReplacement(value));
        }
    }

    private ServiceRoutes() {}

    /** Of the service's own controllers, and of those that all services have. */
    static List<Route> of(Class<?> service) {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(service.getPackageName(), SHARED_PACKAGE)
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Controller.class))
                        .map(JavaClass::reflect)
                        .flatMap(ServiceRoutes::routes)
                        .toList();
    }

    private static Stream<Route> routes(Class<?> controller) {
        String base = controller.getAnnotation(Controller.class).value();
        return Stream.of(controller.getDeclaredMethods())
                .flatMap(method -> Stream.of(
                                route("GET", base, method, Get.class, Get::value),
                                route("POST", base, method, Post.class, Post::value),
                                route("PUT", base, method, Put.class, Put::value),
                                route("DELETE", base, method, Delete.class, Delete::value))
                        .flatMap(found -> found));
    }

    private static <A extends Annotation> Stream<Route> route(
            String name, String base, Method method, Class<A> type, Function<A, String> path) {
        @Nullable A annotation = method.getAnnotation(type);
        return annotation == null ? Stream.empty() : Stream.of(new Route(name, base + path.apply(annotation)));
    }
}
