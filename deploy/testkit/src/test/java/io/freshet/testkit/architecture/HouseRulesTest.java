package io.freshet.testkit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseRulesTest {
    private static final String FIXTURES = HouseRulesTest.class.getPackageName();
    private static final Map<String, String> BROKEN_BY = new TreeMap<>(Map.ofEntries(
            Map.entry("ReadsClock", "a domain reads no clock"),
            Map.entry("DrawsRandom", "a domain reads no clock, no environment and draws no randomness"),
            Map.entry("ImportsKafka", "a domain imports java, jspecify, the contracts and the ports of decisions only"),
            Map.entry(
                    "ImportsEnvelope",
                    "a domain imports java, jspecify, the contracts and the ports of decisions only"),
            Map.entry("TouchesFile", "a domain touches no file"),
            Map.entry("DrawsId", "clocks, environment and random ids are read in config only"),
            Map.entry("ReadsEnvironment", "clocks, environment and random ids are read in config only"),
            Map.entry("ImportsJdbc", "java.sql.. belongs into packages named [config, jdbc]"),
            Map.entry("ImportsRepository", "io.micronaut.data.. belongs into packages named [config, jdbc]"),
            Map.entry("ThingManager", "names say what a thing is"),
            Map.entry("AbstractThing", "names say what a thing is"),
            Map.entry("TextUtils", "names say what a thing is"),
            Map.entry("ImportsService", "nothing depends on a service"),
            Map.entry("ImportsClient", "io.fabric8.kubernetes.client belongs into packages named [config, kubernetes]"),
            Map.entry("ImportsHttp", "io.micronaut.http.. belongs into packages named [config, http]"),
            Map.entry(
                    "ImportsRocksDb",
                    "org.rocksdb.. belongs into packages named [config, rocksdb, store, streams, topology]"),
            Map.entry("ImportsCloudEvents", "io.cloudevents.. belongs into packages named [config, envelope, http]"),
            Map.entry("ImportsYaml", "org.snakeyaml.. belongs into packages named [yaml]"),
            Map.entry("NeedsSecond", "no cycle between packages"),
            Map.entry("NeedsFirst", "no cycle between packages")));

    @Test
    void each_rule_is_broken_by_the_class_that_breaks_it() {
        List<String> violations = violations("violating");

        BROKEN_BY.forEach((type, rule) -> assertTrue(
                violations.stream().anyMatch(found -> found.startsWith(rule) && found.contains(type)),
                () -> "%s does not break '%s':%n%s".formatted(type, rule, String.join("\n", violations))));
    }

    @Test
    void a_file_that_a_service_moves_itself_is_found() {
        assertBroken(
                "io.freshet.watcher",
                "io.freshet.watcher.moving",
                "files are moved into their places by DurableFiles, which syncs them",
                "MovesFile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.freshet.contracts", "io.freshet.language"})
    void a_framework_in_what_crosses_a_boundary_is_found(String root) {
        assertBroken(root, FIXTURES + ".violating", "the contracts and the language know no framework", "ImportsHttp");
    }

    @ParameterizedTest
    @CsvSource({
        "io.freshet.contracts, what crosses a boundary knows nothing of services, ImportsServiceKit",
        "io.freshet.language, what crosses a boundary knows nothing of services, ImportsServiceKit",
        "io.freshet.contracts, the contracts carry specifications and read none, ImportsLanguage",
        "io.freshet.audit, the testkit is for tests only, ImportsTestkit"
    })
    void what_may_not_be_known_there_is_found(String root, String rule, String type) {
        assertBroken(root, FIXTURES + ".violating", rule, type);
    }

    private static void assertBroken(String root, String fixture, String rule, String type) {
        List<String> violations = HouseRules.violations(root, HouseRules.imported(fixture));

        assertTrue(
                violations.stream().anyMatch(found -> found.startsWith(rule) && found.contains(type)),
                () -> "%s does not break '%s':%n%s".formatted(type, rule, String.join("\n", violations)));
    }

    @Test
    void classes_that_keep_the_rules_break_none() {
        assertEquals(List.of(), violations("keeping"));
    }

    @Test
    void the_testkit_and_the_contracts_keep_them() {
        HouseRules.check("io.freshet.contracts");
        HouseRules.check("io.freshet.embedded");
    }

    @Test
    void a_package_without_classes_is_a_mistake() {
        assertThrows(AssertionError.class, () -> HouseRules.check("io.freshet.misspelled"));
    }

    private static List<String> violations(String fixture) {
        String root = FIXTURES + "." + fixture;
        return HouseRules.violations(root, HouseRules.imported(root));
    }
}
