package io.freshet.scheduler.http;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the controllers answer. */
final class Routes {
    /**
     * A route.
     *
     * @param method of HTTP
     * @param path with its variables
     * @param handler what answers it
     */
    record Route(String method, String path, Method handler) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private Routes() {}

    static List<Route> all() {
        return new ClassFileImporter()
                .importPackages("io.freshet.scheduler.http", "io.freshet.servicekit.http").stream()
                        .filter(type -> type.isAnnotatedWith(Controller.class))
                        .map(type -> type.reflect())
                        .flatMap(Routes::of)
                        .sorted(Comparator.comparing(Route::toString))
                        .toList();
    }

    /** As the reference writes them. */
    static Set<String> names() {
        return all().stream().map(Route::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Route> of(Class<?> controller) {
        String base = controller.getAnnotation(Controller.class).value();
        return Stream.of(controller.getDeclaredMethods()).flatMap(method -> of(base, method));
    }

    private static Stream<Route> of(String base, Method method) {
        return Stream.of(
                        route("GET", method, method.getAnnotation(Get.class), Get::value),
                        route("POST", method, method.getAnnotation(Post.class), Post::value),
                        route("PUT", method, method.getAnnotation(Put.class), Put::value),
                        route("DELETE", method, method.getAnnotation(Delete.class), Delete::value))
                .flatMap(route -> route)
                .map(route -> new Route(route.method(), joined(base, route.path()), method));
    }

    private static <A> Stream<Route> route(
            String name, Method method, @Nullable A annotation, Function<A, String> path) {
        return annotation == null ? Stream.empty() : Stream.of(new Route(name, path.apply(annotation), method));
    }

    private static String joined(String base, String path) {
        String joined = base + path;
        return joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }
}
