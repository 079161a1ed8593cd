package io.freshet.launcher.batch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.freshet.contracts.id.DerivedId;
import io.freshet.launcher.pod.KubernetesSettings;
import io.freshet.launcher.pod.PodLabels;
import io.freshet.launcher.pod.PodVolumes;
import io.freshet.launcher.pod.ShellQuoting;
import io.freshet.launcher.pod.TaskPod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the pod of a batch from those that its attempts would have had for themselves: what all of them say, it says, and what they differ in
 * is in the order of each, a script. Pure.
 *
 * @param attempts directory of all attempts
 */
public record BatchPods(KubernetesSettings settings, Path attempts) {
    private static final int LONGEST_TASK = 32;

    /** The pod's name, the same whenever the same attempts make a batch; a valid name in Kubernetes. */
    static String name(List<BatchMember> members) {
        String task = members.getFirst().launch().instance().task();
        List<String> parts = new ArrayList<>(List.of("batch"));
        members.forEach(member -> parts.add(member.attempt()));
        String hash = DerivedId.of(parts.toArray(String[]::new));
        return "%s-batch-%s".formatted(task.substring(0, Math.min(LONGEST_TASK, task.length())), hash);
    }

    public Pod pod(String name, List<BatchMember> members) {
        Pod first = members.getFirst().pod();
        BatchDirectory directory = new BatchDirectory(attempts.resolve(name));
        Map<String, String> labels =
                common(members, member -> member.pod().getMetadata().getLabels());
        labels.put(PodLabels.ATTEMPT, name);
        Map<String, String> annotations =
                common(members, member -> member.pod().getMetadata().getAnnotations());
        annotations.put(
                "freshet.io/attempts",
                members.stream().map(BatchMember::attempt).collect(Collectors.joining(" ")));
        return new PodBuilder(first)
                .editMetadata()
                .withName(name)
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .withCommand(
                        "/bin/sh",
                        directory.worker().toString(),
                        attempts.toString(),
                        name,
                        first.getSpec().getTerminationGracePeriodSeconds().toString())
                .withWorkingDir(directory.orders().toString())
                .withEnv(shared(members))
                .withVolumeMounts(mounts(directory, members))
                .endContainer()
                .endSpec()
                .build();
    }

    /** The script that runs the command of one of them. */
    static String order(BatchMember member, List<BatchMember> all) {
        Container task = member.task();
        Set<EnvVar> shared = new LinkedHashSet<>(shared(all));
        StringBuilder script = new StringBuilder();
        script.append("cd ").append(ShellQuoting.quoted(task.getWorkingDir())).append(" || exit 126\n");
        for (EnvVar variable : task.getEnv()) {
            if (!shared.contains(variable)) {
                script.append("export %s=%s\n"
                        .formatted(variable.getName(), ShellQuoting.quoted(TaskPod.expanded(variable.getValue()))));
            }
        }
        return script.append("exec ")
                .append(task.getCommand().stream()
                        .map(TaskPod::expanded)
                        .map(ShellQuoting::quoted)
                        .collect(Collectors.joining(" ")))
                .append('\n')
                .toString();
    }

    /** Variables that all have with the same value, in their order. */
    private static List<EnvVar> shared(List<BatchMember> members) {
        Set<EnvVar> shared = new LinkedHashSet<>(members.getFirst().task().getEnv());
        members.forEach(member -> shared.retainAll(Set.copyOf(member.task().getEnv())));
        return List.copyOf(shared);
    }

    private List<VolumeMount> mounts(BatchDirectory directory, List<BatchMember> members) {
        PodVolumes volumes = new PodVolumes(settings, members.getFirst().view());
        Set<VolumeMount> mounts = new LinkedHashSet<>();
        for (BatchMember member : members) {
            mounts.addAll(member.task().getVolumeMounts());
            mounts.add(volumes.data(member.view().log(), false));
        }
        mounts.add(volumes.data(directory.orders(), true));
        mounts.add(volumes.data(directory.progress(), false));
        return List.copyOf(mounts);
    }

    private static Map<String, String> common(
            List<BatchMember> members, Function<BatchMember, Map<String, String>> texts) {
        Map<String, String> common = new LinkedHashMap<>(texts.apply(members.getFirst()));
        for (BatchMember member : members) {
            Map<String, String> other = new HashMap<>(texts.apply(member));
            common.entrySet().removeIf(entry -> !entry.getValue().equals(other.get(entry.getKey())));
        }
        return common;
    }
}
