package io.freshet.scheduler.http;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the controllers answer. */
final class Routes {
    private Routes() {}

    static Set<String> all() {
        Set<String> routes = new TreeSet<>();
        new ClassFileImporter()
                .importPackages("io.freshet.scheduler.http", "io.freshet.servicekit.http").stream()
                        .filter(type -> type.isAnnotatedWith(Controller.class))
                        .map(type -> type.reflect())
                        .forEach(controller -> Stream.of(controller.getDeclaredMethods())
                                .flatMap(Routes::of)
                                .map(route -> route.formatted(controller
                                        .getAnnotation(Controller.class)
                                        .value()))
                                .forEach(routes::add));
        return routes;
    }

    private static Stream<String> of(Method method) {
        return Stream.of(
                        method.isAnnotationPresent(Get.class)
                                ? "GET %s" + method.getAnnotation(Get.class).value()
                                : "",
                        method.isAnnotationPresent(Post.class)
                                ? "POST %s" + method.getAnnotation(Post.class).value()
                                : "",
                        method.isAnnotationPresent(Put.class)
                                ? "PUT %s" + method.getAnnotation(Put.class).value()
                                : "",
                        method.isAnnotationPresent(Delete.class)
                                ? "DELETE %s"
                                        + method.getAnnotation(Delete.class).value()
                                : "")
                .filter(route -> !route.isEmpty())
                .map(route -> route.endsWith("/") ? route.substring(0, route.length() - 1) : route);
    }
}
