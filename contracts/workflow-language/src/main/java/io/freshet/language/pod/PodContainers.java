package io.freshet.language.pod;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The containers beside the task's own, and variables.
 *
 * @param mounts what they may mount
 */
record PodContainers(PodMounts mounts) {
    private static final List<String> KEYS = List.of(
            "name",
            "image",
            "command",
            "args",
            "workingDir",
            "env",
            "envFrom",
            "ports",
            "resources",
            "volumeMounts",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle",
            "imagePullPolicy",
            "terminationMessagePath",
            "terminationMessagePolicy",
            "securityContext");

    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");

    private static final List<String> PROBE = List.of(
            "exec",
            "httpGet",
            "tcpSocket",
            "grpc",
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold",
            "terminationGracePeriodSeconds");

    void check(PodValue containers) {
        for (PodValue container : containers.items()) {
            Map<String, PodValue> fields = container.only(KEYS);
            if (!fields.containsKey("name") || !fields.containsKey("image")) {
                container.report(PodRule.BAD_VALUE, "a container has no name or no image", "add name and image");
            }
            on(fields, "name", PodNames::requireFree);
            on(fields, "image", PodValue::text);
            on(fields, "command", command -> command.items().forEach(PodValue::text));
            on(fields, "args", PodValue::items);
            on(fields, "env", PodContainers::environment);
            on(fields, "envFrom", PodContainers::environmentSources);
            on(
                    fields,
                    "ports",
                    ports -> ports.items().forEach(port -> port.only(List.of("name", "containerPort", "protocol"))));
            on(fields, "resources", resources -> resources.only(List.of("limits", "requests")));
            on(fields, "volumeMounts", mounts::check);
            on(fields, "livenessProbe", probe -> handler(probe, PROBE));
            on(fields, "readinessProbe", probe -> handler(probe, PROBE));
            on(fields, "startupProbe", probe -> handler(probe, PROBE));
            on(
                    fields,
                    "lifecycle",
                    lifecycle -> lifecycle
                            .only(List.of("postStart", "preStop"))
                            .values()
                            .forEach(hook -> handler(hook, HANDLERS)));
            on(fields, "imagePullPolicy", PodTemplateRules::pullPolicy);
            on(fields, "securityContext", PodSecurity::check);
        }
    }

    static void environment(PodValue variables) {
        for (PodValue variable : variables.items()) {
            Map<String, PodValue> fields = variable.only(List.of("name", "value", "valueFrom"));
            if (!fields.containsKey("name")) {
                variable.report(PodRule.BAD_VALUE, "a variable has no name", "add name");
            }
            on(fields, "name", PodNames::requireFreeVariable);
            on(fields, "value", value -> {
                if (!(value.value() instanceof String)) {
                    value.text();
                }
            });
            on(
                    fields,
                    "valueFrom",
                    source -> source.only(List.of("secretKeyRef", "configMapKeyRef", "fieldRef", "resourceFieldRef"))
                            .values()
                            .forEach(PodValue::mapping));
        }
    }

    static void environmentSources(PodValue sources) {
        for (PodValue source : sources.items()) {
            Map<String, PodValue> fields = source.only(List.of("prefix", "configMapRef", "secretRef"));
            on(fields, "prefix", PodValue::text);
            on(fields, "configMapRef", PodValue::mapping);
            on(fields, "secretRef", PodValue::mapping);
        }
    }

    private static void handler(PodValue handler, List<String> keys) {
        Map<String, PodValue> fields = handler.only(keys);
        on(fields, "exec", exec -> exec.only(List.of("command")));
        on(fields, "httpGet", get -> get.only(List.of("path", "port", "scheme", "httpHeaders")));
        on(fields, "tcpSocket", socket -> socket.only(List.of("port")));
        on(fields, "grpc", grpc -> grpc.only(List.of("port", "service")));
    }

    private static void on(Map<String, PodValue> fields, String key, Consumer<PodValue> check) {
        PodValue value = fields.get(key);
        if (value != null) {
            check.accept(value);
        }
    }
}
