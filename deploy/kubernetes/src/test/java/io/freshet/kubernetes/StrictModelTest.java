package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.freshet.kubernetes.RenderedChart.Rendered;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every document is what the API has: read into the client's classes, nothing is unknown, and written again nothing is lost. */
final class StrictModelTest {
    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1/Secret", Secret.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("apps/v1/StatefulSet", StatefulSet.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", PrometheusOperator.ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusOperator.PrometheusRule.class));

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new WithoutAnySetter());

    @ParameterizedTest
    @EnumSource
    void every_document_is_known_whole(ValueSet values) throws Exception {
        for (Rendered document : RenderedChart.of(values).documents()) {
            Class<?> type = KINDS.get(typeOf(document));
            assertNotNull(type, () -> "no class for " + typeOf(document));

            JsonNode given = STRICT.valueToTree(document.tree());
            JsonNode back = STRICT.valueToTree(STRICT.treeToValue(given, type));

            assertEquals(canonical(given), canonical(back), document::toString);
        }
    }

    @Test
    void all_kinds_occur() {
        Set<String> seen = new HashSet<>();
        for (ValueSet values : ValueSet.values()) {
            RenderedChart.of(values).documents().forEach(document -> seen.add(typeOf(document)));
        }

        assertEquals(KINDS.keySet(), seen);
    }

    @Test
    void a_field_that_the_api_does_not_have_is_noticed() {
        String misspelt =
                "{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"imagePolicy\":\"Always\"}]}}}}";

        assertThrows(UnrecognizedPropertyException.class, () -> STRICT.readValue(misspelt, StatefulSet.class));
    }

    private static String typeOf(Rendered document) {
        return document.tree().get("apiVersion") + "/" + document.kind();
    }

    /** Empty lists and maps are as if they were not there, and a number is what it says, quoted or not. */
    private static Object canonical(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new TreeMap<>();
            node.properties().forEach(field -> {
                Object value = canonical(field.getValue());
                if (!List.of().equals(value) && !Map.of().equals(value)) {
                    map.put(field.getKey(), value);
                }
            });
            return map;
        }
        if (node.isArray()) {
            return node.valueStream().map(StrictModelTest::canonical).toList();
        }
        return node.asText();
    }

    /** The client's classes put what they do not know into a map; here it is an error. */
    private static final class WithoutAnySetter extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
