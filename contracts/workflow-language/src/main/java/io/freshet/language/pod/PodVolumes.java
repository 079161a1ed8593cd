package io.freshet.language.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The volumes of a pod.
 *
 * @param tokenAskedFor whether a service account's token may be projected
 * @param storageClaims which are not for tasks
 */
record PodVolumes(boolean tokenAskedFor, Set<String> storageClaims) {
    private static final List<String> KINDS = List.of(
            "configMap", "secret", "projected", "emptyDir", "downwardAPI", "persistentVolumeClaim", "csi", "ephemeral");

    private static final List<String> SOURCES =
            List.of("secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle");

    void check(PodValue volumes) {
        List<String> keys = new ArrayList<>(KINDS);
        keys.add("name");
        for (PodValue volume : volumes.items()) {
            int before = volume.found().size();
            Map<String, PodValue> fields = volume.only(keys);
            PodValue name = fields.remove("name");
            if (name == null) {
                volume.report(PodRule.BAD_VALUE, "a volume has no name", "add name");
            } else {
                PodNames.requireFree(name);
            }
            if (fields.size() != 1 && volume.found().size() == before) {
                volume.report(
                        PodRule.BAD_VALUE, "a volume is of exactly one kind", "use one of " + String.join(", ", KINDS));
            }
            fields.values().forEach(PodValue::mapping);
            check(fields);
        }
    }

    private void check(Map<String, PodValue> fields) {
        PodValue projected = fields.get("projected");
        if (projected != null) {
            PodValue sources = projected.only(List.of("sources", "defaultMode")).get("sources");
            if (sources != null) {
                sources.items().forEach(this::source);
            }
        }
        PodValue claim = fields.get("persistentVolumeClaim");
        if (claim != null) {
            PodValue name = claim.only(List.of("claimName", "readOnly")).get("claimName");
            if (name != null) {
                name.text()
                        .ifPresent(text -> name.require(
                                !storageClaims.contains(text),
                                PodRule.STORAGE_CLAIM,
                                "'%s' has Freshet's storage".formatted(text)));
            }
        }
    }

    private void source(PodValue source) {
        source.only(SOURCES).forEach((kind, value) -> {
            value.mapping();
            value.require(
                    tokenAskedFor || !kind.equals("serviceAccountToken"),
                    PodRule.SERVICE_ACCOUNT_TOKEN,
                    "a token is projected that was not asked for");
        });
    }
}
