package io.freshet.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A package's name says what may be imported there. The module's root package, which starts things, and {@code config}, which
 * makes them, may import anything.
 */
final class PlaceRules {
    private static final Map<List<String>, Set<String>> PLACES = places();

    /** What measures the real time of real processes, or waits for it: a clock that somebody passes would only hide which one it is. */
    private static final Set<String> MEASURES = Set.of("io.freshet.benchmarks", "io.freshet.testkit");

    private PlaceRules() {}

    static List<ArchRule> of(String root) {
        List<ArchRule> rules = new ArrayList<>();
        if (!MEASURES.contains(root)) {
            rules.add(noClasses()
                    .that(livesOutside(root, Set.of("config")))
                    .should()
                    .accessTargetWhere(Impure.outsideConfig())
                    .as("clocks, environment and random ids are read in config only, and passed on"));
        }
        rules.add(noClasses()
                .that(resideInAnyPackage(
                                "io.freshet.contracts..",
                                "io.freshet.language..",
                                "io.freshet.servicekit..",
                                "io.freshet.launcher..",
                                "io.freshet.scheduler..",
                                "io.freshet.watcher..")
                        .and(DescribedPredicate.not(resideInAnyPackage("io.freshet.servicekit.disk.."))))
                .should()
                .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class)
                .as("files are moved into their places by DurableFiles, which syncs them"));
        PLACES.forEach((packages, places) -> rules.add(noClasses()
                .that(livesOutside(root, places).and(isNot(root)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages.toArray(String[]::new)))
                .as("%s belongs into packages named %s"
                        .formatted(packages.getFirst(), places.stream().sorted().toList()))));
        return rules;
    }

    private static Map<List<String>, Set<String>> places() {
        Map<List<String>, Set<String>> places = new LinkedHashMap<>();
        places.put(
                List.of("org.apache.kafka.."),
                Set.of("config", "kafka", "outbox", "streams", "store", "topology", "envelope"));
        places.put(
                List.of("java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb.."),
                Set.of("config", "jdbc"));
        places.put(List.of("io.micronaut.data..", "io.micronaut.transaction.."), Set.of("config", "jdbc"));
        // What only converts the model (client.utils) is no way to the server.
        places.put(
                List.of(
                        "io.fabric8.kubernetes.client",
                        "io.fabric8.kubernetes.client.dsl..",
                        "io.fabric8.kubernetes.client.http..",
                        "io.fabric8.kubernetes.client.informers.."),
                Set.of("config", "kubernetes"));
        places.put(List.of("io.fabric8.kubernetes.api.."), Set.of("batch", "config", "kubernetes", "pod"));
        places.put(List.of("io.micronaut.http.."), Set.of("config", "http"));
        places.put(List.of("org.rocksdb.."), Set.of("config", "rocksdb", "store", "streams", "topology"));
        places.put(List.of("io.cloudevents.."), Set.of("config", "envelope", "http"));
        places.put(List.of("org.snakeyaml.."), Set.of("yaml"));
        return places;
    }

    private static DescribedPredicate<JavaClass> livesOutside(String root, Set<String> places) {
        return DescribedPredicate.describe("live outside of " + places, type -> {
            String below = type.getPackageName()
                    .substring(Math.min(root.length(), type.getPackageName().length()));
            return Arrays.stream(below.split("\\.")).noneMatch(places::contains);
        });
    }

    private static DescribedPredicate<JavaClass> isNot(String root) {
        return DescribedPredicate.describe(
                "not the root package", type -> !type.getPackageName().equals(root));
    }
}
