package io.freshet.launcher.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.language.identity.TaskIdentity;
import io.freshet.launcher.dataplane.AttemptView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the pod of an attempt: from what the task says, as whom it may run, and the templates of the installation and of the task. It meets
 * Pod Security {@code restricted} whatever the templates say.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
public final class TaskPod {
    /** The container that runs the command. */
    public static final String TASK = "task";

    /** Keeps the pod until its finish is on the log. */
    public static final String FINALIZER = "freshet.io/finish";

    private final KubernetesSettings settings;

    TaskPod(KubernetesSettings settings) {
        this.settings = settings;
    }

    /**
     * @param image of the container that runs the command
     */
    Pod pod(LaunchAttempt launch, AttemptView view, TaskIdentity identity, TemplateParts template, String image) {
        PodSpec spec = template.spec();
        spec.setRestartPolicy("Never");
        spec.setEnableServiceLinks(false);
        spec.setServiceAccountName(identity.serviceAccount());
        spec.setAutomountServiceAccountToken(template.serviceAccountToken());
        if (spec.getTerminationGracePeriodSeconds() == null) {
            spec.setTerminationGracePeriodSeconds(settings.grace().toSeconds());
        }
        spec.setSecurityContext(new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser((long) identity.user())
                .withRunAsGroup((long) identity.group())
                .withSupplementalGroups(
                        identity.groups().stream().map(Integer::longValue).toList())
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build());
        PodVolumes volumes = new PodVolumes(settings, view);
        List<Volume> all = new ArrayList<>(spec.getVolumes());
        all.addAll(volumes.volumes());
        spec.setVolumes(all);
        List<Container> before = new ArrayList<>();
        spec.getInitContainers().forEach(init -> before.add(confined(init)));
        template.sidecars()
                .forEach(sidecar -> before.add(new ContainerBuilder(confined(sidecar))
                        .withRestartPolicy("Always")
                        .build()));
        spec.setInitContainers(before);
        spec.setContainers(List.of(task(launch, view, template, image, volumes)));
        Map<String, String> labels = new LinkedHashMap<>(template.labels());
        labels.putAll(PodLabels.labels(launch, settings.launcher()));
        Map<String, String> annotations = new LinkedHashMap<>(template.annotations());
        annotations.putAll(PodLabels.annotations(launch, settings.tracing().traceparent(launch)));
        return new PodBuilder()
                .withNewMetadata()
                .withName(launch.attempt())
                .withNamespace(settings.namespace())
                .withLabels(labels)
                .withAnnotations(annotations)
                .withFinalizers(FINALIZER)
                .endMetadata()
                .withSpec(spec)
                .build();
    }

    /** The number of the user as whom a pod runs. */
    static String userOf(Pod pod) {
        return pod.getSpec().getSecurityContext() == null
                        || pod.getSpec().getSecurityContext().getRunAsUser() == null
                ? "unknown"
                : pod.getSpec().getSecurityContext().getRunAsUser().toString();
    }

    private Container task(
            LaunchAttempt launch, AttemptView view, TemplateParts template, String image, PodVolumes volumes) {
        List<VolumeMount> mounts = new ArrayList<>(template.volumeMounts());
        mounts.addAll(volumes.mounts());
        return new ContainerBuilder()
                .withName(TASK)
                .withImage(image)
                .withImagePullPolicy(template.imagePullPolicy())
                .withCommand(command(launch, view))
                .withWorkingDir(view.code().toString())
                .withEnv(environment(launch, view, template))
                .withEnvFrom(template.envFrom())
                .withResources(new ResourceRequirementsBuilder()
                        .withRequests(resources(launch.work().run().resources()))
                        .withLimits(resources(launch.work().run().resources()))
                        .build())
                .withVolumeMounts(mounts)
                .withSecurityContext(restricted())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .build();
    }

    /** The command; a program that is a file of the code is named by its path, whatever the image's PATH is. */
    private static List<String> command(LaunchAttempt launch, AttemptView view) {
        List<String> command = new ArrayList<>(launch.work().run().command());
        Path own = view.code().resolve(command.getFirst()).normalize();
        if (own.startsWith(view.code()) && Files.isRegularFile(own)) {
            command.set(0, own.toString());
        }
        return command.stream().map(TaskPod::literal).toList();
    }

    /** Kubernetes puts in variables for {@code $(NAME)}, and takes {@code $$} for {@code $}; a process is given what was written. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    /** What a process in the pod is given for a word of its command, or the value of a variable. */
    public static String expanded(String literal) {
        return literal.replace("$$", "$");
    }

    private List<EnvVar> environment(LaunchAttempt launch, AttemptView view, TemplateParts template) {
        Map<String, EnvVar> variables = new LinkedHashMap<>();
        put(variables, "HOME", view.tmp().toString());
        put(variables, "TMPDIR", view.tmp().toString());
        put(variables, "LANG", "C.UTF-8");
        put(variables, "TZ", "UTC");
        settings.tracing().variables(launch).forEach((name, value) -> put(variables, name, value));
        view.environment().forEach((name, value) -> put(variables, name, value));
        template.env().forEach(variable -> variables.put(variable.getName(), variable));
        launch.work().run().env().forEach((name, value) -> put(variables, name, value));
        put(variables, "TRACEPARENT", settings.tracing().traceparent(launch));
        return List.copyOf(variables.values());
    }

    private static void put(Map<String, EnvVar> variables, String name, String value) {
        variables.put(
                name,
                new EnvVarBuilder().withName(name).withValue(literal(value)).build());
    }

    private Map<String, Quantity> resources(ResourceSpec asked) {
        Map<String, Quantity> resources = new LinkedHashMap<>();
        resources.put("cpu", Quantity.parse(asked.cpu() == null ? settings.cpu() : asked.cpu()));
        resources.put("memory", Quantity.parse(asked.memory() == null ? settings.memory() : asked.memory()));
        return resources;
    }

    private static Container confined(Container container) {
        return new ContainerBuilder(container).withSecurityContext(restricted()).build();
    }

    private static SecurityContext restricted() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }
}
